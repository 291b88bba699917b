"""The demo city, loaded whole or not at all: by seed, through the actions, with a simulated clock."""

from collections.abc import Callable
from datetime import date
from itertools import islice
from random import Random

from django.db import connection, transaction

from huoshui.base.clock import at_time
from huoshui.base.errors import Refused
from huoshui.ledger import sequencer
from huoshui.organisation.demo import CITY, Change, City, carry_out, changes, found_city
from huoshui.organisation.models import Account, Person, Unit
from huoshui.organisation.public import holders
from huoshui.programme.activities.demo import (
    History,
    issue_focuses,
    last_working_days,
    leave_a_roster_to_tell,
    plan_ahead,
    plan_theme_day,
)
from huoshui.programme.suggestions.demo import Cast, tell_suggestions
from huoshui.reports.demo import say_what_is_in_the_way

from .accounts import CLERK, JOINT, OVERDUE, PEOPLE_OF_OFFICERS, SECRETARIES, open_accounts
from .places import counties

EARLIEST = date(2022, 1, 1)
POSITIONS_AT_ONCE = 50_000


class TooEarly(Refused):
    """The city lives through the whole of 2021."""


def _say(line: str) -> None:
    print(line, flush=True)


def load(*, today: date, seed: int, say: Callable[[str], None] = _say) -> None:
    """One transaction: a load that is killed leaves nothing behind. Raises TooEarly."""
    if today < EARLIEST:
        raise TooEarly(f"演示城市包含 2021 年全年，“今天”不能早于 {EARLIEST}。请换一个日期。")
    random = Random(seed)
    with transaction.atomic():
        say("  设立单位，编入人员……")
        city = found_city(counties(), random)
        issue_focuses(city.units[CITY], today)
        _live(city, today, say)
        _plan(city, today)
        open_accounts(at_time(today, 6))
        tell_suggestions(_cast(today))
        say("  编号、汇总……")
        _count_rows()
        _give_positions()
        say_what_is_in_the_way(today)
        _give_positions()
        _count_rows()


def _live(city: City, today: date, say: Callable[[str], None]) -> None:
    """Month by month: first what changes in the organisation, then what its units do."""
    coming = changes(city, today)
    waiting = {city.units[code].pk for code in (*SECRETARIES.values(), *OVERDUE)}
    history = History(city.random, today, waiting)
    for n, month in enumerate(history.months, start=1):
        due = [change for change in coming if _month(change) <= month]
        carry_out(city, due)
        coming = coming[len(due) :]
        if due:
            history.stage.refresh()
        told = history.tell(month)
        say(f"  {n:>2}/{len(history.months)}  {month[0]}年{month[1]}月：{told} 次活动")


def _give_positions() -> None:
    while sequencer.sequence(POSITIONS_AT_ONCE):
        pass


def _cast(today: date) -> Cast:
    """Who plays in the suggestions: the clerk of the demo, and for every unit the second manager of its company."""
    clerk = Account.objects.get(username=CLERK)
    outlet = clerk.grants.get().unit

    def answers(unit: Unit, on: date) -> Person:
        office = PEOPLE_OF_OFFICERS["demo-county" if unit.path.startswith(outlet.parent.path) else "demo-officer"]
        return holders(Unit.objects.get(code=office), "middle_manager", on)[1]

    return Cast(clerk, outlet, answers, today)


def _count_rows() -> None:
    """A planner that still believes the tables empty would be slow for minutes; the embedded database needs none."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _month(change: Change) -> tuple[int, int]:
    return change.on.year, change.on.month


def _plan(city: City, today: date) -> None:
    plan_ahead(city.units[CITY], city.units[next(iter(SECRETARIES.values()))], today)
    leave_a_roster_to_tell(*(Unit.objects.get(code=code) for code in JOINT), today)
    for code in SECRETARIES.values():
        plan_theme_day(Unit.objects.get(code=code), today)
    for code, day in zip(OVERDUE, islice(last_working_days(today), 1, 4, 2), strict=True):
        plan_theme_day(Unit.objects.get(code=code), day)
