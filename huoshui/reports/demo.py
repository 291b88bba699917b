"""What is in the way in the demo city this year: a note of every sort, where something is still to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from huoshui.base.clock import at_time
from huoshui.ledger.models import Source
from huoshui.organisation.public import Unit, holders, keys_of
from huoshui.packs.loaded import pack

from .actions import answer_obstacle, lift_obstacle, note_obstacle
from .queries.matrix import Standing, cells_of
from .rules import Duty, State, duties_of_year

Owed = tuple[Duty, Standing]


@dataclass(frozen=True)
class Said:
    """Days are counted from today; `answer` is (who, what), given two days after the note."""

    noted: int
    until: int
    reason: str
    answer: tuple[str, str] = ("", "")
    lifted: int | None = None


ROOM = ("上级单位综合办公室", "本月底前腾出会议室，并派一人协助布置。")
HANDS = ("市分公司党委党建工作部", "派两名机关党员顶岗半天，时间由支部定。")
LATE = (
    Said(-9, 20, "活动室在装修，投递旺季又抽不出半天，想借用上级的会议室补上。"),
    Said(-40, -12, "两名委员同时外出培训，人到不齐，等他们回来再开。"),
    Said(-15, 12, "活动室临时堆放旺季物资，场地还没有腾出来。", ROOM),
    Said(-30, 6, "投影设备坏了，报修还没有回音。", lifted=-8),
)
DUE = (
    Said(-3, 21, "想请市委党校老师来讲，时间一直对不上，请上级帮助联系。"),
    Said(-6, 18, "人手分散，集中一次要关三个窗口，想分两批，请支持人手。", HANDS),
)


def say_what_is_in_the_way(today: date) -> None:
    city = Unit.objects.in_order()[0]
    late = _owed(city, "theme_day", State.LATE, today)
    due = _owed(city, "lecture", State.DUE, today)
    own = [pair for pair in due if pair[1].unit.code.startswith("hengnan")]
    _say([*zip(late, LATE, strict=False), *zip([*own[-1:], *due[:1]], DUE, strict=False)], today)


def _owed(city: Unit, norm: str, state: State, today: date) -> list[Owed]:
    cells = cells_of(city, duties_of_year(pack().norms[norm], today.year), today)
    return [(cell.duty, one) for cell in cells for one in cell.standings if one.state is state]


def _say(pairs: Iterable[tuple[Owed, Said]], today: date) -> None:
    for (duty, standing), said in pairs:
        noted_on = today + timedelta(days=said.noted)
        if noted_on <= duty.period.ends_on and standing.state is State.LATE:
            continue  # it was not late yet
        _tell(Unit.objects.get(pk=standing.unit.id), duty, said, today)


def _tell(unit: Unit, duty: Duty, said: Said, today: date) -> None:
    noted_on, until_on = (today + timedelta(days=days) for days in (said.noted, said.until))
    by = next(iter(keys_of(person.pk for person in holders(unit, "secretary", noted_on)).values()), None)
    stamp = {"by": by, "source": Source.JOB}
    note = note_obstacle(unit=unit, duty=duty, reason=said.reason, until_on=until_on, at=at_time(noted_on, 9), **stamp)
    if any(said.answer):
        helper, answer = said.answer
        answered_at = at_time(noted_on + timedelta(days=2), 10)
        answer_obstacle(obstacle=note, helper=helper, answer=answer, revision=note.revision, by=None, at=answered_at)
    if said.lifted is not None:
        lift_obstacle(obstacle=note, at=at_time(today + timedelta(days=said.lifted), 16), **stamp)
