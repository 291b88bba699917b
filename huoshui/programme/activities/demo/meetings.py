"""What is less frequent in the demo city: the centre group, talks, visits, help and reviews; what meetings resolve."""

from collections.abc import Iterator
from dataclasses import replace

from huoshui.organisation.public import Unit, full_members_among
from huoshui.packs.loaded import pack

from ..actions import Entry, Resolution, Votes
from ..enums import Presence
from .days import Month, working_days
from .held import Held
from .stage import Stage

RESOLVED = "同意。由支部委员会负责落实，下次会议通报。"
SOME = {  # how often a branch among so many does it, and in which month
    "warning_education": (5, 8, "身边案例警示教育"),
    "heart_talk": (7, 6, ""),
    "paired_help": (12, 5, "结对帮扶走访"),
    "double_registration": (10, 4, "到社区报到服务"),
    "duty_review": (4, 1, "书记述职评议"),
    "special_report": (9, 11, "专题报告会"),
}
REACHED = {"heart_talk": 4, "paired_help": 2}
PLACES = {"paired_help": "帮扶对象家中", "double_registration": "社区"}
NAMED = 4  # of the members, where the kind's own roster names nobody


def meetings_month(stage: Stage, month: Month) -> Iterator[Held]:
    days = working_days(month)
    if month[1] % 2 == 0:
        agenda = ("集体学习", "交流发言")
        yield Held(stage.committees[0], "centre_group_study", days[9], 9, "理论学习", agenda, place="第一会议室")
    for unit in stage.committees:
        if unit.kind == "party_committee" and month[1] in (3, 9):
            yield Held(unit, "integrity_talk", days[7], 16, reached=5, place="会议室")
        if month[1] in (1, 7):
            people = tuple(stage.committee(unit, days[4])[:2])
            yield Held(unit, "hardship_visit", days[4], 9, "走访慰问", people=people, everyone=True, reached=3)
    for kind, (one_in, in_month, title) in SOME.items():
        if month[1] == in_month:
            yield from (_of_branch(stage, branch, kind, title, month) for branch in stage.branches[3::one_in])


def with_resolutions(stage: Stage, entry: Entry) -> Entry:
    """Every third branch resolves something at its members' meetings, and votes on it."""
    if entry.activity.kind != "members_meeting" or not entry.told.agenda:
        return entry
    if stage.branches.index(entry.activity.unit) % 3:
        return entry
    came = [line.person_id for line in entry.told.roster if line.presence == Presence.PRESENT and not line.is_observer]
    voting = len(full_members_among(came, entry.day))
    resolution = Resolution(RESOLVED, Votes(max(voting - 1, 0), 0, min(voting, 1)))
    return replace(entry, told=replace(entry.told, resolutions={1: resolution}))


def _of_branch(stage: Stage, branch: Unit, kind: str, title: str, month: Month) -> Held:
    day = working_days(month)[6]
    members = tuple(stage.members(branch, day)[:NAMED]) if pack().activity_kinds[kind].roster == "open" else ()
    place = PLACES.get(kind, "党员活动室")
    return Held(branch, kind, day, 16, title, people=members, reached=REACHED.get(kind, 0), place=place)
