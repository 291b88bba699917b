"""A unit's year as it is planned: month by month, its focus, what is on, and what is asked and not yet on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from huoshui.base.clock import at_time, day_of
from huoshui.ledger.figures import Form
from huoshui.ledger.periods import Period
from huoshui.organisation.public import Unit, units_exempt, units_with_post
from huoshui.packs.loaded import pack
from huoshui.packs.schema import ActivityKind, Norm

from ..enums import ActivityState, JoiningState
from ..models import Activity, ActivityQuerySet, MonthlyFocus, Series
from .activities import kinds_for
from .focus import focuses_for

FOLDED = 3  # as many of one kind and theme in a month stand on one line


@dataclass(frozen=True)
class Line:
    """One activity of a month, or several that are the same but for their days."""

    activities: Sequence[Activity]

    @property
    def first(self) -> Activity:
        return self.activities[0]

    @property
    def series(self) -> Series | None:
        return self.first.series

    @property
    def is_folded(self) -> bool:
        return len(self.activities) > 1


@dataclass(frozen=True)
class Asked:
    """A norm that nothing on the plan answers yet, and the kind of activity that would."""

    norm: Norm
    kind: ActivityKind
    words: str


@dataclass(frozen=True)
class MonthPlan:
    period: Period
    focuses: Sequence[MonthlyFocus]
    lines: Sequence[Line]
    asked: Sequence[Asked] = field(default=())

    @property
    def number(self) -> int:
        return self.period.first % 100

    @property
    def begins_on(self) -> date:
        return self.period.begins_on


def year_of(unit: Unit, year: int, today: date) -> list[MonthPlan]:
    """The twelve months, in a constant number of questions to the database."""
    on = list(of_year(unit, year).select_related("series", "unit").order_by("starts_at", "pk"))
    focuses = focuses_for(unit, year * 100 + 1, year * 100 + 12)
    open_norms = _norms_for(unit, year)
    return [
        MonthPlan(
            Period.month(year, n),
            [focus for focus in focuses if focus.month == year * 100 + n],
            _lines(a for a in on if day_of(a.starts_at).month == n),
            [] if (year, n) < (today.year, today.month) else _asked(unit, open_norms, year, n, on),
        )
        for n in range(1, 13)
    ]


def of_year(unit: Unit, year: int) -> ActivityQuerySet:
    """What the unit holds or held, alone or with others, and what was cancelled."""
    begins, ends = at_time(date(year, 1, 1), 0), at_time(date(year + 1, 1, 1), 0)
    joined = Q(joinings__unit=unit, joinings__state=JoiningState.JOINED)
    theirs = Activity.objects.filter(Q(unit=unit) | joined, starts_at__gte=begins, starts_at__lt=ends)
    return theirs.exclude(state=ActivityState.WITHDRAWN).distinct()


def series_of_year(unit: Unit, year: int) -> list[Series]:
    """Those that have days of their own in the year, by how they begin."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = Series.objects.filter(unit=unit, starts_on__lte=last).order_by("starts_on", "pk")
    return [one for one in found if one.last_on is None or (one.last_on >= first and one.last_on >= one.starts_on)]


def _lines(activities: Iterable[Activity]) -> list[Line]:
    alike: dict[tuple[object, ...], list[Activity]] = {}
    for activity in activities:
        alike.setdefault((activity.series_id, activity.unit_id, activity.kind, activity.title), []).append(activity)
    lines = []
    for same in alike.values():
        lines += [Line(same)] if len(same) >= FOLDED else [Line([one]) for one in same]
    return sorted(lines, key=lambda line: (line.first.starts_at, line.first.pk))


def _norms_for(unit: Unit, year: int) -> list[Norm]:
    """The norms the unit owes in the year that are answered by holding something."""
    day, period = date(year, 1, 1), Period.year(year)
    owed = [norm for norm in pack().norms.values() if unit.kind in norm.owed_by and _counts(norm, day)]
    exempt = units_exempt((norm.code, day) for norm in owed)
    with_post = {post: units_with_post(post, period) for post in {norm.needs_post for norm in owed if norm.needs_post}}
    return [
        norm
        for norm in owed
        if unit.pk not in exempt[norm.code, day] and (not norm.needs_post or unit.pk in with_post[norm.needs_post])
    ]


def _counts(norm: Norm, day: date) -> bool:
    version = norm.version_on(day)
    return version is not None and version.at_least is not None and bool(_tags_of(norm, day))


def _tags_of(norm: Norm, day: date) -> frozenset[str]:
    version = norm.version_on(day)
    figure = pack().figures[version.figure] if version else None
    if figure is None or figure.form is not Form.COUNT or figure.measure is None:
        return frozenset()
    return frozenset(figure.measure.tags)


def _asked(unit: Unit, norms: Sequence[Norm], year: int, month: int, on: Sequence[Activity]) -> list[Asked]:
    """A month's own norms in each month; a quarter's in its last, a year's in December, by when they must be held."""
    asked = []
    for norm in norms:
        version = norm.version_on(date(year, 1, 1))
        span = {"month": 1, "quarter": 3, "year": 12}[version.per] if version else 0
        if version is None or month % span:
            continue
        tags, months = _tags_of(norm, date(year, 1, 1)), range(month - span + 1, month + 1)
        held = sum(tags <= _tags(a) for a in on if day_of(a.starts_at).month in months and _stands(a))
        kind = next((kind for kind in kinds_for(unit).values() if tags <= set(kind.tags)), None)
        if kind and held < (version.at_least or 1):
            asked.append(Asked(norm, kind, version.number))
    return asked


def _stands(activity: Activity) -> bool:
    return activity.state != ActivityState.CANCELLED


def _tags(activity: Activity) -> frozenset[str]:
    """As recorded; of a plan, those its kind will give it."""
    return activity.tag_codes or frozenset(pack().activity_kinds[activity.kind].tags)
