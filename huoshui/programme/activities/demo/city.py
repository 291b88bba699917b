"""What is held beside the branches: by cells, outlets, committees and the city company itself."""

from collections.abc import Iterator
from datetime import date

from .days import FULL_YEAR, Month, working_days, working_fridays
from .focus import focus_title
from .held import Held
from .stage import Stage

FOUNDING = date(2021, 4, 28)
AT_FOUNDING = 198  # assumed; published is "nearly 200"
READERS = (36, 44)
TRAINED = ((2020, 10), (2021, 10))  # 政治建邮, two years running
STUDY = frozenset({"concentrated_study"})
POLITICAL = STUDY | {"political_building"}


def cells_month(stage: Stage, month: Month) -> Iterator[Held]:
    days = working_days(month)
    for cell in stage.cells:
        extra = STUDY if stage.random.random() < 0.5 else frozenset()
        yield Held(cell, "cell_meeting", stage.random.choice(days), 16, extra_tags=extra, place="班组学习角")


def outlets_month(stage: Stage, month: Month) -> Iterator[Held]:
    """Half an hour before the shutters go up, in every outlet every second month."""
    days = working_days(month)
    for outlet in stage.outlets[month[1] % 2 :: 2]:
        yield Held(outlet, "outlet_study", stage.random.choice(days), 8, focus_title(days[0]), place="网点晨会")


def committees_month(stage: Stage, month: Month) -> Iterator[Held]:
    """Party committees monthly, general branches in the last month of a quarter."""
    days = working_days(month)
    for unit in stage.committees:
        if unit.kind == "party_committee" or month[1] % 3 == 0:
            yield Held(unit, "committee_meeting", stage.random.choice(days), 10, place="会议室")


def city_month(stage: Stage, month: Month) -> Iterator[Held]:
    for friday in working_fridays(month):
        readers = stage.random.sample(stage.staff(stage.departments, friday), stage.random.randint(*READERS))
        yield Held(stage.city, "reading_club", friday, 12, "周五读书会", people=tuple(readers), place="职工书屋")
    if month == (FOUNDING.year, FOUNDING.month):
        yield _founding(stage)
    if month[1] == 10 and month[0] >= FULL_YEAR:
        yield _training(stage, month)


def sparse_month(stage: Stage, month: Month) -> Iterator[Held]:
    """Late 2020: the training class, then a few lectures and theme days."""
    if month in TRAINED:
        yield _training(stage, month)
        return
    kind = "lecture" if month[1] == 11 else "theme_day"
    for branch in stage.branches[::6]:
        day = stage.random.choice(working_days(month))
        yield Held(branch, kind, day, 15, focus_title(day), place="党员活动室")


def _training(stage: Stage, month: Month) -> Held:
    """Of all middle managers, in two sittings."""
    day = working_days(month)[8]
    people = tuple(stage.managers(day))
    political = month in TRAINED
    title = "政治建邮、文化兴邮、发展强邮" if political else "中层管理人员培训"
    extra = POLITICAL if political else STUDY
    return Held(
        stage.city,
        "training_class",
        day,
        9,
        title,
        extra_tags=extra,
        people=people,
        everyone=True,
        sittings=2,
        place="市分公司培训室",
    )


def _founding(stage: Stage) -> Held:
    """People of the whole city: the departments, and some of every county."""
    near = stage.staff(stage.departments, FOUNDING)
    far = stage.staff(stage.companies, FOUNDING)
    people = (*stage.random.sample(near, 80), *stage.random.sample(far, AT_FOUNDING - 80))
    return Held(
        stage.city,
        "chapter_founding",
        FOUNDING,
        9,
        "学雷锋协会分会成立大会",
        ("宣布分会成立", "志愿服务队授旗", "专题党课"),
        frozenset({"lecture", "volunteering"}),
        people,
        everyone=True,
        place="市分公司礼堂",
    )
