"""更正: what changed is reversed and recorded anew; what did not change stays as it was written."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from huoshui.base.clock import at_time
from huoshui.ledger.models import Fact
from huoshui.organisation import actions as organisation
from huoshui.packs.loaded import pack

from ..actions import correct_activity
from ..models import Activity
from ..rules import ChangedMeanwhile, NotRecorded
from .conftest import NOW, figure, net, to, untold
from .page import fields_of, text_of

LATER = NOW + timedelta(hours=1)
FIGURES = ("theme_days", "attendances", "attendances_on_leave", "people_reached", "study_minutes", "guests")


@pytest.fixture
def repacked(settings, tmp_path):
    """The pack with some words of one of its files replaced, as after an update."""

    def change(name, old, new):
        folder = shutil.copytree(settings.HUOSHUI_PACK, tmp_path / "pack")
        text = (Path(folder) / name).read_text()
        assert old in text
        (Path(folder) / name).write_text(text.replace(old, new))
        settings.HUOSHUI_PACK = folder
        pack.cache_clear()

    yield change
    pack.cache_clear()


def figures(house):
    return [figure(house.units["branch"], code) for code in FIGURES]


def written(activity):
    facts = Fact.objects.filter(subject=activity.subject, recorded_at=LATER)
    return sorted((str(fact.person), fact.quantity) for fact in facts)


def test_only_changed_facts_are_reversed(house, recorded, do):
    before = figures(house)

    told = house.told(("方大海", "on_delivery"))
    do.on(LATER)(correct_activity, activity=recorded, told=told, revision=1)

    gao = str(house.keys["高远"])
    assert written(recorded) == sorted([("None", -1), ("None", 1), (gao, -1), (gao, 1)])
    assert (before, figures(house)) == ([1, 4, 1, 4, 480, 0], [1, 5, 1, 5, 600, 0])
    assert untold() == []


def test_nothing_changed_writes_no_fact(house, recorded, do):
    told = house.told(("方大海", "on_delivery"), ("高远", ""), title="另一个主题", place="另一处", agenda=["一"])

    do.on(LATER)(correct_activity, activity=recorded, told=told, revision=1)

    assert written(recorded) == []
    recorded.refresh_from_db()
    assert (recorded.title, recorded.place, recorded.revision) == ("另一个主题", "另一处", 2)


def test_a_changed_reason_of_leave_is_no_fact(house, recorded, do):
    told = house.told(("方大海", "off_sick"), ("高远", ""))

    do.on(LATER)(correct_activity, activity=recorded, told=told, revision=1)

    assert written(recorded) == []
    assert recorded.roster.get(person=house.people["方大海"]).leave_reason == "off_sick"


def test_another_day_moves_every_fact(house, recorded, do):
    told = house.told(starts_at=at_time(date(2021, 3, 9), 15))

    do.on(LATER)(correct_activity, activity=recorded, told=told, revision=1)

    assert [figure(house.units["branch"], "attendances", month) for month in (3, 4)] == [6, 0]
    assert Activity.objects.get().is_late
    assert untold() == []


def test_it_is_as_late_as_its_first_recording(house, recorded, do):
    do.on(NOW + timedelta(days=60))(correct_activity, activity=recorded, told=house.told(), revision=1)

    assert not Activity.objects.get().is_late


def test_tags_stay_as_they_were_when_the_pack_changes(house, recorded, do, repacked):
    repacked("activities.toml", 'tags = ["theme_day", "concentrated_study"]', 'tags = ["theme_day"]')

    do.on(LATER)(correct_activity, activity=recorded, told=house.told(), revision=1)

    assert Activity.objects.get().tags == "concentrated_study theme_day"
    assert {tags for *_, tags in net(recorded)} == {"|concentrated_study|theme_day|"}
    assert figures(house) == [1, 6, 0, 6, 720, 0]


def test_lateness_stays_as_it_was_when_the_pack_changes(house, unplanned, do, repacked):
    activity = unplanned(starts_at=at_time(date(2021, 4, 6), 15))
    repacked("pack.toml", "late_after_days = 7", "late_after_days = 1")

    told = house.told(starts_at=activity.starts_at, guests=2)
    do.on(LATER)(correct_activity, activity=activity, told=told, revision=1)

    assert not Activity.objects.get().is_late


def test_added_tags_may_be_taken_back(house, unplanned, secretary):
    activity = unplanned(told=house.told(extra_tags=frozenset({"lecture", "volunteering"})))
    fields = fields_of(secretary.get(to("correct", activity.pk)))
    assert fields["extra_tags"] == ["lecture", "volunteering"]

    secretary.post(to("correct", activity.pk), fields | {"extra_tags": ["volunteering"]})

    assert Activity.objects.get().tags == "concentrated_study theme_day volunteering"
    assert figure(house.units["branch"], "lectures") == 0


def test_the_page_shows_what_was_recorded_and_saves_it_unchanged(house, recorded, send, secretary):
    before = net(recorded)
    fields = fields_of(secretary.get(to("correct", recorded.pk)))
    away = house.people["方大海"].pk
    assert (fields[f"reason-{away}"], len(fields["listed"]), len(fields["present"])) == (["on_delivery"], 6, 4)

    saved = send(to("correct", recorded.pk))

    assert saved.status_code == 302
    assert net(recorded) == before


def test_the_page_tells_who_wrote_what_and_when(recorded, send, secretary):
    send(to("correct", recorded.pk), guests=5)

    page = text_of(secretary.get(to("show", recorded.pk)))
    assert page.index("2021年4月9日 18:00　记录") < page.index("　更正　陈建国")


def test_an_old_revision_is_refused_and_nothing_is_written(house, recorded, do):
    do(correct_activity, activity=recorded, told=house.told(), revision=1)
    before, facts = net(recorded), Fact.objects.count()

    with pytest.raises(ChangedMeanwhile, match="已被别人更正"):
        do(correct_activity, activity=recorded, told=house.told(title="旧页面"), revision=1)

    assert (net(recorded), Fact.objects.count(), Activity.objects.get().title) == (before, facts, "")


def test_an_old_page_is_told_so(house, recorded, secretary, do):
    fields = fields_of(secretary.get(to("correct", recorded.pk)))
    do(correct_activity, activity=recorded, told=house.told(), revision=1)

    page = secretary.post(to("correct", recorded.pk), fields | {"title": ["旧页面"]})

    assert page.status_code == 422
    assert "您打开之后，这条记录已被别人更正。请重新打开，看过新内容再改。" in text_of(page)


def test_a_plan_cannot_be_corrected(house, planned, do, secretary):
    with pytest.raises(NotRecorded):
        do(correct_activity, activity=planned, told=house.told(), revision=0)
    assert secretary.get(to("correct", planned.pk)).url == to("show", planned.pk)


def test_somebody_who_joined_since_is_listed_as_absent(house, recorded, do, secretary):
    late = do(organisation.add_person, name="新来的")
    row = organisation.NewMembership(late, house.units["branch"], "member", date(2021, 4, 1))
    do(organisation.join_branches, memberships=[row])

    fields = fields_of(secretary.get(to("correct", recorded.pk)))

    assert str(late.pk) in fields["listed"]
    assert str(late.pk) not in fields["present"]


@pytest.fixture
def erased(house, do):
    def erase(name, on=date(2021, 4, 10)):
        at = do.on(at_time(on, 12))
        for row in house.people[name].memberships.all():
            at(organisation.leave_branch, membership=row, on=on)
        at(organisation.erase_person, person=house.people[name])

    return erase


def test_an_erased_person_keeps_every_count_true(house, recorded, do, erased, send, settings, secretary):
    settings.HUOSHUI_TODAY = date(2021, 4, 12)
    key, before = house.keys["白玉兰"], figures(house)
    erased("白玉兰")

    page = secretary.get(to("correct", recorded.pk))
    assert "另有 1 位已删除个人信息的人，照原来的记录保留。" in text_of(page)
    assert "白玉兰" not in text_of(page)
    assert str(house.people["白玉兰"].pk) not in fields_of(page)["listed"]
    saved = send(to("correct", recorded.pk), guests=4)

    assert saved.status_code == 302
    assert Fact.objects.filter(subject=recorded.subject, person=key).count() == 1
    assert figures(house) == [*before[:-1], 4]
    held = Fact.objects.net().get(subject=recorded.subject, person=None)
    assert '"expected":6' in held.payload
    assert '"present":4' in held.payload
    assert untold() == []


def test_erased_observers_and_chairs_stay_without_a_name(house, unplanned, erased, send, secretary, settings):
    settings.HUOSHUI_TODAY = date(2021, 4, 12)
    observers = [house.line(name, is_observer=True) for name in ("马在岸", "龙在彼")]
    told = house.told(chair_id=house.people["马在岸"].pk)
    activity = unplanned(told=house.told(**vars(told) | {"roster": [*told.roster, *observers]}))
    for name in ("马在岸", "龙在彼"):
        erased(name)

    fields = fields_of(secretary.get(to("correct", activity.pk)))
    assert (fields["observers"], fields["chair"]) == ([""], [str(house.people["马在岸"].pk)])
    saved = send(to("correct", activity.pk), title="新的主题")

    activity = Activity.objects.get()
    assert (activity.chair_id, activity.roster.filter(is_observer=True).count()) == (house.people["马在岸"].pk, 2)
    assert "已删除）主持" not in text_of(secretary.get(saved.url))
    assert "列席2人" in text_of(secretary.get(saved.url))
    assert untold() == []


def test_a_chair_on_no_list_stays(house, unplanned, send):
    activity = unplanned(told=house.told(chair_id=house.people["何书记"].pk))

    send(to("correct", activity.pk), guests=1)

    assert Activity.objects.get().chair == house.people["何书记"]


def test_correcting_twice_with_one_form_is_once(house, recorded, do):
    told = house.told(guests=3)

    first = do(correct_activity, activity=recorded, told=told, revision=1)
    again = do(correct_activity, activity=recorded, told=told, revision=1)

    assert (first.pk, again.revision) == (again.pk, 2)
    assert figure(house.units["branch"], "guests") == 3


def test_words_put_right_change_no_number_and_leave_who_and_when(house, recorded, send, secretary):
    before = net(recorded)

    for title in ("学党史 守初心", "学党史 践初心"):
        send(to("correct", recorded.pk), title=title)

    page = text_of(secretary.get(to("show", recorded.pk)))
    assert net(recorded) == before
    assert page.count("更正　陈建国") == 2
