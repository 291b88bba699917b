"""计划: a unit's year, month by month."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from huoshui.base.clock import SHANGHAI, day_of, today
from huoshui.base.permissions import requires
from huoshui.base.recurrence import WEEKDAY_WORDS, sentence
from huoshui.organisation.public import Unit

from ..enums import ActivityState
from ..models import Activity, Series
from ..queries import Line, MonthPlan, may_plan, series_of_year, was_on, year_of

YEARS = range(2000, 2100)


@requires("activities.view")
def year(request: HttpRequest, code: str = "", year: int = 0) -> HttpResponse:
    """Without a unit, the viewer's own; without a year, this one."""
    units = request.viewer.units("activities.view").open_on(today())
    if not code:
        return redirect("activities:year", *_asked(request, units))
    unit = get_object_or_404(request.viewer.units("activities.view"), code=code)
    if year not in YEARS:
        raise Http404(str(year))
    page = {
        "unit": unit,
        "year": year,
        "title": f"{year}年计划",
        "before": year - 1 if year - 1 in YEARS else None,
        "after": year + 1 if year + 1 in YEARS else None,
        "units": units,
        "months": [_month(month, unit) for month in year_of(unit, year, today())],
        "series": [(one, series_words(one)) for one in series_of_year(unit, year)],
        "may_plan": may_plan(request.viewer, unit),
        "is_over": year < today().year,
    }
    return render(request, "activities/year.html", page)


def series_words(series: Series) -> str:
    """每周五 12:30，职工书屋，到2026年12月31日."""
    said = [f"{sentence(series.rule)} {series.begins:%H:%M}", series.place]
    if series.last_on:
        said.append(f"到{series.last_on.year}年{series.last_on.month}月{series.last_on.day}日")
    return "，".join(filter(None, said))


def state_of(activity: Activity) -> tuple[str, str]:
    """Its sign and word on a plan; nothing for what is simply still to come."""
    if activity.state == ActivityState.CANCELLED:
        return "withdrawn", "已取消"
    if activity.state == ActivityState.RECORDED:
        return "done", "已记录"
    if day_of(activity.starts_at) < today():
        return "late", "待记录"
    return ("future", "暂定") if activity.is_provisional else ("", "")


def _asked(request: HttpRequest, units: QuerySet[Unit]) -> tuple[str, int]:
    code = request.GET.get("unit", "").replace("\0", "?")
    written = request.GET.get("year", "")
    year = int(written) if written.isascii() and written.isdigit() and len(written) == 4 else today().year
    unit = units.filter(code=code).first() if code else request.viewer.home_unit or units.first()
    if unit is None:
        raise Http404(code)
    return unit.code, year


def _month(month: MonthPlan, unit: Unit) -> dict[str, Any]:
    return {
        "plan": month,
        "lines": [_folded(line) if line.is_folded else _single(line.first, unit) for line in month.lines],
        "is_now": (month.begins_on.year, month.number) == (today().year, today().month),
        "day": max(today(), month.begins_on),
    }


def _single(activity: Activity, unit: Unit) -> dict[str, Any]:
    local = activity.starts_at.astimezone(SHANGHAI)
    state, word = state_of(activity)
    joined = f"与{activity.unit.name}联合" if activity.unit_id != unit.pk else ""
    return {
        "day": local.date(),
        "weekday": f"周{WEEKDAY_WORDS[local.weekday()]}",
        "title": _title(activity),
        "detail": "，".join(filter(None, [f"{local:%H:%M}", activity.place, joined, moved_words(activity)])),
        "state": state,
        "word": word,
        "pk": activity.pk,
    }


def moved_words(activity: Activity) -> str:
    """Where an occurrence would have been, if it is elsewhere."""
    day = was_on(activity)
    return f"原为{day.month}月{day.day}日" if day else ""


def _folded(line: Line) -> dict[str, Any]:
    rule = f"{sentence(line.series.rule)} {line.series.begins:%H:%M}" if line.series else ""
    return {
        "title": _title(line.first),
        "detail": "，".join(filter(None, [rule, line.first.place])),
        "days": [_chip(activity) for activity in line.activities],
        "series": line.series,
    }


def _chip(activity: Activity) -> dict[str, Any]:
    state, word = state_of(activity)
    moved = was_on(activity)
    was = f"原{moved.month}月{moved.day}日" if moved else ""
    words = "，".join(filter(None, [was, word]))
    return {"on": day_of(activity.starts_at), "state": state, "word": words, "pk": activity.pk}


def _title(activity: Activity) -> str:
    return activity.title or activity.kind_label
