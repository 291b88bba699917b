"""Obstacle notes: written by the unit, answered from above, lifted; they ask for help and excuse nothing."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huoshui.base.clock import at_time
from huoshui.ledger import reconcile, sequencer
from huoshui.ledger.evaluation import evaluate
from huoshui.ledger.models import Fact, Source
from huoshui.ledger.periods import Period
from huoshui.ledger.recording import Stamp
from huoshui.organisation import actions as organisation
from huoshui.organisation.models import Account
from huoshui.organisation.public import Unit, scope_of, viewer_of
from huoshui.packs.loaded import pack
from huoshui.reports import actions, rules
from huoshui.reports.models import Obstacle
from huoshui.reports.part import PART
from huoshui.reports.queries.matrix import cells_of
from huoshui.reports.rules import State, duty_in

from .conftest import JAN, TODAY

NOW = at_time(TODAY, 9)
UNTIL = date(2021, 11, 20)
SECRETARY, ABOVE = uuid4(), uuid4()
OCTOBER = Period.month(2021, 10)
NOTE = "/matrix/first/2021-10/theme_day/obstacle/"
SAID = {"reason": "活动室在装修，没有场地。", "until_on": "2021-11-20"}


def _duty(period: Period = OCTOBER, norm: str = "theme_day"):
    duty = duty_in(pack().norms[norm], period)
    assert duty
    return duty


def _noted(unit, *, at=NOW, reason="没有场地", until_on=UNTIL, period=OCTOBER) -> Obstacle:
    said = {"reason": reason, "until_on": until_on, "by": SECRETARY, "at": at, "source": Source.SCREEN}
    return actions.note_obstacle(unit=unit, duty=_duty(period), **said)


def _act(action: Any, obstacle: Obstacle, at=NOW) -> Obstacle:
    return action(obstacle=obstacle, by=SECRETARY, at=at, source=Source.SCREEN)


def _answered(obstacle: Obstacle, answer="借用二楼会议室", *, revision=None) -> Obstacle:
    said = {"helper": "综合办公室", "answer": answer, "revision": revision or obstacle.revision}
    return actions.answer_obstacle(obstacle=obstacle, **said, by=ABOVE, at=NOW)


def _state(unit, period=OCTOBER, today=TODAY) -> State:
    [cell] = cells_of(unit, [_duty(period)], today)
    return cell.state


def _facts() -> list[tuple[str, int]]:
    """What holds, as kinds with their sign."""
    facts = Fact.objects.filter(kind__startswith="reports.").order_by("pk")
    return [(fact.kind.rpartition(".")[2], fact.quantity) for fact in facts]


def test_a_note_stands_in_the_way_until_its_last_day_and_excuses_nothing(units):
    _noted(units["first"])
    _noted(units["second"], period=Period.month(2021, 11), until_on=UNTIL)

    assert [_state(units["first"], today=day) for day in (TODAY, UNTIL, date(2021, 11, 21))] == [
        State.IN_THE_WAY,
        State.IN_THE_WAY,
        State.LATE,
    ]
    assert _state(units["second"], Period.month(2021, 11), date(2021, 11, 21)) == State.DUE


def test_done_beats_a_note(units, records):
    _noted(units["first"])
    records.held(units["first"], date(2021, 10, 29), "theme_day")

    assert _state(units["first"]) == State.DONE


def test_a_note_is_a_fact_without_its_reason(units):
    note = _noted(units["first"], reason="张三生病")

    [fact] = Fact.objects.filter(subject=note.subject)
    assert fact.says == {"norm": "theme_day", "first": 202110, "last": 202110, "until": "2021-11-20"}
    assert (fact.unit_id, fact.path, fact.person, fact.recorded_by) == (note.unit_id, note.path, None, SECRETARY)
    assert "张三" not in f"{fact.payload}{fact.tags}{fact.subject}"


def test_noting_lifting_and_taking_back_agree_with_their_facts(units):
    note = _noted(units["first"])
    _act(actions.lift_obstacle, note)
    _act(actions.lift_obstacle, note)
    _act(actions.restore_obstacle, note)
    _act(actions.restore_obstacle, note)

    assert _facts() == [("noted", 1), ("lifted", 1), ("lifted", -1)]
    assert _state(units["first"]) == State.IN_THE_WAY

    _act(actions.withdraw_obstacle, note)
    _act(actions.withdraw_obstacle, note)

    assert _facts()[3:] == [("noted", -1)]
    assert _state(units["first"]) == State.LATE
    assert reconcile.differences(PART.wanted(), part="reports", known_people=frozenset()) == []


def test_figures_count_notes_and_liftings(units):
    _act(actions.lift_obstacle, _noted(units["first"]))
    _noted(units["hill"])
    sequencer.sequence_all()

    figures = [pack().figures[code] for code in ("obstacles_noted", "obstacles_lifted")]
    said = evaluate(figures, scope=scope_of(units["city"]), period=Period.month(2021, 11))

    assert said == {"obstacles_noted": 2, "obstacles_lifted": 1}


def test_two_people_who_note_one_obstacle_write_one_note(units):
    first = _noted(units["first"])

    assert _noted(units["first"]) == first
    with pytest.raises(rules.AlreadyNoted):
        _noted(units["first"], reason="别的原因")
    assert _facts() == [("noted", 1)]


def test_an_expired_note_gives_way_to_the_next(units):
    first = _noted(units["first"], at=at_time(date(2021, 11, 2), 9), until_on=date(2021, 11, 5))

    second = _noted(units["first"], reason="还是没有场地")

    first.refresh_from_db()
    assert (first.state, second.state, second.pk > first.pk) == ("lifted", "open", True)
    with pytest.raises(rules.AlreadyNoted):
        _act(actions.restore_obstacle, first)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": " \n"}, rules.ReasonMissing),
        ({"until_on": date(2021, 11, 9)}, rules.UntilTooEarly),
        ({"until_on": date(2022, 11, 12)}, rules.UntilTooLate),
        ({"period": Period.month(2021, 12)}, rules.NotYetAsked),
    ],
)
def test_what_cannot_be_noted_is_refused_by_name(units, changes, refusal):
    with pytest.raises(refusal):
        _noted(units["first"], **changes)

    assert _facts() == []


def test_nothing_is_in_the_way_of_what_is_done_exempt_or_not_asked(units, records, do):
    records.held(units["first"], date(2021, 10, 8), "theme_day")
    exemption = {"unit": units["second"], "norm": "theme_day", "from_on": JAN, "until_on": None}
    do(organisation.exempt_unit, **exemption, decided_by=units["south"], document_number="")

    for code in ("first", "second", "south"):
        with pytest.raises(rules.NotOwed):
            _noted(units[code])


def test_an_answer_promises_help_and_is_not_overwritten_unseen(units):
    note = _noted(units["first"])
    answered = _answered(note)

    assert _answered(note).revision == answered.revision  # sent twice
    with pytest.raises(rules.ChangedMeanwhile):
        _answered(note, "另一个办法", revision=note.revision)
    assert _answered(note, "另一个办法", revision=answered.revision).answer == "另一个办法"
    with pytest.raises(rules.ChangedMeanwhile):
        actions.take_back_answer(obstacle=note, revision=answered.revision)


def test_an_answered_note_is_lifted_but_not_taken_back(units):
    note = _noted(units["first"])
    _answered(note)

    with pytest.raises(rules.NoteClosed):
        _act(actions.withdraw_obstacle, note)
    assert _act(actions.lift_obstacle, note).state == "lifted"
    with pytest.raises(rules.NoteClosed):
        _answered(note, "太晚了")


def test_notes_of_a_unit_that_turns_out_to_have_moved_follow_it(units, do):
    note = _noted(units["first"])
    do(organisation.move_unit, unit=units["first"], parent=units["north"], on=date(2021, 11, 1))

    moved = [
        actions.follow_move(unit_id=note.unit_id, since=at_time(day, 0), stamp=Stamp(None, NOW, Source.JOB))
        for day in (date(2021, 11, 1), date(2021, 11, 1))
    ]

    note.refresh_from_db()
    assert moved == [1, 0]
    assert note.path.startswith(units["north"].path)
    assert reconcile.differences(PART.wanted(), part="reports", known_people=frozenset()) == []


def test_secretary_notes_and_officer_answers(units, enter):
    secretary, officer = enter("branch_secretary", "first"), enter("county_officer", "south")

    written = secretary.post(NOTE, SAID)
    note = Obstacle.objects.get()
    asked = officer.get(f"/obstacles/{note.pk}/")
    answered = officer.post(
        f"/obstacles/{note.pk}/answer/", {"helper": "综合办公室", "answer": "借用二楼会议室", "revision": note.revision}
    )
    read = secretary.get(f"/obstacles/{note.pk}/").content.decode()

    assert (written.url, answered.url) == (f"/obstacles/{note.pk}/", f"/obstacles/{note.pk}/")
    assert "活动室在装修，没有场地。" in asked.content.decode()
    assert "综合办公室" in read
    assert "借用二楼会议室" in read
    assert f"/obstacles/{note.pk}/answer/" not in read


def test_what_was_said_can_be_taken_back_where_it_is_told(units, enter):
    secretary, officer = enter("branch_secretary", "first"), enter("county_officer", "south")
    noted = secretary.post(NOTE, SAID, follow=True).content.decode()
    note = Obstacle.objects.get()
    lifted = secretary.post(f"/obstacles/{note.pk}/lifting/", follow=True).content.decode()
    secretary.post(f"/obstacles/{note.pk}/restoring/")
    answer = {"helper": "综合办公室", "answer": "借用", "revision": Obstacle.objects.get().revision}
    answered = officer.post(f"/obstacles/{note.pk}/answer/", answer, follow=True).content.decode()
    revision = Obstacle.objects.get().revision

    assert f'action="/obstacles/{note.pk}/withdrawal/"' in noted
    assert f'action="/obstacles/{note.pk}/restoring/"' in lifted
    assert f'action="/obstacles/{note.pk}/answer/{revision}/withdrawal/"' in answered
    for _ in range(2):
        officer.post(f"/obstacles/{note.pk}/answer/{revision}/withdrawal/")
    assert Obstacle.objects.get().answer == ""
    for _ in range(2):
        secretary.post(f"/obstacles/{note.pk}/withdrawal/")
    assert Obstacle.objects.get().state == "withdrawn"


def test_a_refused_note_keeps_what_was_typed(units, enter):
    page = enter("branch_secretary", "first").post(NOTE, SAID | {"until_on": "2021-11-09"})

    assert page.status_code == 422
    assert "这一天已经过去。" in page.content.decode()
    assert SAID["reason"] in page.content.decode()
    assert not Obstacle.objects.exists()


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        ("branch_secretary", "second"),
        ("branch_secretary", "hill"),
        ("county_officer", "north"),
        ("city_reader", "hill"),
    ],
)
def test_reasons_are_not_there_for_units_beside(units, enter, role, unit):
    note = _noted(units["first"])
    browser = enter(role, unit)

    assert browser.get(f"/obstacles/{note.pk}/").status_code == 404
    assert browser.get("/matrix/first/2021-10/theme_day/").status_code == 404
    assert browser.get(NOTE).status_code in (403, 404)
    for address in ("answer", "answer/1/withdrawal", "lifting", "restoring", "withdrawal"):
        assert browser.post(f"/obstacles/{note.pk}/{address}/").status_code in (403, 404), address
    assert "没有场地" not in browser.get("/search/?q=场地").content.decode()
    assert Obstacle.objects.get().revision == 1


@pytest.mark.parametrize(
    ("role", "unit", "reads", "writes", "answers"),
    [
        ("branch_secretary", "first", 200, 302, 403),
        ("county_officer", "south", 200, 302, 200),
        ("city_officer", "city", 200, 302, 200),
        ("city_reader", "city", 200, 403, 403),
        ("staff", "first", 403, 403, 403),
        ("system_admin", "city", 403, 403, 403),
    ],
)
def test_who_reads_writes_and_answers(units, enter, role, unit, reads, writes, answers):
    note = _noted(units["first"])
    browser = enter(role, unit)

    assert browser.get(f"/obstacles/{note.pk}/").status_code == reads
    assert browser.get(f"/obstacles/{note.pk}/answer/").status_code == answers
    assert browser.post(f"/obstacles/{note.pk}/lifting/").status_code == writes


def test_those_above_take_back_no_note_of_a_unit_but_one_they_wrote(units, enter, account, do):
    note = _noted(units["first"])
    officer, secretary = enter("county_officer", "south"), enter("branch_secretary", "first")
    address = f"/obstacles/{note.pk}/withdrawal/"

    assert (officer.post(address).status_code, Obstacle.objects.get().state) == (404, "open")
    assert (secretary.post(address).status_code, Obstacle.objects.get().state) == (302, "withdrawn")
    writer = do(organisation.add_person, name="李文")
    Account.objects.filter(username="county_officer-south").update(person=writer)
    officer.post(NOTE, SAID)
    own = Obstacle.objects.get(state="open")
    assert officer.post(f"/obstacles/{own.pk}/withdrawal/").status_code == 302


def test_nobody_answers_what_their_own_unit_has_noted(units, enter, account, do):
    note = _noted(units["first"])
    own = enter("county_officer", "first")

    assert own.get(f"/obstacles/{note.pk}/").status_code == 200
    assert own.get(f"/obstacles/{note.pk}/answer/").status_code == 404


def test_those_above_are_asked_on_their_agenda_until_they_answer(units, account, records):
    officer = viewer_of(account("county_officer", "south"), TODAY)
    elsewhere = viewer_of(account("county_officer", "north"), TODAY)
    secretary = viewer_of(account("branch_secretary", "first"), TODAY)
    note, other = _noted(units["first"]), _noted(units["second"])
    _noted(units["hill"], at=at_time(date(2021, 11, 2), 9), until_on=date(2021, 11, 5))  # expired

    def asked(viewer):
        return [(item.title, item.detail) for item in PART.agenda(viewer, TODAY)]

    assert asked(officer) == [
        ("衡南第一党支部请求支持", "主题党日，2021年10月"),
        ("衡南第二党支部请求支持", "主题党日，2021年10月"),
    ]
    assert (asked(elsewhere), asked(secretary)) == ([], [])

    _answered(note)
    records.held(other.unit, date(2021, 10, 29), "theme_day")

    assert asked(officer) == []


@pytest.mark.parametrize("notes", [1, 3])
def test_the_agenda_asks_as_many_statements_for_one_note_as_for_three(units, account, do, notes):
    for code in ("third", "fourth"):
        do(organisation.open_unit, code=code, kind="branch", name=code, on=JAN, parent=units["south"])
    for code in ("first", "third", "fourth")[:notes]:
        _noted(Unit.objects.get(code=code))
    viewer = viewer_of(account("county_officer", "south"), TODAY)
    viewer.granted("obstacles.answer")

    with CaptureQueriesContext(connection) as asked:
        assert len(list(PART.agenda(viewer, TODAY))) == notes

    assert len(asked) == 8


def test_a_cell_opens_its_note_and_lists_those_before(units, enter):
    first = _noted(units["first"], at=at_time(date(2021, 11, 2), 9), until_on=date(2021, 11, 5))
    second = _noted(units["first"], reason="还是没有场地")
    browser = enter("branch_secretary", "first")

    [row, *_] = browser.get("/matrix/first/2021/").context["rows"]
    page = browser.get(row["cells"][9].url)

    assert (row["cells"][9].state, row["cells"][9].url) == ("in_the_way", "/matrix/first/2021-10/theme_day/")
    assert page.context["notes"] == [second, first]
    assert NOTE not in page.content.decode()
    assert NOTE.replace("-10/", "-09/") in browser.get("/matrix/first/2021-09/theme_day/").content.decode()
    assert NOTE.replace("-10/", "-09/") in browser.get("/matrix/first/2021/").content.decode()


def test_folded_units_say_how_many_are_in_the_way(units, enter):
    _noted(units["first"])

    page = enter("city_officer", "city").get("/matrix/city/2021-10/")

    cell = page.context["lines"][1]["cells"][0]
    assert (cell.state, cell.count, cell.also) == ("late", "0/2", "有困难 1")
    assert "2 个党支部中，0 个已完成，1 个有困难" in page.content.decode()


def test_notes_are_found_by_their_words_and_by_their_norm(units, account):
    note = _noted(units["first"])
    viewer = viewer_of(account("branch_secretary", "first"), TODAY)

    assert [found.url for found in PART.search(viewer, "场地")] == [f"/obstacles/{note.pk}/"]
    assert [found.title for found in PART.search(viewer, "党日")] == ["困难说明：主题党日，2021年10月"]
    assert PART.pages["reports.obstacle"](viewer, [note.pk]) == {
        note.pk: (f"/obstacles/{note.pk}/", "困难说明：主题党日，2021年10月")
    }
