from datetime import date

import pytest

from huoshui.config import preparation

pytestmark = pytest.mark.django_db


@pytest.fixture
def loads(monkeypatch) -> list[dict]:
    """What would have been loaded, without loading it."""
    asked: list[dict] = []
    monkeypatch.setattr(preparation.demo, "load", lambda **given: asked.append(given))
    monkeypatch.setattr(preparation.clock, "today", lambda: date(2026, 11, 20))
    return asked


def test_an_empty_database_gets_the_demo_city(huoshui, loads):
    code, printed, _ = huoshui("demo", "--load-only", "--seed", "7")

    assert (code, printed.splitlines()[-1]) == (0, "演示城市已装入。")
    assert loads == [{"today": date(2026, 11, 20), "seed": 7}]


def test_starting_again_loads_nothing(units, loads):
    preparation.prepare_demo()

    assert loads == []


def test_loading_over_something_is_refused(huoshui, units, loads):
    code, _, complaint = huoshui("demo", "--load-only")

    assert code == 2
    assert complaint.startswith("数据库里已经有数据，演示城市只装进空的数据库：")
    assert loads == []


def test_production_gets_no_demo(huoshui, loads, settings):
    settings.DEMO = False

    code, _, complaint = huoshui("demo", "--load-only")

    assert code == 2
    assert complaint.startswith("HUOSHUI_MODE=production 时不能装入演示数据")
    assert loads == []


@pytest.mark.parametrize("given", ["20.11.2026", "2026-11-31", "20261120"])
def test_a_day_that_is_none_is_refused(huoshui, loads, given):
    code, _, complaint = huoshui("demo", "--load-only", "--today", given)

    assert code == 2
    assert f"“{given}”不是日期，请写成 YYYY-MM-DD，例如 2026-11-20。" in complaint
    assert loads == []


def test_today_can_be_fixed(huoshui, loads, settings, monkeypatch):
    monkeypatch.setenv("HUOSHUI_TODAY", "")
    settings.HUOSHUI_TODAY = None

    huoshui("demo", "--load-only", "--today", "2026-11-02")

    assert date(2026, 11, 2) == settings.HUOSHUI_TODAY
