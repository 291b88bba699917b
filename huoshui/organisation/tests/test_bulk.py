"""A city's worth of people and units goes in at once."""

from time import process_time

import pytest

from huoshui.ledger.models import Fact
from huoshui.organisation import actions

from .conftest import JAN

COUNTIES, OUTLETS, BRANCHES, PEOPLE, MEMBERS = 12, 17, 6, 2000, 1200


def city():
    yield actions.NewUnit("city", "city_company", "市分公司", JAN)
    for c in range(COUNTIES):
        yield actions.NewUnit(f"c{c}", "county_company", f"县分公司{c}", JAN, "city", order=c)
        for n in range(OUTLETS):
            yield actions.NewUnit(f"c{c}o{n}", "outlet", f"网点{c}-{n}", JAN, f"c{c}", order=n)
        for n in range(BRANCHES):
            yield actions.NewUnit(f"c{c}b{n}", "branch", f"党支部{c}-{n}", JAN, f"c{c}", serves=(f"c{c}o{n}",))
            yield actions.NewUnit(f"c{c}b{n}l", "cell", f"党小组{c}-{n}", JAN, f"c{c}b{n}")


@pytest.mark.slow
def test_a_city_is_entered_within_seconds(db, do):
    began = process_time()
    units = do(actions.open_units, units=list(city()))
    outlets = [unit for unit in units if unit.kind == "outlet"]
    branches = [unit for unit in units if unit.kind == "branch"]
    people = do(actions.add_people, people=[actions.NewPerson(f"张{n}") for n in range(PEOPLE)])
    works = [actions.NewEmployment(one, outlets[n % len(outlets)], JAN) for n, one in enumerate(people)]
    do(actions.employ_people, employments=works)
    belongs = [
        actions.NewMembership(one, branches[n % len(branches)], "member", JAN) for n, one in enumerate(people[:MEMBERS])
    ]
    do(actions.join_branches, memberships=belongs)
    posts = [actions.NewPost(people[n], branch, "secretary", JAN) for n, branch in enumerate(branches)]
    do(actions.appoint_people, posts=posts)

    assert Fact.objects.count() == len(units) + PEOPLE + MEMBERS + len(branches)
    assert process_time() - began < 5
