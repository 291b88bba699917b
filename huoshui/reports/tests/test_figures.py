from datetime import date
from uuid import uuid4

import pytest
from django.db import transaction

from huoshui.base.clock import at_time
from huoshui.ledger import sequencer
from huoshui.ledger.drilling import facts_behind
from huoshui.ledger.evaluation import evaluate
from huoshui.ledger.figures import Ratio
from huoshui.ledger.models import Source
from huoshui.ledger.periods import Period
from huoshui.ledger.recording import reverse
from huoshui.organisation import actions
from huoshui.organisation.public import scope_of
from huoshui.packs.loaded import pack
from huoshui.reports.queries.figures import figures_of
from huoshui.reports.queries.records import records_behind

from .conftest import LATER

YEAR = Period.year(2021)


def _values(unit, period=YEAR, at=None):
    return {said.figure.code: said.value for said in figures_of(unit, period, at)}


def test_figures_are_those_evaluated(units, records):
    records.held(units["first"], date(2021, 3, 5), "theme_day", present=4, expected=5)
    records.held(units["hill"], date(2021, 4, 9), "theme_day", present=2, expected=2)

    values = _values(units["city"])

    assert values == evaluate(pack().figures.values(), scope=scope_of(units["city"]), period=YEAR)
    assert (values["theme_days"], values["branches"], values["present_of_expected"]) == (2, 3, Ratio(6, 7))
    assert _values(units["south"])["theme_days"] == 1


@pytest.mark.parametrize(("period", "value"), [("2021", "2"), ("2021-Q1", "1"), ("2021-04", "1"), ("2021-05", "0")])
def test_number_on_the_records_page_is_the_one_on_the_figures_page(units, records, enter, period, value):
    records.held(units["first"], date(2021, 3, 5), "theme_day")
    records.held(units["first"], date(2021, 4, 9), "theme_day")
    records.held(units["hill"], date(2021, 4, 9), "theme_day")
    browser = enter("county_officer", "south")

    listed = browser.get(f"/figures/south/{period}/").content.decode()
    opened = browser.get(f"/figures/south/{period}/theme_days/")

    address = f'href="/figures/south/{period}/theme_days/"><span class="figure-number">{value}</span>'
    assert address in listed
    assert str(opened.context["said"].value) == value
    assert len(opened.context["lines"]) == opened.context["page"].paginator.count == int(value)


def test_every_figure_opens_onto_as_many_records_as_it_counts(units, records):
    someone = uuid4()
    records.held(units["first"], date(2021, 3, 5), "theme_day", "lecture")
    records.held(units["hill"], date(2021, 3, 5), "theme_day", late=True)
    for day in (5, 6):
        records.attended(units["first"], date(2021, 3, day), someone, "theme_day")
    records.attended(units["first"], date(2021, 3, 7), uuid4(), "theme_day", state="on_leave")

    said = _values(units["city"])
    behind = {code: records_behind(pack().figures[code], units["city"], YEAR).count for code in said}

    counts = [code for code, figure in pack().figures.items() if figure.form.value == "count"]
    assert {code: behind[code] for code in counts} == {code: said[code] for code in counts}
    assert (said["people_reached"], behind["people_reached"]) == (1, 2)
    assert (said["branches_holding_theme_day"], behind["branches_holding_theme_day"]) == (2, 2)


def test_past_position_shows_what_was_known_then(units, records, enter):
    first = records.held(units["first"], date(2021, 3, 5), "theme_day")
    sequencer.sequence_all()
    then = sequencer.head()
    with transaction.atomic():
        reverse([first], by=None, at=LATER, source=Source.SCREEN)
    records.held(units["hill"], date(2021, 3, 5), "theme_day")
    records.held(units["hill"], date(2021, 3, 12), "theme_day")
    browser = enter("city_officer", "city")

    now = browser.get("/figures/city/2021/theme_days/")
    before = browser.get(f"/figures/city/2021/theme_days/?at={then}")

    assert (now.context["said"].value, len(now.context["lines"])) == (2, 2)
    assert (before.context["said"].value, len(before.context["lines"])) == (1, 1)
    assert f"截至第 {then} 条记录" in before.content.decode()


