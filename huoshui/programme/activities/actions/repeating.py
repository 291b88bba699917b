"""Series: started, changed from a day on, ended, taken up again, and kept on the calendar ahead of time."""

from dataclasses import asdict, dataclass
from datetime import date, time

from django.db import transaction

from huoshui.base.recurrence import days_of, parts_of
from huoshui.organisation.public import Unit

from ..enums import OffDays
from ..models import Activity, Series
from ..queries import AHEAD, occurrences, untouched_from
from ..rules import AlwaysMoved, ChangedMeanwhile, NeverHeld, SeriesOver
from .filling import fill
from .planning import refuse_kind

CHANGED = "您打开之后，别人已经改过这个系列。两份都在下面，请选用哪一份；在您选定之前，什么都不会改。"
WEEKEND = {"SA", "SU"}


@dataclass(frozen=True)
class Repeating:
    """What is said of a series."""

    kind: str
    rule: str
    begins: time
    minutes: int
    starts_on: date
    until_on: date | None = None
    off_days: str = OffDays.EARLIER
    title: str = ""
    place: str = ""
    chair_id: int | None = None
    recorder_id: int | None = None

    @property
    def last_on(self) -> date | None:
        return self.until_on


def start_series(*, unit: Unit, said: Repeating, today: date) -> Series:
    """A series, with its occurrences of the year ahead on the calendar; the same series twice is one.

    Raises KindNotForUnit, NeverHeld, AlwaysMoved.
    """
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        if same := Series.objects.filter(unit=unit, ended_on=None, **asdict(said)).first():
            return same
        refuse_kind(unit, said.kind)
        refuse_if_never(said, today)
        series = Series.objects.create(unit=unit, **asdict(said))
        fill(series, today)
        return series


def change_series(*, series: Series, said: Repeating, revision: int, today: date, on: date | None = None) -> Series:
    """Change the series from a day on (or from today). What was held before it, and whatever was changed or cancelled
    alone, stays as it is. Answers the series as it goes on: another one, if there was anything before the day.

    `revision` is the one the editor saw. Raises ChangedMeanwhile, SeriesOver, KindNotForUnit, NeverHeld, AlwaysMoved.
    """
    with transaction.atomic():
        held = _locked(series)
        if follower := Series.objects.filter(follows=held).first():
            return _same(follower, said)
        if held.ended_on:
            raise SeriesOver("这个系列已经结束。要接着办，请先恢复，或另建一个系列。")
        if held.revision != revision:
            raise ChangedMeanwhile(CHANGED)
        refuse_kind(held.unit, said.kind)
        refuse_if_never(said, max(today, on or today))
        since = max(today, on or today)
        begun = held.occurrences.filter(series_on__lt=since).exists()
        return _split(held, said, since, today) if begun else _rewrite(held, said, today)


def end_series(*, series: Series, on: date, today: date) -> Series:
    """No occurrence from the day on, but for those changed or cancelled alone. Ending twice is no error."""
    with transaction.atomic():
        held = _locked(series)
        if held.ended_on is None:
            held.ended_on = max(on, today)
            held.revision += 1
            held.save(update_fields=["ended_on", "revision"])
            fill(held, today)
        return held


def resume_series(*, series: Series, today: date) -> Series:
    """An ended series goes on as if it had not been ended. Raises SeriesOver when another has taken over."""
    with transaction.atomic():
        held = _locked(series)
        if Series.objects.filter(follows=held).exists():
            raise SeriesOver("这个系列后来改过安排，已由新的系列接替，不能再恢复。请在新的系列里改。")
        if held.ended_on is not None:
            held.ended_on = None
            held.revision += 1
            held.save(update_fields=["ended_on", "revision"])
            fill(held, today)
        return held


def refuse_if_never(said: Repeating, today: date) -> None:
    """Raises NeverHeld, AlwaysMoved."""
    days = set(parts_of(said.rule)[1].get("days", "MO").split(","))
    if days <= WEEKEND and said.off_days != OffDays.KEEP:
        raise AlwaysMoved("周六、周日本来就不上班，照这个办法每一次都会挪走。请选“照常进行”，或改在工作日。")
    if not occurrences(said, max(today, said.starts_on.replace(day=1)), _horizon(said, today)):
        raise NeverHeld("照这样排，一次也没有。请核对开始、结束日期，以及逢节假日的办法。")


def _horizon(said: Repeating, today: date) -> date:
    return max(today, said.starts_on) + AHEAD


def _split(held: Series, said: Repeating, since: date, today: date) -> Series:
    """What was held before `since` stays with the old series; the rest goes over to a new one."""
    given = asdict(said) | {"starts_on": _anchor(held, said, since)}
    after = Series.objects.create(unit=held.unit, follows=held, **given)
    held.ended_on = since
    held.revision += 1
    held.save(update_fields=["ended_on", "revision"])
    untouched = list(untouched_from(held, today).filter(series_on__gte=since).select_for_update())
    Activity.objects.filter(pk__in=[row.pk for row in untouched]).delete()
    Activity.objects.filter(series=held, series_on__gte=since).update(series=after)
    fill(held, today)
    fill(after, today)
    return after


def _anchor(held: Series, said: Repeating, since: date) -> date:
    """From where the rule is counted on: every second Friday stays the one it was, unless the rule changes."""
    if said.rule == held.rule and said.starts_on < since:
        named = days_of(said.rule, said.starts_on, since, min(since + AHEAD, said.until_on or date.max))
        return named[0] if named else since
    return max(since, said.starts_on)


def _rewrite(held: Series, said: Repeating, today: date) -> Series:
    for name, value in asdict(said).items():
        setattr(held, name, value)
    held.revision += 1
    held.save()
    fill(held, today)
    return held


def _same(follower: Series, said: Repeating) -> Series:
    """The same form sent again finds what it made. Raises SeriesOver."""
    sent = asdict(said) | {"starts_on": max(follower.starts_on, said.starts_on)}
    if all(getattr(follower, name) == value for name, value in sent.items()):
        return follower
    raise SeriesOver("您打开之后，别人已经改过这个系列，它已由新的系列接替。请到新的系列里改。")


def _locked(series: Series) -> Series:
    """The unit first, as everything does that puts activities onto its calendar."""
    Unit.objects.select_for_update().get(pk=series.unit_id)
    return Series.objects.select_for_update(of=("self",)).select_related("unit").get(pk=series.pk)
