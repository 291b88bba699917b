"""Every figure of the pack counted again, from rows alone: nothing here asks the ledger or what rows call for."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from huoshui.organisation.models import Employment, Exemption, Membership, Post, Unit, UnitSpell
from huoshui.programme.activities.models import Activity, AgendaItem, Attendance, Joining, MakeUp, MonthlyFocus
from huoshui.programme.suggestions.models import Step
from huoshui.reports.models import Obstacle

SHANGHAI = ZoneInfo("Asia/Shanghai")
PARTY = {"member", "probationary"}


@dataclass
class Held:
    path: str
    unit: int
    month: int
    tags: set[str]
    guests: int
    late: bool
    sittings: int
    resolved: int = 0
    reached: int = 0
    expected: int = 0
    present: int = 0


@dataclass
class Joined:
    """A unit that held another's activity with it."""

    path: str
    unit: int
    month: int
    tags: set[str]
    expected: int = 0
    present: int = 0


@dataclass
class Came:
    path: str
    person: int
    month: int
    tags: set[str]
    minutes: int
    state: str
    made_up: bool = False


class Rows:
    """All rows as they are at this moment."""

    def __init__(self) -> None:
        self.spells = defaultdict(list)
        for spell in UnitSpell.objects.all():
            self.spells[spell.unit_id].append(spell)
        self.units = list(Unit.objects.all())
        self.memberships = list(Membership.objects.all())
        self.employments = list(Employment.objects.all())
        self.posts = list(Post.objects.all())
        self.exemptions = list(Exemption.objects.all())
        self.focuses = list(MonthlyFocus.objects.filter(state="issued").select_related("unit"))
        self.notes = list(Obstacle.objects.exclude(state="withdrawn"))
        self.steps = list(Step.objects.filter(of=None).select_related("suggestion"))
        undone = set(Step.objects.exclude(of=None).values_list("suggestion", "of"))
        self.steps = [step for step in self.steps if (step.suggestion_id, step.number) not in undone]
        self._read_activities()

    def _read_activities(self) -> None:
        recorded = {a.pk: a for a in Activity.objects.filter(state="recorded").prefetch_related("sittings")}
        self.held = {pk: _held(activity) for pk, activity in recorded.items()}
        for activity in AgendaItem.objects.exclude(resolution="").values_list("activity", flat=True):
            if activity in recorded:
                self.held[activity].resolved += 1
        joinings = Joining.objects.filter(state="joined", activity__state="recorded").select_related("activity")
        self.joined = {joining.pk: _joined(joining) for joining in joinings}
        self.came: list[Came] = []
        fields = ("activity", "joining", "person", "home_path", "presence", "is_observer", "sitting_number")
        for pk, joining, *line in Attendance.objects.values_list(*fields):
            if pk in recorded and (joining is None or joining in self.joined):
                self._add(recorded[pk], self.held[pk] if joining is None else self.joined[joining], *line)
        for made in MakeUp.objects.filter(is_withdrawn=False, activity__state="recorded").select_related("activity"):
            tags, month = set(made.activity.tags.split()), made.held_on.year * 100 + made.held_on.month
            self.came.append(Came(made.home_path, made.person_id, month, tags, made.minutes, "present", made_up=True))

    def _add(
        self,
        activity: Activity,
        roster: Held | Joined,
        person: int,
        path: str,
        presence: str,
        observer: bool,
        number: int,
    ) -> None:
        times = {1: activity.starts_at} | {s.number: s.starts_at for s in activity.sittings.all()}
        tags, month = set(activity.tags.split()), _month(times[number])
        self.came.append(Came(path, person, month, tags, activity.minutes, presence))
        if not observer:
            roster.expected += 1
            roster.present += presence == "present"

    def path(self, unit: int, day: date) -> str:
        return next((s.path for s in self.spells[unit] if _holds(s, day)), "")

    def home(self, person: int, day: date) -> int | None:
        belongs = [m for m in self.memberships if m.person_id == person and m.status in PARTY and _holds(m, day)]
        works = [e for e in self.employments if e.person_id == person and _holds(e, day)]
        return next((row.unit_id for row in [*belongs, *works]), None)


