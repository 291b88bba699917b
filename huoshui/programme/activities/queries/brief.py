"""The brief (简报): three sentences from the record, to be copied. It never says who was absent, nor why."""

from huoshui.base.clock import SHANGHAI

from ..models import Activity
from .activities import Turnout, turnout


def brief(activity: Activity) -> str:
    return "".join([_what(activity), _who(activity, turnout(activity)), _how(activity)])


def _what(activity: Activity) -> str:
    day = activity.starts_at.astimezone(SHANGHAI)
    label = activity.kind_label
    where = f"在{activity.place}" if activity.place else ""
    theme = f"，主题是“{activity.title}”" if activity.title else ""
    return f"{day.year}年{day.month}月{day.day}日，{activity.unit.name}{where}开展{label}{theme}。"


def _who(activity: Activity, count: Turnout) -> str:
    said = [f"应到{count.expected}人，实到{count.present}人"] if count.expected else []
    if count.on_leave:
        said.append(f"请假{count.on_leave}人")
    if count.observers:
        said.append(f"列席{count.observers}人")
    if activity.guests:
        said.append(f"群众参加{activity.guests}人")
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
