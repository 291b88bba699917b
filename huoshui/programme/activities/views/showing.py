"""An activity's page. Of several units that held it together each sees its own people, and how many others came."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from huoshui.base.clock import day_of
from huoshui.base.permissions import requires
from huoshui.packs.loaded import pack

from ..models import Activity, Joining, MakeUp
from ..queries import (
    brief,
    counted_in,
    joinings_of,
    make_ups_of,
    make_ups_told_by,
    may_plan,
    missing_in_sight,
    roster_of,
    sees,
    units_recorded_by,
    visible_to,
    votes_there,
    written_by,
)
from .days import written
from .words import came_of, head_of, made_up_words, others_of, quorum_words, roster_lines, turnout_of
from .year import moved_words


@requires("activities.view")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    activities = visible_to(request.viewer).select_related("chair", "recorder", "series")
    activity = get_object_or_404(activities.prefetch_related("agenda", "sittings", "roster"), pk=pk)
    page = Page(request, activity)
    return render(request, "activities/show.html", page.context() | {"saved": "saved" in request.GET})


class Page:
    """What one viewer sees of one activity. `whose` is the joining through which it is theirs to see, if only so."""

    def __init__(self, request: HttpRequest, activity: Activity):
        self.viewer, self.activity = request.viewer, activity
        self.joinings = joinings_of(activity)
        recorded = set(units_recorded_by(self.viewer).values_list("pk", flat=True))
        self.is_own = activity.unit_id in recorded
        self.own = [joining for joining in self.joinings if joining.unit_id in recorded]
        self.in_sight = sees(self.viewer, activity)
        seen = [joining for joining in self.joinings if sees(self.viewer, joining)]
        self.whose = None if self.in_sight else next(iter(seen), None)
        self.made_up = {row.person_id: row for row in make_ups_of(activity)} if activity.is_recorded else {}

    def context(self) -> dict[str, Any]:
        activity, is_recorded = self.activity, self.activity.is_recorded
        held_by = [activity.unit.name, *(joining.unit.name for joining in self.joinings if joining.is_joined)]
        return {
            "activity": activity,
            "may_plan": may_plan(self.viewer, activity.unit),
            "moved": moved_words(activity),
            "is_ahead": day_of(activity.starts_at) > self.viewer.on,
            "head_line": f"{'、'.join(held_by)}　{written(activity.starts_at)}",
            "items": [*head_of(activity), *(self._turnout() if activity.recorded_at else [])],
            "reads_minutes": self.is_own or bool(self.own),
            "resolved": sum(bool(item.resolution) for item in activity.agenda.all()),
            "rosters": self._rosters(),
            "joined": [self._joined(joining) for joining in self.own] if is_recorded else [],
            "written": written_by(activity),
            "brief": brief(activity, self.joinings, self.whose) if is_recorded else "",
            "counted": counted_in(activity, self.whose) if is_recorded and self.viewer.may("figures.view") else [],
            "counted_unit": self.whose.unit if self.whose else activity.unit,
            "may_record": self.is_own,
            **self._quorum(),
            **self._make_ups(),
        }

    def _turnout(self) -> list[tuple[str, object]]:
        if not self.in_sight:
            own: list[tuple[str, object]] = [("主办单位", f"{self.activity.unit.name}，{came_of(self.activity)}")]
        else:
            own = turnout_of(self.activity, with_reasons=self.is_own)
        named = [("联合单位", self._of_joining(joining)) for joining in self.joinings]
        return [*own, *others_of(self.activity), *named]

    def _of_joining(self, joining: Joining) -> str:
        name = joining.unit.name
        if not joining.is_joined:
            return f"{name}，没有参加"
        if joining.told_at is None:
            return f"{name}，名册待核对" if joining.keeps_roster else name
        if not sees(self.viewer, joining):
            return f"{name}，{came_of(self.activity, joining)}"
        counts = turnout_of(self.activity, joining, with_reasons=joining in self.own)
        return f"{name}，{'，'.join(f'{label} {value}' for label, value in counts if value)}"

    def _rosters(self) -> list[tuple[str, list[str]]]:
        """Only the viewer's own: see docs/adr/0008."""
        own = [(self.activity.unit.name, roster_of(self.activity))] if self.is_own else []
        theirs = [(joining.unit.name, roster_of(self.activity, joining)) for joining in self.own if joining.told_at]
        return [(name, roster_lines(lines, self.made_up)) for name, lines in (*own, *theirs) if lines]

    def _joined(self, joining: Joining) -> dict[str, Any]:
        return {"joining": joining, "is_told": joining.told_at is not None, "keeps_roster": joining.keeps_roster}

    def _quorum(self) -> dict[str, Any]:
        kind = pack().activity_kinds[self.activity.kind]
        if not (self.activity.is_recorded and self.in_sight and kind.quorum):
            return {}
        votes = votes_there(self.activity, kind, [row for row in self.activity.roster.all() if not row.joining_id])
        return {"quorum": votes, "quorum_words": quorum_words(votes)} if votes and votes.expected else {}

    def _make_ups(self) -> dict[str, Any]:
        if not (self.activity.is_recorded and (self.is_own or self.own)):
            return {}
        told = make_ups_told_by(self.viewer).filter(activity=self.activity, is_withdrawn=False)
        may = pack().activity_kinds[self.activity.kind].make_up and missing_in_sight(self.viewer, self.activity)
        return {"make_ups": [_made_up(row) for row in told.order_by("held_on", "pk")], "may_make_up": bool(may)}


def _made_up(make_up: MakeUp) -> dict[str, Any]:
    return {"make_up": make_up, "name": make_up.person.name or "（已删除）", "words": made_up_words(make_up)}