class Recount:
    """The figures of a unit and a period, from rows."""

    def __init__(self, rows: Rows, unit: Unit, first: int, last: int, ends_on: date):
        self.rows, self.ends_on = rows, ends_on
        self.first, self.last = first, last
        self.paths = tuple(spell.path for spell in rows.spells[unit.pk])
        self.held = [h for h in rows.held.values() if h.path.startswith(self.paths) and first <= h.month <= last]
        self.joined = [j for j in rows.joined.values() if j.path.startswith(self.paths) and first <= j.month <= last]
        self.came = [c for c in rows.came if c.path.startswith(self.paths) and first <= c.month <= last]

    def all(self) -> dict[str, Any]:
        return {code: count(self) for code, count in COUNTS.items()}

    def suggestions(self, deed: str, first: int | None = None, **of: Any) -> int:
        """The steps of the period that still stand, where the suggestion is looked after; `of` are fields' values."""
        found = [step for step in self.rows.steps if step.deed == deed]
        found = [step for step in found if (self.first if first is None else first) <= _month(step.at) <= self.last]
        where = [(step, self.rows.path(step.suggestion.unit_id, step.at.astimezone(SHANGHAI).date())) for step in found]
        ours = [step for step, path in where if path.startswith(self.paths)]
        return sum(
            all(value in (getattr(s, k, None), getattr(s.suggestion, k, None)) for k, value in of.items()) for s in ours
        )

    def tagged(self, tag: str) -> list[Held]:
        return [held for held in self.held if tag in held.tags]

    def with_joint(self, tag: str | None) -> list[Held | Joined]:
        return [one for one in (*self.held, *self.joined) if tag is None or tag in one.tags]

    def turned_out(self) -> tuple[int, int]:
        every = self.with_joint(None)
        return sum(one.present for one in every), sum(one.expected for one in every)

    def people(self, tag: str | None = None) -> int:
        return len({c.person for c in self._present(tag)})

    def minutes(self, tag: str) -> Counter[int]:
        total: Counter[int] = Counter()
        for came in self._present(tag, made_up=True):
            total[came.person] += came.minutes
        return total

    def made_up(self) -> int:
        return sum(c.made_up for c in self.came)

    def attended(self, state: str) -> int:
        return sum(c.state == state and not c.made_up for c in self.came)

    def _present(self, tag: str | None, *, made_up: bool = False) -> Iterator[Came]:
        here = (c for c in self.came if c.state == "present" and (made_up or not c.made_up))
        return (c for c in here if tag is None or tag in c.tags)

    def standing(self, rows: list[Any]) -> list[Any]:
        """The dated rows that hold on the last day, in units that are under ours on that day."""
        inside = (row for row in rows if _holds(row, self.ends_on))
        return [row for row in inside if self._is_ours(row.unit_id)]

    def units(self, kind: str) -> int:
        end = self.ends_on
        there = (u for u in self.rows.units if u.opened_on <= end and (u.closed_on is None or end < u.closed_on))
        return sum(u.kind == kind and self._is_ours(u.pk) for u in there)

    def belonging(self, *statuses: str) -> int:
        return sum(row.status in statuses for row in self.standing(self.rows.memberships))

    def holding(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.standing(self.rows.posts))

    def exempt(self, norm: str | None = None) -> int:
        open_ = [e for e in self.rows.exemptions if _holds(e, self.ends_on) and norm in (None, e.norm)]
        homes = (self.rows.home(e.person_id, self.ends_on) for e in open_)
        return sum(home is not None and self._is_ours(home) for home in homes)

    def notes(self, when: str) -> int:
        """Notes of what is in the way, by the month in which they were noted or lifted."""
        moments = (getattr(note, when) for note in self.rows.notes if note.path.startswith(self.paths))
        return sum(self.first <= _month(moment) <= self.last for moment in moments if moment)

    def focuses(self, kind: str | None = None) -> int:
        """By the month they are for."""
        ours = [f for f in self.rows.focuses if f.path.startswith(self.paths) and self.first <= f.month <= self.last]
        return sum(kind in (None, focus.unit.kind) for focus in ours)

    def _is_ours(self, unit: int) -> bool:
        return self.rows.path(unit, self.ends_on).startswith(self.paths)


def _held(a: Activity) -> Held:
    held = Held(
        a.path, a.unit_id, _month(a.starts_at), set(a.tags.split()), a.guests, a.is_late, 1 + len(a.sittings.all())
    )
    held.reached = a.reached
    return held


def _joined(j: Joining) -> Joined:
    return Joined(j.path, j.unit_id, _month(j.activity.starts_at), set(j.activity.tags.split()))


def _says(step: Step, of: dict[str, Any]) -> bool:
    return all(value in (getattr(step, name, None), getattr(step.suggestion, name, None)) for name, value in of.items())


def _month(moment) -> int:
    day = moment.astimezone(SHANGHAI)
    return day.year * 100 + day.month


def _holds(row: Any, day: date) -> bool:
    return row.from_on <= day and (row.until_on is None or day < row.until_on)


def _times(tag: str) -> Callable[[Recount], int]:
    return lambda r: len(r.tagged(tag))


def _with_joint(tag: str) -> Callable[[Recount], int]:
    return lambda r: len(r.with_joint(tag))


def _reached(tag: str) -> Callable[[Recount], int]:
    return lambda r: sum(h.reached for h in r.tagged(tag))


