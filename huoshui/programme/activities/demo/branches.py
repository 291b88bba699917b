"""A branch's month: its theme day, meetings, lectures, and each of the seven ones in its turn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from huoshui.organisation.public import Unit

from .days import Month, next_working_day, working_days
from .focus import focus_title
from .held import Held
from .stage import Stage

GAPS = 4  # branches that missed a theme day, each year
GAP_MONTHS = (2, 3, 5, 7, 8, 9)  # not June, when some renew their oath on it
TALKS = ("传达学习上级文件精神", "交流学习体会", "讨论旺季服务和安全", "商量本月重点工作", "听取党员意见建议")
STUDY = frozenset({"concentrated_study"})
MATTERS = ("研究下月主题党日安排", "研究党员教育管理工作", "研究为群众办实事项目", "研究投递服务和安全工作")
LECTURES = ("学党史、悟思想", "把服务送到群众身边", "在岗位上做先锋", "讲好邮政人的故事")
PLACES = {"base_education": "红色教育基地", "partnership_activity": "村（社区）党群服务中心"}
TITLES = {
    "oath_renewal": "重温入党誓词",
    "history_contest": "党史知识竞赛",
    "self_study": "自学交流",
    "base_education": "参观红色场馆",
    "partnership_activity": "村邮、社邮党务共建",
    "volunteering": "学雷锋志愿服务",
}
IN_THE_YEAR = {  # the months in which one branch or another does it
    "history_contest": (5, 10),
    "self_study": (3, 9),
    "base_education": (4, 8),
    "partnership_activity": (3, 10),
    "volunteering": (3, 11),
}


@dataclass(frozen=True)
class Habit:
    """How a branch arranges its year. In some the oath renewal joins June's theme day, the review January's meeting."""

    theme_day: int
    hour: int
    quarter_month: int
    lecture_month: int
    months: dict[str, int]
    joins_oath: bool
    joins_review: bool


def habits(branches: list[Unit], random: Random) -> dict[int, Habit]:
    return {
        branch.pk: Habit(
            theme_day=random.randint(4, 26),
            hour=random.choice((9, 10, 14, 15, 16)),
            quarter_month=random.randint(1, 2),
            lecture_month=random.randint(0, 2),
            months={kind: random.randint(*months) for kind, months in IN_THE_YEAR.items()},
            joins_oath=n % 2 == 0,
            joins_review=n % 3 > 0,
        )
        for n, branch in enumerate(branches)
    }


def gaps(branches: list[Unit], years: set[int], random: Random) -> set[tuple[int, Month]]:
    """Theme days that were not held: what the matrix shows as still to be made up."""
    return {
        (branch.pk, (year, random.choice(GAP_MONTHS)))
        for year in sorted(years)
        for branch in random.sample(branches, GAPS)
    }


def theme_day_of(habit: Habit, month: Month) -> date:
    return next_working_day(date(*month, habit.theme_day))


def branch_month(stage: Stage, branch: Unit, habit: Habit, month: Month, *, theme_day: bool) -> Iterator[Held]:
    if theme_day:
        yield _theme_day(stage, branch, habit, month)
    yield from _regular_meetings(stage, branch, habit, month)
    yield from _seven_ones(stage, branch, habit, month)
    yield from _year_meetings(stage, branch, habit, month)
    if month[1] in (3, habit.months["volunteering"]):
        yield _volunteering(stage, branch, month)


def _theme_day(stage: Stage, branch: Unit, habit: Habit, month: Month) -> Held:
    random, day = stage.random, theme_day_of(habit, month)
    oath = frozenset({"oath_renewal"}) if month[1] == 6 and habit.joins_oath else frozenset()
    return Held(
        branch,
        "theme_day",
        day,
        habit.hour,
        focus_title(day),
        tuple(random.sample(TALKS, 2)),
        oath,
        sittings=2 if random.random() < 0.05 else 1,
        place="党员活动室",
    )


def _regular_meetings(stage: Stage, branch: Unit, habit: Habit, month: Month) -> Iterator[Held]:
    random, in_quarter = stage.random, (month[1] - 1) % 3
    days = working_days(month)
    if len(stage.committee(branch, days[0])) >= 3:
        matter = (random.choice(MATTERS),)
        yield Held(branch, "committee_meeting", random.choice(days[:12]), 9, agenda=matter, place="会议室")
    if in_quarter == habit.quarter_month:
        yield Held(branch, "members_meeting", random.choice(days), 16, agenda=(random.choice(TALKS),), place="会议室")
    if in_quarter == habit.lecture_month:
        yield Held(branch, "lecture", random.choice(days), 15, random.choice(LECTURES), place="党员活动室")


def _seven_ones(stage: Stage, branch: Unit, habit: Habit, month: Month) -> Iterator[Held]:
    days = working_days(month)
    if month[1] == 6 and not habit.joins_oath:
        yield Held(branch, "oath_renewal", stage.random.choice(days), 9, TITLES["oath_renewal"], place="党员活动室")
    for kind in ("history_contest", "self_study", "base_education", "partnership_activity"):
        if habit.months[kind] == month[1]:
            guests = stage.random.randint(4, 20) if kind == "partnership_activity" else 0
            extra = STUDY if kind in ("history_contest", "self_study") else frozenset()
            place = PLACES.get(kind, "党员活动室")
            on = stage.random.choice(days)
            yield Held(branch, kind, on, 14, TITLES[kind], extra_tags=extra, guests=guests, place=place)


def _year_meetings(stage: Stage, branch: Unit, habit: Habit, month: Month) -> Iterator[Held]:
    """In January the branch looks back on the year: together with the members' review, or a month before it."""
    if month[1] == 1:
        extra = frozenset({"members_review"}) if habit.joins_review else frozenset()
        day = stage.random.choice(working_days(month))
        yield Held(branch, "organisational_life_meeting", day, 14, extra_tags=extra, place="会议室")
    if month[1] == 2 and not habit.joins_review:
        yield Held(branch, "members_review", stage.random.choice(working_days(month)), 15, place="会议室")


def _volunteering(stage: Stage, branch: Unit, month: Month) -> Held:
    day = stage.random.choice(working_days(month))
    people = stage.members(branch, day)
    come = tuple(stage.random.sample(people, len(people) * 3 // 5))
    guests = stage.random.randint(0, 15)
    return Held(branch, "volunteering", day, 9, TITLES["volunteering"], people=come, guests=guests, place="社区")
