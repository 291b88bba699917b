import io
import json
from datetime import date

import pytest
from django.db import DatabaseError, connection

from huoshui.ledger.models import Fact
from huoshui.ledger.sequencer import head
from huoshui.organisation.models import Account, RoleGrant, Unit
from huoshui.packs.loaded import pack

pytestmark = pytest.mark.django_db


def test_every_command_has_one_line_of_help(huoshui):
    code, printed, _ = huoshui("--help")

    assert code == 0
    for name in ("serve", "worker", "demo", "figures", "verify", "doctor", "migrate", "found", "account"):
        assert f"    {name} " in printed


def test_an_unknown_command_is_refused(huoshui):
    code, _, complaint = huoshui("backup")

    assert code == 2
    assert "invalid choice: 'backup'" in complaint


def test_figures_are_printed_as_json_with_value_and_unit(huoshui, units):
    code, printed, _ = huoshui("figures", "--unit", "city", "--period", "2021", "--json")

    answer = json.loads(printed)
    assert code == 0
    assert list(answer) == list(pack().figures)
    for entry in answer.values():
        assert sorted(entry) == ["unit", "value"]
        assert isinstance(entry["value"], int) or sorted(entry["value"]) == ["over", "under"]


def test_figures_as_of_the_beginning_are_all_zero(huoshui, units):
    _, printed, _ = huoshui("figures", "--unit", "city", "--period", "2021", "--at", "0", "--json")

    assert {json.dumps(entry["value"]) for entry in json.loads(printed).values()} <= {"0", '{"over": 0, "under": 0}'}


def test_figures_for_people_have_label_number_and_unit(huoshui, units):
    code, printed, _ = huoshui("figures", "--unit", "city", "--period", "2021-Q1")

    assert code == 0
    assert len(printed.splitlines()) == len(pack().figures)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--unit", "nowhere", "--period", "2021"), "没有编码为“nowhere”的单位，请核对 --unit。"),
        (("--unit", "city", "--period", "21"), "“21”不是一段时期，请写成 2021、2021-Q2 或 2021-04。"),
        (("--unit", "city", "--period", "2021-13"), "“2021-13”不是一段时期，请写成 2021、2021-Q2 或 2021-04。"),
        (("--unit", "city", "--period", "2021", "--at", "x"), "invalid int value: 'x'"),
        (("--unit", "city"), "the following arguments are required: --period"),
    ],
)
def test_figures_that_cannot_be_asked_for_are_refused(huoshui, units, words, said):
    code, printed, complaint = huoshui("figures", *words)

    assert (code, printed) == (2, "")
    assert said in complaint


@pytest.mark.parametrize("beyond", [-1, 1])
def test_a_position_outside_the_sequence_is_refused(huoshui, units, beyond):
    position = head() + 1 if beyond > 0 else -1

    code, _, complaint = huoshui("figures", "--unit", "city", "--period", "2021", f"--at={position}")

    assert (code, complaint) == (2, f"没有第 {position} 条记录：--at 可以是 0 到 {head()}。\n")


def test_verify_finds_a_true_database_true(huoshui, units):
    code, printed, _ = huoshui("verify")

    assert code == 0
    assert printed.splitlines()[-1] == "✓ 汇总与重新计数一致"
    assert "×" not in printed


def test_verify_names_a_row_that_no_fact_tells_of(huoshui, units):
    units["branch"].memberships.update(status="probationary")

    code, printed, _ = huoshui("verify")

    assert code == 1
    assert "organisation.membership:" in printed
    assert "缺少记录 1 条，多出记录 1 条" in printed


def test_verify_misses_rows_that_are_all_gone(huoshui, units):
    units["branch"].memberships.all().delete()

    code, printed, _ = huoshui("verify")

    assert code == 1
    assert "缺少记录 0 条，多出记录 1 条" in printed


def test_verify_names_a_tally_that_is_not_a_recount(huoshui, units):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_tally SET n = n + 1")

    code, printed, _ = huoshui("verify")

    assert code == 1
    assert "× 汇总与重新计数不一致" in printed


