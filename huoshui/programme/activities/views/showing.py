from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from huoshui.base.permissions import requires
from huoshui.organisation.public import Person
from huoshui.packs.loaded import pack

from ..enums import Presence
from ..models import Activity, Attendance, Sitting
from ..queries import brief, counted_in, may_record, roster_of, turnout, visible_to, written_by
from .days import written


@requires("activities.view")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    activities = visible_to(request.viewer).select_related("chair", "recorder")
    activity = get_object_or_404(activities.prefetch_related("agenda", "sittings", "roster"), pk=pk)
    is_own = may_record(request.viewer, activity.unit)
    return render(
        request,
        "activities/show.html",
        {
            "activity": activity,
            "head_line": f"{activity.unit.name}　{written(activity.starts_at)}",
            "items": _items(activity, with_reasons=is_own),
            "roster": [_line(line) for line in roster_of(activity)] if is_own else [],
            "written": written_by(activity),
            "brief": brief(activity) if activity.is_recorded else "",
            "counted": counted_in(activity) if activity.is_recorded else [],
            "saved": "saved" in request.GET,
            "may_record": is_own,
        },
    )


def _items(activity: Activity, *, with_reasons: bool) -> list[tuple[str, object]]:
    """The record as names and values; what is empty is left out by the page."""
    said: list[tuple[str, object]] = [
        ("类型", activity.kind_label),
        ("时间", written(activity.starts_at)),
        ("时长", f"{activity.minutes} 分钟"),
        ("地点", activity.place),
        ("主持人", _name(activity.chair)),
        ("记录人", _name(activity.recorder)),
        ("计入", "、".join(tag.label for tag in pack().tags.values() if tag.code in activity.tag_codes)),
    ]
    said += [(str(sitting), _sitting(sitting)) for sitting in activity.sittings.all()]
    return said + (_turnout(activity, with_reasons=with_reasons) if activity.recorded_at else [])


def _turnout(activity: Activity, *, with_reasons: bool) -> list[tuple[str, object]]:
    count = turnout(activity)
    reasons = "、".join(
        f"{label}{count.reasons[code]}人" for code, label in pack().leave_reasons.items() if count.reasons[code]
    )
    return [
        ("应到", f"{count.expected} 人"),
        ("实到", f"{count.present} 人"),
        ("请假", f"{count.on_leave} 人{f'（{reasons}）' if with_reasons else ''}" if count.on_leave else ""),
        ("缺席", f"{count.absent} 人" if count.absent else ""),
        ("列席", f"{count.observers} 人" if count.observers else ""),
        ("群众参加", f"{activity.guests} 人" if activity.guests else ""),
    ]


def _name(person: Person | None) -> str:
    return person.name if person and not person.erased_at else ""


def _line(line: Attendance) -> str:
    """A name as the roster shows it."""
    said = [line.person.name or "（已删除）"]
    if line.is_observer:
        said.append("列席")
    if line.presence != Presence.PRESENT:
        reason = pack().leave_reasons.get(line.leave_reason, "")
        said.append(f"{Presence(line.presence).label}{f'（{reason}）' if reason else ''}")
    if line.sitting_number > 1:
        said.append(f"第{line.sitting_number}批")
    return "　".join(said)


def _sitting(sitting: Sitting) -> str:
    return f"{written(sitting.starts_at)}{f'，{sitting.place}' if sitting.place else ''}"
