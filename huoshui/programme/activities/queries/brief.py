"""The brief (简报): three sentences from the record, to be copied. It never says who was absent, nor why."""

from collections.abc import Sequence

from huoshui.base.clock import SHANGHAI
from huoshui.packs.loaded import pack

from ..models import Activity, Joining
from .activities import Turnout, turnout


def brief(activity: Activity, joinings: Sequence[Joining] = (), whose: Joining | None = None) -> str:
    """Of the unit that recorded it, or, for one that joined, of that one: with whom, and its own people."""
    units = [activity.unit.name, *(joining.unit.name for joining in joinings if joining.is_joined)]
    own = whose.unit.name if whose else activity.unit.name
    others = [name for name in units if name != own] + ([activity.partner] if activity.partner else [])
    return "".join([_what(activity, own, others), _who(activity, turnout(activity, whose), whose), _how(activity)])


def _what(activity: Activity, own: str, others: Sequence[str]) -> str:
    day = activity.starts_at.astimezone(SHANGHAI)
    label = activity.kind_label
    who = f"{own}与{'、'.join(others)}" if others else own
    where = f"在{activity.place}" if activity.place else ""
    theme = f"，主题是“{activity.title}”" if activity.title else ""
    together = "联合" if others else ""
    return f"{day.year}年{day.month}月{day.day}日，{who}{where}{together}开展{label}{theme}。"


def _who(activity: Activity, count: Turnout, whose: Joining | None) -> str:
    own = "本支部" if whose else ""
    said = [f"{own}应到{count.expected}人，实到{count.present}人"] if count.expected else []
    if count.on_leave:
        said.append(f"请假{count.on_leave}人")
    if count.observers:
        said.append(f"列席{count.observers}人")
    if activity.guests and not whose:
        said.append(f"群众参加{activity.guests}人")
    if activity.reached and not whose:
        said.append(f"{pack().activity_kinds[activity.kind].counts}{activity.reached}人")
    sittings = activity.sittings.count() + 1
    if sittings > 1:
        said.append(f"分{sittings}批进行")
    return f"{'，'.join(said)}。" if said else ""


def _how(activity: Activity) -> str:
    led = f"活动由{activity.chair.name}主持，" if activity.chair and not activity.chair.erased_at else "活动"
    items = [item.text.rstrip("。；") for item in activity.agenda.all()]
    if items:
        return f"{led}议题为：{'；'.join(items)}。"
    return f"{led}历时{activity.minutes}分钟。"