def test_doctor_finds_a_sound_database_sound(huoshui, units):
    code, printed, _ = huoshui("doctor")

    assert "×" not in printed
    assert code == 0
    assert f"✓ 编号连续（已编 {Fact.objects.count()} 条，待编 0 条）" in printed


def test_doctor_misses_a_trigger(huoshui, units):
    drop = "DROP TRIGGER ledger_fact_no_update"
    if connection.vendor == "postgresql":
        drop = "DROP TRIGGER ledger_fact_no_change ON ledger_fact"
    with connection.cursor() as cursor:
        cursor.execute(drop)

    code, printed, _ = huoshui("doctor")

    assert code == 1
    assert "缺少保护记录的触发器：ledger_fact_no_" in printed


def test_migrate_has_nothing_to_do_twice(huoshui):
    assert huoshui("migrate") == (0, "数据库已是当前版本。\n", "")


def test_an_account_is_opened_with_its_role(huoshui, units, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("Xiang-River-1937\n"))

    code, printed, _ = huoshui("account", "wang", "--role", "city_officer", "--unit", "city")

    account = Account.objects.get(username="wang")
    assert code == 0
    assert printed == f"账号“wang”已开通：{pack().roles['city_officer'].label}，市分公司。\n"
    assert account.check_password("Xiang-River-1937")
    assert account.is_demo is False
    assert list(RoleGrant.objects.values_list("account", "role", "unit__code")) == [
        (account.pk, "city_officer", "city")
    ]


@pytest.mark.parametrize(
    ("words", "password", "said"),
    [
        (("wang", "--role", "king", "--unit", "city"), "Xiang-River-1937", "没有“king”这个角色，可用的有："),
        (("wang", "--role", "city_officer", "--unit", "x"), "Xiang-River-1937", "没有编码为“x”的单位，请核对 --unit。"),
        (("wang", "--role", "city_officer", "--unit", "city"), "short", "10"),
    ],
)
def test_an_account_that_cannot_be_opened_leaves_nothing(huoshui, units, monkeypatch, words, password, said):
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))

    code, _, complaint = huoshui("account", *words)

    assert code == 2
    assert said in complaint
    assert not Account.objects.exists()


def test_a_home_that_is_no_folder_is_refused(huoshui, units, settings, tmp_path):
    settings.HOME = tmp_path / "taken"
    settings.HOME.write_text("")

    code, _, complaint = huoshui("doctor")

    assert code == 2
    assert complaint.startswith(f"文件夹 {settings.HOME} 用不了，请检查 HUOSHUI_HOME：")


def test_a_file_that_is_no_database_is_refused(huoshui, units, monkeypatch):
    def broken():
        raise DatabaseError("file is not a database")

    monkeypatch.setattr(connection, "ensure_connection", broken)

    assert huoshui("doctor") == (2, "", "数据库连不上，请检查 DATABASE_URL 或 HUOSHUI_HOME：file is not a database\n")


def test_the_first_unit_of_an_empty_database_is_founded_once(huoshui):
    words = ["city", "--kind", "city_company", "--name", "市分公司", "--on", "2020-01-01"]

    assert huoshui("found", "hill", "--kind", "branch", "--name", "支部")[0] == 2
    assert huoshui("found", *words)[0] == 0
    code, _, complaint = huoshui("found", "other", *words[1:])

    assert (code, "已经有最上级单位“市分公司”（city）" in complaint) == (2, True)
    assert list(Unit.objects.values_list("code", "kind", "name", "path", "opened_on")) == [
        ("city", "city_company", "市分公司", "000001", date(2020, 1, 1))
    ]


@pytest.mark.parametrize("wrong", [("heng yang",), ("衡阳",), ("",), ("city", "--name", " "), ("city", "--on", "昨天")])
def test_nothing_is_founded_under_a_code_no_address_can_hold(huoshui, wrong):
    code, _, complaint = huoshui("found", "--kind", "city_company", "--name", "市分公司", *wrong)

    assert (code, "fromisoformat" in complaint, Unit.objects.exists()) == (2, False, False)