@pytest.mark.parametrize("at", ["999999", "-1", "x", "9" * 30])
def test_position_that_was_never_reached_is_not_there(units, enter, at):
    assert enter("city_officer", "city").get(f"/figures/city/2021/theme_days/?at={at}").status_code == 404


def test_people_stand_beside_the_number_of_their_records(units, records, enter):
    someone = uuid4()
    for day in (5, 12):
        records.attended(units["first"], date(2021, 3, day), someone, "theme_day")

    page = enter("city_officer", "city").get("/figures/city/2021/people_reached/").content.decode()

    assert "2 条记录，共 1 人" in page


def test_record_is_told_with_the_name_its_unit_had_then(units, records, enter, do):
    records.held(units["first"], date(2021, 3, 5), "theme_day", late=True)
    do(actions.rename_unit, unit=units["first"], name="改名后的支部", on=date(2021, 6, 1))
    records.held(units["first"], date(2021, 7, 2), "theme_day", guests=3, sittings=2)

    lines = enter("city_officer", "city").get("/figures/city/2021/theme_days/").context["lines"]
    came = "主题党日，应到 5 人，实到 4 人，请假 1 人"

    assert [(x.day, x.title, x.unit_name, x.detail, x.is_late, x.url) for x in lines] == [
        (
            date(2021, 7, 2),
            "第 2 次活动",
            "改名后的支部",
            f"{came}，群众 3 人，分 2 批，60 分钟",
            False,
            "/activities/2/",
        ),
        (date(2021, 3, 5), "第 1 次活动", "衡南第一党支部", f"{came}，60 分钟", True, "/activities/1/"),
    ]


def test_past_subtree_keeps_what_was_recorded_in_it(units, records, do):
    records.held(units["second"], date(2021, 4, 9), "theme_day")
    do(actions.move_unit, unit=units["second"], parent=units["north"], on=date(2021, 6, 1))
    records.held(units["second"], date(2021, 7, 2), "theme_day")

    assert [_values(units[code])["theme_days"] for code in ("south", "north", "second", "city")] == [1, 1, 2, 2]
    assert [_values(units[code])["branches"] for code in ("south", "north")] == [1, 2]


def test_records_are_shown_fifty_to_a_page_newest_first(units, records, enter):
    for month in (3, 4, 6):
        for day in range(1, 21):
            records.held(units["first"], date(2021, month, day), "theme_day")
            records.held(units["hill"], date(2021, month, day), "theme_day")
    browser = enter("city_officer", "city")

    pages = [browser.get(f"/figures/city/2021/theme_days/?page={n}").context for n in (1, 2, 3)]
    whole = facts_behind(pack().figures["theme_days"], scope=scope_of(units["city"]), period=YEAR)

    assert [(len(page["lines"]), page["said"].value) for page in pages] == [(50, 120), (50, 120), (20, 120)]
    assert [fact.pk for page in pages for fact in page["page"].object_list] == [fact.pk for fact in whole]


def test_notes_from_outside_stand_at_the_whole_only(units, enter):
    browser = enter("city_officer", "city")

    whole = browser.get("/figures/city/2021/").content.decode()
    county = browser.get("/figures/south/2021/").content.decode()

    assert ("演示假设：约 200 个网点" in whole, "演示假设：约 200 个网点" in county) == (True, False)
    assert "公布为“近 200 人”" in whole
    assert "演示假设：约 200 个网点" not in browser.get("/figures/city/2021-Q1/").content.decode()


def test_choosing_leads_to_the_page_of_the_period(units, enter):
    browser = enter("city_officer", "city")

    assert browser.get("/figures/?unit=south&year=2021&part=Q2").url == "/figures/south/2021-Q2/"
    assert browser.get("/figures/?unit=south&year=2021&part=year").url == "/figures/south/2021/"
    assert browser.get("/figures/").url == "/figures/city/2021/"
    assert browser.get("/figures/?unit=city&year=x&part=Q9").url == "/figures/city/2021/"
    assert browser.get("/figures/?unit=nowhere&year=2021").status_code == 404


def test_recorded_moment_is_not_what_counts(units, records):
    """December's activity entered in January is December's."""
    fact = records.held(units["first"], date(2021, 12, 31), "theme_day", late=True)

    assert fact.recorded_at == at_time(date(2021, 12, 31), 18)
    assert _values(units["first"], Period.month(2021, 12))["late_entries"] == 1
