"""The door of the organisation: what other parts may use."""

from .models import Account, Membership, Person, Unit
from .queries.exemptions import units_exempt
from .queries.keeping import may_read_year_of, units_kept_by
from .queries.people import (
    full_members_among,
    holders,
    home_of,
    homes_on,
    keys_of,
    names_of,
    paths_of_person,
    people_visible_to,
    search_people,
    workplaces,
)
from .queries.permitted import paths_where_held, people_who_may
from .queries.rolls import Rolls
from .queries.rosters import RosterPerson, roster
from .queries.units import (
    UnitThen,
    name_on,
    names_on,
    outlets_served,
    path_on,
    paths_on,
    scope_around,
    scope_of,
    trees_under,
    unit_visible,
    units_under,
    units_with_post,
    units_with_posts,
)
from .viewing import Viewer, viewer_of

__all__ = [
    "Account",
    "Membership",
    "Person",
    "Rolls",
    "RosterPerson",
    "Unit",
    "UnitThen",
    "Viewer",
    "full_members_among",
    "holders",
    "home_of",
    "homes_on",
    "keys_of",
    "may_read_year_of",
    "name_on",
    "names_of",
    "names_on",
    "outlets_served",
    "path_on",
    "paths_of_person",
    "paths_on",
    "paths_where_held",
    "people_visible_to",
    "people_who_may",
    "roster",
    "scope_around",
    "scope_of",
    "search_people",
    "trees_under",
    "unit_visible",
    "units_exempt",
    "units_kept_by",
    "units_under",
    "units_with_post",
    "units_with_posts",
    "viewer_of",
    "workplaces",
]
