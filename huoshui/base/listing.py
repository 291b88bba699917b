"""A list page: what was asked of it (words, filters, order, page), read from the address and kept there.

    listing = Listing(
        request.GET,
        people_visible_to(request.viewer),
        search=matching,  # (rows, words) -> rows
        filters=[Filter("status", "身份", MembershipStatus.choices, lambda rows, value: rows.filter(status=value))],
        orders=[Order("official", "组织顺序", ("path",)), Order("name", "姓名", ("pinyin",))],
    )
    columns = [Column("姓名", order="name"), Column("支部", order="official"), Column("参加次数", number=True)]
    rows = [[Cell(one.name, url=…), Cell(one.unit.name), Cell(one.times)] for one in listing.rows]

    {% include "components/listing.html" with noun="人" %}  (reads listing, columns, rows)

Two queries, however many rows. Units and people stand in official order, by name or by date, never by a figure:
`Column` refuses to be both.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

PER_PAGE = 50
LONGEST = 100  # characters of a search

Rows = Any  # a QuerySet, of any model


@dataclass(frozen=True)
class Filter:
    """A choice that narrows the list; `default` holds until another is chosen ("" means all)."""

    name: str
    label: str
    choices: Iterable[tuple[str, str]]
    narrow: Callable[[Rows, str], Rows]
    default: str = ""

    def chosen(self, asked: Mapping[str, str]) -> str:
        """What is not among the choices narrows nothing."""
        value = asked.get(self.name, self.default)
        return value if value in {str(code) for code, _ in self.choices} else ""


@dataclass(frozen=True)
class Order:
    """By name, by date, or official; `by` are fields for `order_by`, to which the key is added."""

    code: str
    label: str
    by: tuple[str, ...]

    @property
    def direction(self) -> str:
        return "descending" if self.by[0].startswith("-") else "ascending"


@dataclass(frozen=True)
class Column:
    label: str
    order: str = ""  # the code of the Order its heading leads to
    number: bool = False

    def __post_init__(self) -> None:
        if self.order and self.number:
            raise ValueError(f"units and people are never sorted by a figure: {self.label}")


@dataclass(frozen=True)
class Cell:
    """What stands in a table: text, perhaps a link, a state (its sign is added), or a quiet second line."""

    text: Any = ""
    url: str = ""
    state: str = ""
    detail: str = ""


class Listing:
    """Without `search` there is no search box; without `orders` the rows keep the order they came in."""

    def __init__(
        self,
        asked: Mapping[str, str],
        rows: Rows,
        *,
        search: Callable[[Rows, str], Rows] | None = None,
        filters: Sequence[Filter] = (),
        orders: Sequence[Order] = (),
        per_page: int = PER_PAGE,
    ):
        self._asked, self._all, self._search, self._per_page = asked, rows, search, per_page
        self.has_search = search is not None
        self.words = asked.get("q", "").replace("\0", "").strip()[:LONGEST]
        self.orders = list(orders)
        self.order = next((order for order in orders if order.code == asked.get("order")), next(iter(orders), None))
        self.filters = [(choice, choice.chosen(asked)) for choice in filters]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words) or any(value != choice.default for choice, value in self.filters)

    @cached_property
    def page(self) -> Page:
        """One query for how many there are, one for those of this page."""
        return Paginator(self._ordered(self._narrowed()), self._per_page).get_page(self._asked.get("page"))

    @cached_property
    def rows(self) -> list[Any]:
        return list(self.page.object_list)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    def _narrowed(self) -> Rows:
        rows = self._search(self._all, self.words) if self._search and self.words else self._all
        for choice, value in self.filters:
            if value:
                rows = choice.narrow(rows, value)
        return rows

    def _ordered(self, rows: Rows) -> Rows:
        return rows.order_by(*self.order.by, "pk") if self.order else rows
