"""The State Council's notices on holidays of 2020 to 2026, written down from the notices themselves, and nothing else.

放假 as first and last day, 上班 as the days of a weekend that are worked for them. The extension of the Spring Festival
of 2020 (国办发明电〔2020〕1号) made 1 February, first announced as worked, a day off, with 2 February its last.
"""

from datetime import date, timedelta

OFF = """
2020-01-01
2020-01-24 2020-02-02
2020-04-04 2020-04-06
2020-05-01 2020-05-05
2020-06-25 2020-06-27
2020-10-01 2020-10-08

2021-01-01 2021-01-03
2021-02-11 2021-02-17
2021-04-03 2021-04-05
2021-05-01 2021-05-05
2021-06-12 2021-06-14
2021-09-19 2021-09-21
2021-10-01 2021-10-07

2022-01-01 2022-01-03
2022-01-31 2022-02-06
2022-04-03 2022-04-05
2022-04-30 2022-05-04
2022-06-03 2022-06-05
2022-09-10 2022-09-12
2022-10-01 2022-10-07

2022-12-31 2023-01-02
2023-01-21 2023-01-27
2023-04-05
2023-04-29 2023-05-03
2023-06-22 2023-06-24
2023-09-29 2023-10-06

2023-12-30 2024-01-01
2024-02-10 2024-02-17
2024-04-04 2024-04-06
2024-05-01 2024-05-05
2024-06-08 2024-06-10
2024-09-15 2024-09-17
2024-10-01 2024-10-07

2025-01-01
2025-01-28 2025-02-04
2025-04-04 2025-04-06
2025-05-01 2025-05-05
2025-05-31 2025-06-02
2025-10-01 2025-10-08

2026-01-01 2026-01-03
2026-02-15 2026-02-23
2026-04-04 2026-04-06
2026-05-01 2026-05-05
2026-06-19 2026-06-21
2026-09-25 2026-09-27
2026-10-01 2026-10-07
"""
WORKED = """
2020-01-19 2020-04-26 2020-05-09 2020-06-28 2020-09-27 2020-10-10
2021-02-07 2021-02-20 2021-04-25 2021-05-08 2021-09-18 2021-09-26 2021-10-09
2022-01-29 2022-01-30 2022-04-02 2022-04-24 2022-05-07 2022-10-08 2022-10-09
2023-01-28 2023-01-29 2023-04-23 2023-05-06 2023-06-25 2023-10-07 2023-10-08
2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""
ONE = timedelta(days=1)


def every_day(first: date, last: date) -> list[date]:
    return [first + n * ONE for n in range((last - first).days + 1)]


def _off() -> set[date]:
    spans = [[date.fromisoformat(day) for day in line.split()] for line in OFF.split("\n") if line]
    return {day for span in spans for day in every_day(span[0], span[-1])}


DAYS_OFF = _off()
WORKED_DAYS = {date.fromisoformat(day) for day in WORKED.split()}


def is_worked(day: date) -> bool:
    return day in WORKED_DAYS or (day.isoweekday() <= 5 and day not in DAYS_OFF)


def held_on(day: date, policy: str) -> date | None:
    """Where the policy puts an occurrence of the day, read off a sheet of its month."""
    if is_worked(day):
        return day
    if policy == "skip":
        return None
    sheet = [
        other
        for other in every_day(day.replace(day=1), day + 31 * ONE)
        if (other.month, is_worked(other)) == (day.month, True)
    ]
    before, after = [other for other in sheet if other < day], [other for other in sheet if other > day]
    nearest = before[-1:] or after[:1] if policy == "earlier" else after[:1] or before[-1:]
    return nearest[0]
