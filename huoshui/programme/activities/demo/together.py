"""What branches of the demo city do together: theme days held jointly, whose other half is told by the other branch,
and make-ups for those who missed something. Both come days later."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import uuid4

from huoshui.base.clock import at_time, day_of
from huoshui.ledger.models import Source
from huoshui.organisation.public import Unit
from huoshui.packs.loaded import pack

from ..actions import Entry, Line, MadeUp, Told, record_make_ups, record_unplanned, tell_roster
from ..enums import Presence
from ..models import Joining
from .days import last_working_days
from .held import Held
from .stage import Stage

PARTNERS = ("城南社区党支部", "清泉村党支部", "桥头社区党支部", "青山村党支部")
JOINT_MONTHS = (3, 7, 10)
EVERY = 14  # branch begins a pair
PARTNERED = (4, 17)
MADE_UP_MONTHS, MADE_UP_EVERY = (4, 9, 11), 9
AT_MOST = 3
HOWS = ("送学上门", "个别学习", "下一批补学")
TURNOUT = 0.9

Deed = Callable[[], None]


class Together:
    """What is still to come is done in its own month, by somebody of the branch it is about."""

    def __init__(self, stage: Stage, today: date):
        self.stage, self.today = stage, today
        self.random = Random("together")
        self._coming: list[tuple[datetime, Deed]] = []

    def shared(self, held: Held) -> Held:
        """The activity as it is, or held with another branch or with a community."""
        if held.kind != "theme_day" or held.unit.kind != "branch":
            return held
        n = self.stage.branches.index(held.unit)
        other = self.stage.branches[(n + 1) % len(self.stage.branches)]
        if held.on.month in JOINT_MONTHS and n % EVERY == held.on.month and self.stage.rolls.path(other.pk, held.on):
            return replace(held, joint=(other.pk,))
        first, every = PARTNERED
        if held.on.month % 3 == 0 and n % every == first:
            return replace(held, partner=PARTNERS[n % len(PARTNERS)])
        return held

    def expect(self, entries: Iterable[Entry]) -> None:
        """Remember what these will lead to."""
        for entry in entries:
            for unit in entry.told.joint:
                self._later(entry.stamp.at + timedelta(days=1), self._rosters(entry, unit))
            if self._is_made_up(entry):
                self._make_up(entry)

    def tell(self, until: date) -> None:
        """Everything that falls before the day; nothing of today or after."""
        ends = at_time(min(until, self.today), 0)
        due = sorted((one for one in self._coming if one[0] < ends), key=lambda one: one[0])
        self._coming = [one for one in self._coming if one[0] >= ends]
        for _, deed in due:
            deed()

    def _later(self, at: datetime, deed: Deed) -> None:
        self._coming.append((at, deed))

    def _rosters(self, entry: Entry, unit: int) -> Deed:
        def tell() -> None:
            joining = Joining.objects.get(activity=entry.activity, unit=unit)
            others = {line.person_id for line in entry.told.roster}
            people = [one for one in self.stage.rolls.expected(unit, entry.day, "members") if one not in others]
            by = self.stage.keys.get(next(iter(self.stage.committee(joining.unit, entry.day)), 0))
            lines = [Line(one, self._presence(), sitting=1) for one in people]
            given = {"submission": uuid4(), "revision": joining.revision, "by": by}
            tell_roster(
                joining=joining, roster=lines, at=entry.stamp.at + timedelta(days=1), source=Source.SCREEN, **given
            )

        return tell

    def _presence(self) -> Presence:
        return Presence.PRESENT if self.random.random() < TURNOUT else Presence.ABSENT

    def _is_made_up(self, entry: Entry) -> bool:
        unit, kind = entry.activity.unit, pack().activity_kinds[entry.activity.kind]
        return (
            kind.make_up
            and unit.kind == "branch"
            and entry.day.month in MADE_UP_MONTHS
            and self.stage.branches.index(unit) % MADE_UP_EVERY == 0
        )

    def _make_up(self, entry: Entry) -> None:
        away = [line.person_id for line in entry.told.roster if line.presence != Presence.PRESENT]
        held_on = max(entry.day, day_of(entry.stamp.at)) + timedelta(days=self.random.randint(2, 9))
        if not away[:AT_MOST]:
            return
        told = MadeUp(held_on, entry.told.minutes // 2, self.random.choice(HOWS))

        def record() -> None:
            here = set(self.stage.rolls.expected(entry.activity.unit_id, held_on, "members"))
            people = [one for one in away[:AT_MOST] if one in here]
            given = {"by": entry.stamp.by, "at": at_time(held_on, 18), "source": Source.SCREEN}
            if people:
                record_make_ups(activity=entry.activity, people=people, told=told, **given)

        self._later(at_time(held_on, 18), record)


def leave_a_roster_to_tell(host: Unit, other: Unit, today: date) -> None:
    """The host has recorded what both held; the other finds on 今天 that its own people are still to be ticked."""
    stage = Stage(Random("together"))
    day = next(day for day in last_working_days(today) if stage.rolls.path(host.pk, day))
    people = stage.members(host, day)
    told = Told(
        at_time(day, 9),
        pack().activity_kinds["base_education"].minutes,
        [Line(one) for one in people],
        place="红色教育基地",
        title="参观红色场馆",
        chair_id=people[0],
        joint=(other.pk,),
    )
    by = stage.keys.get(people[0])
    record_unplanned(unit=host, kind="base_education", told=told, by=by, at=at_time(day, 18), source=Source.SCREEN)
