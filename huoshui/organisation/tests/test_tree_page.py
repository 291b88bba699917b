"""The tree as it was, on the page."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from huoshui.organisation import actions
from huoshui.organisation.queries.trees import search_units, tree_on
from huoshui.organisation.viewing import viewer_of

from .conftest import DEC, JAN, JULY

JUNE = date(2021, 6, 30)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TREE = reverse("organisation:tree")


@pytest.fixture
def enter(units, do, settings):
    settings.HUOSHUI_TODAY = DEC

    def come(role: str, code: str):
        account = do(actions.open_account, username=f"{role}-{code}", password=None)
        do(actions.grant_role, account=account, role=role, unit=units[code], from_on=JAN)
        return account

    return come


@pytest.fixture
def moved(units, do):
    """The branch goes north in July under a new name; the hill's branch is closed in December."""
    do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY)
    do(actions.rename_unit, unit=units["branch"], name="衡山第二党支部", on=JULY)
    do(actions.close_unit, unit=units["hill"], on=DEC)


def shape(nodes):
    return [(node.then.name, shape(node.below)) for node in nodes]


def test_the_tree_of_a_day_is_the_one_of_then(enter, moved):
    viewer = viewer_of(enter("city_officer", "city"), DEC)

    assert shape(tree_on(viewer, JUNE).roots) == [
        (
            "市分公司",
            [
                ("衡山县分公司", [("衡山党支部", [])]),
                ("衡南县分公司", [("三塘网点", []), ("衡南第一党支部", [("第一党小组", [])])]),
            ],
        )
    ]
    assert shape(tree_on(viewer, DEC).roots) == [
        (
            "市分公司",
            [("衡山县分公司", [("衡山第二党支部", [("第一党小组", [])])]), ("衡南县分公司", [("三塘网点", [])])],
        )
    ]
    assert tree_on(viewer, date(2020, 12, 31)).roots == []


def test_a_county_sees_what_lay_in_it_then(enter, moved):
    viewer = viewer_of(enter("county_officer", "south"), DEC)
    then, now = tree_on(viewer, JUNE), tree_on(viewer, DEC)

    assert shape(then.roots) == [("衡南县分公司", [("三塘网点", []), ("衡南第一党支部", [("第一党小组", [])])])]
    assert [node.is_here for node in then.roots[0].below] == [True, False]  # its page is the north's now
    assert shape(now.roots) == [("衡南县分公司", [("三塘网点", [])])]


def test_a_search_looks_at_the_names_of_the_day(enter, moved):
    viewer = viewer_of(enter("city_officer", "city"), DEC)

    assert shape(tree_on(viewer, JUNE, "hndy").roots) == [("市分公司", [("衡南县分公司", [("衡南第一党支部", [])])])]
    assert (tree_on(viewer, JUNE, "hndy").found, tree_on(viewer, DEC, "hndy").found) == (1, 0)
    assert shape(tree_on(viewer, DEC, "第二").roots) == [("市分公司", [("衡山县分公司", [("衡山第二党支部", [])])])]


def test_units_are_found_by_the_names_they_once_had(units, enter, moved):
    city, north = (viewer_of(enter(*who), DEC) for who in (("city_officer", "city"), ("county_officer", "south")))

    assert search_units(city, "衡南第一") == [(units["branch"], "衡南第一党支部")]
    assert search_units(city, "第二党支部") == [(units["branch"], "")]
    assert search_units(north, "第一党支部") == search_units(city, " ") == []


def test_the_page_says_which_day_it_shows(enter, moved):
    client = Client()
    client.force_login(enter("city_officer", "city"), backend=BACKEND)
    today, then = (client.get(TREE, asked).content.decode() for asked in ({}, {"on": "2021-06-30"}))

    assert ("回到今天" in today, "回到今天" in then) == (False, True)
    assert "这是 2021年6月30日 的组织" in then
    assert ("衡南第一党支部" in today, "衡南第一党支部" in then) == (False, True)
    for asked in ({"on": "soon"}, {"on": "2021-13-45"}, {"on": "9999-12-31"}, {"q": "\0"}):
        assert client.get(TREE, asked).status_code == 200
    assert "还没有单位" in client.get(TREE, {"on": "2019-01-01"}).content.decode()


def test_a_tree_costs_the_same_for_few_and_for_many(enter, units, do, django_assert_num_queries):
    account = enter("city_officer", "city")
    with django_assert_num_queries(4):
        assert tree_on(viewer_of(account, DEC), DEC).count == 7
    for n in range(3):
        do(actions.open_unit, code=f"more-{n}", kind="branch", name="又一个党支部", on=JAN, parent=units["north"])

    with django_assert_num_queries(4):
        assert tree_on(viewer_of(account, DEC), DEC).count == 10
