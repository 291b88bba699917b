"""A list is narrowed, ordered and paged by its address, and by nothing it may not be asked."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from huoshui.base.listing import Cell, Column, Filter, Listing, Order

LETTERS = ["ant", "bee", "cat", "dog", "eel"]


class Rows(list):
    """Rows that remember how they were ordered, as a QuerySet would be."""

    ordered = True
    by: tuple[str, ...] = ()

    def order_by(self, *fields):
        rows = Rows(self)
        rows.by = fields
        return rows


def ending(rows: Rows, end: str) -> Rows:
    return Rows(row for row in rows if row.endswith(end))


def listing(query: str = "", **more) -> Listing:
    asked = {
        "search": lambda rows, words: Rows(row for row in rows if words in row),
        "filters": [Filter("ends", "末字", [("t", "以t结尾")], ending)],
        "orders": [Order("official", "组织顺序", ("path",)), Order("day", "时间", ("-day",))],
        "per_page": 2,
    }
    return Listing(QueryDict(query), Rows(LETTERS), **asked | more)


@pytest.mark.parametrize(
    ("query", "rows", "count"),
    [
        ("", ["ant", "bee"], 5),
        ("page=3", ["eel"], 5),
        ("page=99", ["eel"], 5),
        ("page=x", ["ant", "bee"], 5),
        ("q=%20e%00", ["bee", "eel"], 2),
        ("ends=t", ["ant", "cat"], 2),
        ("ends=zz", ["ant", "bee"], 5),
        ("q=c&ends=t", ["cat"], 1),
        ("q=zebra", [], 0),
    ],
)
def test_the_address_says_what_is_listed(query, rows, count):
    asked = listing(query)

    assert (asked.rows, asked.count) == (rows, count)


@pytest.mark.parametrize(
    ("query", "by"),
    [
        ("", ("path", "pk")),
        ("order=day", ("-day", "pk")),
        ("order=-day", ("path", "pk")),
        ("order=attendance", ("path", "pk")),
    ],
)
def test_only_an_order_of_the_list_orders_it(query, by):
    assert listing(query).page.paginator.object_list.by == by


def test_a_filter_holds_until_another_is_chosen():
    ended = Filter(
        "ends", "末字", [("t", "以t结尾")], lambda rows, end: Rows(r for r in rows if r.endswith(end)), default="t"
    )

    assert listing(filters=[ended]).count == 2
    assert listing("ends=", filters=[ended]).count == 5
    assert not listing(filters=[ended]).is_narrowed


def test_a_column_of_figures_is_never_ordered_by():
    with pytest.raises(ValueError, match="参加次数"):
        Column("参加次数", order="times", number=True)


@pytest.mark.django_db
def test_a_list_costs_two_queries_however_long():
    counts = []
    for upto in (1, 3):
        some = Permission.objects.filter(pk__in=Permission.objects.values("pk")[:upto])
        with CaptureQueriesContext(connection) as queries:
            found = Listing({}, some, orders=[Order("name", "名称", ("codename",))])
            assert (len(found.rows), found.count) == (upto, upto)
        counts.append(len(queries))

    assert counts == [2, 2]


def page_of(asked: Listing, query: str = "") -> str:
    columns = [Column("名称", order="official"), Column("日期", order="day"), Column("次数", number=True)]
    rows = [[Cell(row, url=f"/{row}/"), Cell("4月", detail="补录"), Cell(1200)] for row in asked.rows]
    context = {"listing": asked, "columns": columns, "rows": rows, "caption": "动物", "noun": "种"}
    return " ".join(
        render_to_string("components/listing.html", context, RequestFactory().get(f"/list/?{query}")).split()
    )


def test_the_table_keeps_what_was_asked_and_sorts_by_no_figure():
    page = page_of(listing("q=e&order=day&page=1"), "q=e&order=day&page=1")

    assert '<a href="?q=e&amp;order=official">名称</a>' in page
    assert 'aria-sort="descending"><a href="?q=e&amp;order=day">日期</a>' in page
    assert '<th role="columnheader" scope="col" class="number">次数</th>' in page
    assert '<option value="day" selected>时间</option>' in page
    assert "找到 2 种" in page


def test_later_pages_keep_the_words():
    page = page_of(listing("ends=&order=day&page=2"), "ends=&order=day&page=2")

    assert 'href="?ends=&amp;order=day&amp;page=3"' in page
    assert "第 2 页，共 3 页" in page


def test_a_cell_of_a_card_says_what_it_is():
    page = page_of(listing())

    assert (
        '<th class="table-head" role="rowheader" scope="row"><span class="table-text"><a href="/ant/">ant</a>' in page
    )
    assert '<span class="table-label" aria-hidden="true">次数</span><span class="table-text">1,200</span>' in page
    assert '<span class="table-detail">补录</span>' in page


def test_nothing_found_offers_the_whole_list():
    page = page_of(listing("q=zebra"), "q=zebra")

    assert 'href="/list/">看全部' in page
    assert "<table" not in page
