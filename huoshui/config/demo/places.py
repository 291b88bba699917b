"""The counties and towns of Hengyang: public administrative divisions, as released (see data/LICENSE.txt)."""

import csv
from collections import defaultdict
from pathlib import Path

from huoshui.organisation.demo import County, Town

DATA = Path(__file__).parent / "data"
ZONES = {"430473": "430407", "430476": "430408"}  # development zones, counted to the district they lie in


def counties() -> list[County]:
    towns: dict[str, list[Town]] = defaultdict(list)
    for row in _rows("towns.csv"):
        area = row["areaCode"]
        towns[ZONES.get(area, area)].append(Town(row["code"], row["name"]))
    return [County(row["slug"], row["name"], tuple(towns[row["code"]])) for row in _rows("counties.csv")]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