COUNTS: dict[str, Callable[[Recount], Any]] = {
    "activities": lambda r: len(r.held),
    "oath_renewals": _times("oath_renewal"),
    "theme_days": _times("theme_day"),
    "lectures": _times("lecture"),
    "history_contests": _times("history_contest"),
    "self_studies": _times("self_study"),
    "base_educations": _times("base_education"),
    "partnership_activities": _times("partnership"),
    "members_meetings": _times("members_meeting"),
    "committee_meetings": _times("committee_meeting"),
    "cell_meetings": _times("cell_meeting"),
    "organisational_life_meetings": _times("organisational_life_meeting"),
    "members_reviews": _times("members_review"),
    "reading_club_sessions": _times("reading_club"),
    "volunteering_activities": _times("volunteering"),
    "training_classes": _times("training"),
    "political_building_classes": _times("political_building"),
    "outlet_studies": _times("outlet_study"),
    "centre_group_studies": _times("centre_group_study"),
    "special_reports": _times("special_report"),
    "warning_educations": _times("warning_education"),
    "integrity_talks": _times("integrity_talk"),
    "heart_talks": _times("heart_talk"),
    "duty_reviews": _times("duty_review"),
    "double_registrations": _times("double_registration"),
    "hardship_visits": _times("hardship_visit"),
    "paired_helps": _times("paired_help"),
    "hardship_members_visited": _reached("hardship_visit"),
    "people_helped": _reached("paired_help"),
    "resolutions": lambda r: sum(h.resolved for h in r.held),
    "joined_activities": lambda r: len(r.joined),
    "theme_days_with_joint": _with_joint("theme_day"),
    "lectures_with_joint": _with_joint("lecture"),
    "oath_renewals_with_joint": _with_joint("oath_renewal"),
    "history_contests_with_joint": _with_joint("history_contest"),
    "self_studies_with_joint": _with_joint("self_study"),
    "base_educations_with_joint": _with_joint("base_education"),
    "partnership_activities_with_joint": _with_joint("partnership"),
    "make_ups": lambda r: r.made_up(),
    "late_entries": lambda r: sum(h.late for h in r.held),
    "sittings": lambda r: sum(h.sittings for h in r.held),
    "guests": lambda r: sum(h.guests for h in r.held),
    "chapter_founding_present": lambda r: sum(h.present for h in r.tagged("chapter_founding")),
    "attendances": lambda r: r.attended("present"),
    "attendances_on_leave": lambda r: r.attended("on_leave"),
    "people_reached": lambda r: r.people(),
    "people_volunteering": lambda r: r.people("volunteering"),
    "people_trained": lambda r: r.people("training"),
    "people_trained_political_building": lambda r: r.people("political_building"),
    "study_minutes": lambda r: r.minutes("concentrated_study").total(),
    "members_studied_32_hours": lambda r: sum(m >= 32 * 60 for m in r.minutes("concentrated_study").values()),
    "branches_holding_theme_day": lambda r: len({h.unit for h in r.with_joint("theme_day")}),
    "county_companies": lambda r: r.units("county_company"),
    "outlets": lambda r: r.units("outlet"),
    "party_committees": lambda r: r.units("party_committee"),
    "general_branches": lambda r: r.units("general_branch"),
    "branches": lambda r: r.units("branch"),
    "cells": lambda r: r.units("cell"),
    "members": lambda r: r.belonging("member", "probationary"),
    "full_members": lambda r: r.belonging("member"),
    "probationary_members": lambda r: r.belonging("probationary"),
    "league_members": lambda r: r.belonging("league"),
    "staff": lambda r: len(r.standing(r.rows.employments)),
    "secretaries": lambda r: r.holding("secretary"),
    "committee_members": lambda r: r.holding("committee_member"),
    "middle_managers": lambda r: r.holding("middle_manager"),
    "exemptions": lambda r: r.exempt(),
    "members_exempt_from_study": lambda r: r.exempt("concentrated_study"),
    "present_total": lambda r: r.turned_out()[0],
    "expected_total": lambda r: r.turned_out()[1],
    "present_of_expected": lambda r: r.turned_out(),
    "theme_day_branches_of_branches": lambda r: (len({h.unit for h in r.with_joint("theme_day")}), r.units("branch")),
    "focuses_issued": lambda r: r.focuses(),
    "city_focuses": lambda r: r.focuses("city_company"),
    "obstacles_noted": lambda r: r.notes("noted_at"),
    "obstacles_lifted": lambda r: r.notes("lifted_at"),
    "suggestions_received": lambda r: r.suggestions("received"),
    "burdens_reported": lambda r: r.suggestions("received", kind="burden"),
    "suggestions_answered": lambda r: r.suggestions("answered"),
    "suggestions_answered_in_time": lambda r: r.suggestions("answered", in_time=True),
    "suggestions_reopened": lambda r: r.suggestions("reopened"),
    "suggestions_open": lambda r: r.suggestions("received", first=0) - r.suggestions("closed", first=0),
}
