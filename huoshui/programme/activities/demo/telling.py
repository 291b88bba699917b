"""What is told of an activity of the demo city: who came, who could not and why, who took the chair, and when it was
entered."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from huoshui.base.clock import at_time
from huoshui.ledger.models import Source
from huoshui.ledger.recording import Stamp
from huoshui.packs.loaded import pack

from ..actions import Entry, FurtherSitting, Line, Told
from ..enums import Presence
from ..models import Activity
from .held import Held
from .stage import Stage

TURNOUT = (0.82, 0.98)
EXCUSED = 0.88  # of those who did not come
REASONS = {"on_duty": 45, "on_delivery": 30, "on_business": 12, "personal": 6, "off_sick": 5, "other": 2}
WITH_OBSERVER = 0.03
LATE = 0.02
LATE_DAYS = (8, 25)


class Teller:
    """Everything before `today` has been entered by then."""

    def __init__(self, stage: Stage, today: date, random: Random | None = None):
        self.stage, self.random, self.today = stage, random or stage.random, today

    def entry(self, held: Held) -> Entry | None:
        """None where the unit did not exist, or nobody was there to come."""
        path = self.stage.rolls.path(held.unit.pk, held.on)
        rule = pack().activity_kinds[held.kind].roster
        people = held.people or tuple(self.stage.rolls.expected(held.unit.pk, held.on, rule))
        if path is None or not (people or held.reached):
            return None
        leaders = self._leaders(held, people)
        roster = self._roster(held, people, leaders[0])
        further = [FurtherSitting(_starts(held) + timedelta(days=1), held.place)] * (held.sittings - 1)
        told = Told(
            starts_at=_starts(held),
            minutes=pack().activity_kinds[held.kind].minutes,
            roster=roster,
            place=held.place,
            title=held.title,
            chair_id=leaders[0],
            recorder_id=leaders[-1],
            agenda=held.agenda,
            guests=held.guests,
            reached=held.reached,
            joint=held.joint,
            partner=held.partner,
            extra_tags=held.extra_tags,
            sittings=further,
        )
        planned = Activity(unit=held.unit, path=path, kind=held.kind, starts_at=told.starts_at, minutes=told.minutes)
        return Entry(planned, told, Stamp(self.stage.keys.get(leaders[-1]), self._entered(held), Source.SCREEN))

    def _leaders(self, held: Held, people: Sequence[int]) -> list[int]:
        """Those of the committee who are on the roster, else whoever is: the first takes the chair. Where nobody is
        named at all, the committee's own."""
        committee = self.stage.committee(held.unit, held.on)
        seated = [one for one in committee if one in people or not people]
        return seated[:3] or list(people[:2])

    def _roster(self, held: Held, people: Sequence[int], chair: int) -> list[Line]:
        if not people:
            return []
        turnout = 1.0 if held.everyone else self.random.uniform(*TURNOUT)
        lines = [self._line(one, held, 1.0 if one == chair else turnout) for one in people]
        if held.unit.kind == "branch" and self.random.random() < WITH_OBSERVER:
            lines += [Line(one, is_observer=True) for one in self._observer(held.on, people)]
        return lines

    def _line(self, person: int, held: Held, turnout: float) -> Line:
        sitting = self.random.randint(1, held.sittings)
        if self.random.random() < turnout:
            return Line(person, sitting=sitting)
        if self.random.random() < EXCUSED:
            return Line(person, Presence.ON_LEAVE, _reason(self.random), sitting=sitting)
        return Line(person, Presence.ABSENT, sitting=sitting)

    def _observer(self, day: date, people: Sequence[int]) -> list[int]:
        """One of the city's Party committee, unless they belong to the branch."""
        above = self.stage.committee(self.stage.committees[0], day)
        return [self.random.choice(above)] if not set(above) & set(people) else []

    def _entered(self, held: Held) -> datetime:
        """The same evening, within days, or late; never before the last sitting, never today or after."""
        days, chance = held.sittings - 1, self.random.random()
        if chance < LATE:
            days += self.random.randint(*LATE_DAYS)
        elif chance < 0.3:
            days += self.random.choice((1, 1, 1, 2, 3, 5))
        entered = held.on + timedelta(days=days)
        if entered >= self.today:
            entered = held.on + timedelta(days=held.sittings - 1)
        return at_time(entered, 18, self.random.randint(0, 59))


def _starts(held: Held) -> datetime:
    return at_time(held.on, held.hour, 30 if held.hour == 12 else 0)


def _reason(random: Random) -> str:
    return random.choices(list(REASONS), weights=list(REASONS.values()))[0]
