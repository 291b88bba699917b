"""The year of a unit and of a person, as it happened."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huoshui.base.clock import today
from huoshui.base.permissions import requires
from huoshui.ledger.kinds import FactKind, declared_kinds
from huoshui.ledger.models import Fact
from huoshui.ledger.periods import Period
from huoshui.organisation.public import Person, Unit

from ..forms import YearForm
from ..queries.person_timeline import counting_for, learnt, person_facts, person_lines, person_readable
from ..queries.records import PER_PAGE
from ..queries.telling import told
from ..queries.unit_timeline import (
    Months,
    families,
    folded_under,
    happened_at,
    months_told,
    records_of_kind,
    told_at,
    uncounted_kinds,
)
from .asked import home_asked, near, period_asked, trail, unit_asked

SEES = "figures.view"


@requires(SEES)
def timeline_home(request: HttpRequest) -> HttpResponse:
    """To the unit and year chosen, else to the viewer's own unit and this year."""
    code, year = request.GET.get("unit"), request.GET.get("year") or str(today().year)
    unit = unit_asked(request, SEES, code) if code else home_asked(request, SEES)
    return redirect("reports:unit_timeline", unit.code, period_asked(year).first // 100)


@requires(SEES)
def unit_timeline(request: HttpRequest, code: str, year: int) -> HttpResponse:
    unit, period = unit_asked(request, SEES, code), period_asked(str(year))
    units = near(request, SEES, unit)
    below = "below" in request.GET
    page = {
        "unit": unit,
        "period": period,
        "below": below,
        "form": YearForm(units, today(), initial={"unit": unit.code, "year": year}),
        "trail": trail(units, unit, "reports:unit_timeline", year),
        "tabs": _tabs(request, below=below),
        **(_folded(unit, year) if below else _own(request, unit, year)),
    }
    return render(request, "reports/timeline_unit.html", page)


@requires(SEES)
def timeline_records(request: HttpRequest, code: str, written: str, kind: str) -> HttpResponse:
    """The records behind a number of a folded month that is no figure of the pack."""
    unit, period = unit_asked(request, SEES, code), period_asked(written)
    if kind not in uncounted_kinds():
        raise Http404(kind)
    behind = Paginator(records_of_kind(unit, period, kind), PER_PAGE).get_page(request.GET.get("page"))
    page = {
        "unit": unit,
        "period": period,
        "kind": declared_kinds()[kind],
        "trail": trail(near(request, SEES, unit), unit, "reports:unit_timeline", period.first // 100, own=True),
        "page": behind,
        "lines": told(request.viewer, behind.object_list),
    }
    return render(request, "reports/timeline_records.html", page)


@requires("today.view")
def my_timeline(request: HttpRequest) -> HttpResponse:
    if not request.viewer.person_id:
        return render(request, "reports/timeline_nobody.html")
    return redirect("reports:person_timeline", request.viewer.person_id, today().year)


@requires("today.view")
def person_timeline(request: HttpRequest, person_id: int, year: int) -> HttpResponse:
    person, period = _person_asked(request, person_id), period_asked(str(year))
    facts = person_facts(request.viewer, person, year)
    only, hours = request.GET.get("only", ""), learnt(facts, period)
    behind = next((one for one in hours if one.figure.code == only), None)
    page = {
        "person": person,
        "own": person.pk == request.viewer.person_id,
        "period": period,
        "steps": _steps(person, period),
        "hours": hours,
        "behind": behind,
        "chips": [] if behind else _chips(request, {_family(fact): Counter([fact.month]) for fact in facts}),
        **_lines(request, counting_for(behind.figure, facts) if behind else _chosen(facts, only)),
    }
    return render(request, "reports/timeline_person.html", page)


def _own(request: HttpRequest, unit: Unit, year: int) -> dict[str, Any]:
    happened = happened_at(unit, year)
    only, oldest_first = request.GET.get("only", ""), "oldest" in request.GET
    counted = [months for family, months in happened.items() if only in ("", family)]
    months = Months(sum(counted, Counter()), oldest_first=oldest_first).get_page(request.GET.get("page"))
    told_months = told_at(request.viewer, unit, months.object_list, only, oldest_first=oldest_first)
    return {"page": months, "months": told_months, "chips": _chips(request, happened), "order": _order(request)}


def _folded(unit: Unit, year: int) -> dict[str, Any]:
    return {"folded": folded_under(unit, year)}


def _lines(request: HttpRequest, facts: list[Fact]) -> dict[str, Any]:
    oldest_first = "oldest" in request.GET
    months = Months(Counter(fact.month for fact in facts), oldest_first=oldest_first)
    page = months.get_page(request.GET.get("page"))
    lines = person_lines(request.viewer, [fact for fact in facts if fact.month in page.object_list])
    told_months = months_told(lines, page.object_list, oldest_first=oldest_first)
    return {"page": page, "months": told_months, "order": _order(request)}


def _chosen(facts: list[Fact], only: str) -> list[Fact]:
    return [fact for fact in facts if only in ("", _family(fact))]


def _family(fact: Fact) -> str:
    return fact.kind.rpartition(".")[0]


def _chips(request: HttpRequest, happened: dict[str, Counter[int]]) -> list[dict[str, Any]]:
    """What one may narrow the page to: everything, or one family of what there is."""
    labels = {name: _named(kinds) for name, kinds in families().items() if name in happened}
    only = request.GET.get("only", "")
    choices = [("", "全部"), *labels.items()] if len(labels) > 1 or only else []
    return [{"label": label, "url": _with(request, only=code), "is_current": code == only} for code, label in choices]


def _named(kinds: list[FactKind]) -> str:
    """任职、离任; of more than two the first stands for all."""
    return "、".join(kind.label for kind in kinds) if len(kinds) < 3 else f"{kinds[0].label}等"


def _tabs(request: HttpRequest, *, below: bool) -> list[dict[str, Any]]:
    return [
        {"label": "本单位", "url": request.path, "is_current": not below},
        {"label": "连同下级", "url": f"{request.path}?below=1", "is_current": below},
    ]


def _order(request: HttpRequest) -> dict[str, str]:
    """The same months the other way round."""
    if "oldest" in request.GET:
        return {"label": "从新到旧看", "url": _with(request, oldest="")}
    return {"label": "从旧到新看", "url": _with(request, oldest="1")}


def _with(request: HttpRequest, **changed: str) -> str:
    """This address with parts of its question changed, from the first page on."""
    asked = request.GET.copy()
    for name, value in {"page": "", **changed}.items():
        asked.pop(name, None)
        if value:
            asked[name] = value
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


def _steps(person: Person, period: Period) -> dict[str, Any]:
    """One year back and, up to this one, ahead."""
    back, ahead = (Period.year(period.first // 100 + step) for step in (-1, 1))
    return {
        "here": period,
        "back": _step(person, back, "上一年") if back.first >= 200001 else None,
        "ahead": _step(person, ahead, "下一年") if ahead.first <= today().year * 100 + 1 else None,
    }


def _step(person: Person, period: Period, said: str) -> dict[str, str]:
    url = reverse("reports:person_timeline", args=[person.pk, period.first // 100])
    return {"label": period.label, "said": said, "url": url}


def _person_asked(request: HttpRequest, person_id: int) -> Person:
    try:
        return person_readable(request.viewer, person_id)
    except Person.DoesNotExist:
        raise Http404(person_id) from None
