"""撤回: the page stays, the numbers go back."""

from datetime import date, timedelta

import pytest

from huoshui.base.clock import at_time
from huoshui.ledger.models import Fact
from huoshui.organisation import actions as organisation
from huoshui.packs.loaded import pack

from ..actions import correct_activity, record_activity, withdraw_activity
from ..models import Activity
from ..rules import ChangedMeanwhile, NotRecorded
from .conftest import NOW, figure, net, to, untold
from .page import fields_of, text_of

CODES = [figure.code for figure in pack().figures.values() if figure.measure]


def all_figures(house):
    return {(unit, code): figure(house.units[unit], code) for unit in ("branch", "south") for code in CODES}


def test_every_figure_goes_back_and_the_page_stays(house, planned, secretary, send):
    before = all_figures(house)
    send(to("record", planned.pk), guests=3)
    assert all_figures(house) != before

    answer = send(to("withdraw", planned.pk))

    assert answer.url == to("show", planned.pk)
    page = text_of(secretary.get(answer.url))
    assert "这条记录已撤回" in page
    assert "安志远" in page
    assert "计入了这些数字" not in page
    assert all_figures(house) == before
    assert (net(planned), untold()) == ([], [])


def test_after_a_correction_all_goes_back_too(house, planned, do):
    before = all_figures(house)
    recorded = do(record_activity, activity=planned, told=house.told(("高远", "")))
    do(correct_activity, activity=recorded, told=house.told(guests=9), revision=1)

    do(withdraw_activity, activity=recorded, revision=2)

    assert all_figures(house) == before
    assert net(recorded) == []


def test_an_erased_person_is_taken_back_as_well(house, recorded, do):
    later = do.on(at_time(date(2021, 4, 10), 12))
    later(organisation.leave_branch, membership=house.people["安志远"].memberships.get(), on=date(2021, 4, 10))
    later(organisation.erase_person, person=house.people["安志远"])

    later(withdraw_activity, activity=recorded, revision=1)

    assert figure(house.units["branch"], "attendances") == 0
    assert (net(recorded), untold()) == ([], [])


def test_twice_is_once(recorded, do):
    do(withdraw_activity, activity=recorded, revision=1)
    facts = Fact.objects.count()

    again = do.on(NOW + timedelta(hours=1))(withdraw_activity, activity=recorded, revision=1)

    assert (again.state, Fact.objects.count()) == ("withdrawn", facts)


def test_twice_on_the_page_is_once(recorded, secretary):
    fields = fields_of(secretary.get(to("withdraw", recorded.pk)))

    answers = [secretary.post(to("withdraw", recorded.pk), fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Activity.objects.get().revision == 2
    assert secretary.get(to("withdraw", recorded.pk)).url == to("show", recorded.pk)


def test_what_was_corrected_meanwhile_is_not_withdrawn(house, recorded, do, secretary):
    fields = fields_of(secretary.get(to("withdraw", recorded.pk)))
    do(correct_activity, activity=recorded, told=house.told(), revision=1)

    with pytest.raises(ChangedMeanwhile):
        do(withdraw_activity, activity=recorded, revision=1)
    answer = secretary.post(to("withdraw", recorded.pk), fields, follow=True)

    assert "已被别人更正" in text_of(answer)
    assert Activity.objects.get().is_recorded


def test_a_plan_and_a_withdrawn_record_are_neither_withdrawn_nor_corrected(house, planned, do):
    with pytest.raises(NotRecorded):
        do(withdraw_activity, activity=planned, revision=0)


def test_a_withdrawn_record_is_not_corrected(house, recorded, do, secretary):
    do(withdraw_activity, activity=recorded, revision=1)

    with pytest.raises(NotRecorded):
        do(correct_activity, activity=recorded, told=house.told(), revision=2)
    assert secretary.get(to("correct", recorded.pk)).url == to("show", recorded.pk)


def test_a_revision_that_is_no_number_changes_nothing(recorded, secretary):
    for odd in ("", "x", "²", "9" * 5000):
        assert secretary.post(to("withdraw", recorded.pk), {"revision": odd}).status_code == 302

    assert Activity.objects.get().is_recorded
