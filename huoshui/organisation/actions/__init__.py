from .accounts import end_role, grant_role, open_account
from .closing import close_unit
from .exempting import end_unit_exemption, exempt_unit
from .memberships import NewMembership, change_membership, join_branch, join_branches, leave_branch
from .moving import move_unit, rename_unit
from .opening import NewUnit, open_unit, open_units
from .people import (
    NewEmployment,
    NewPerson,
    add_people,
    add_person,
    employ,
    employ_people,
    erase_person,
    leave_employment,
)
from .posts import NewPost, appoint, appoint_people, end_exemption, end_post, exempt
from .serving import serve_outlet, stop_serving

__all__ = [
    "NewEmployment",
    "NewMembership",
    "NewPerson",
    "NewPost",
    "NewUnit",
    "add_people",
    "add_person",
    "appoint",
    "appoint_people",
    "change_membership",
    "close_unit",
    "employ",
    "employ_people",
    "end_exemption",
    "end_post",
    "end_role",
    "end_unit_exemption",
    "erase_person",
    "exempt",
    "exempt_unit",
    "grant_role",
    "join_branch",
    "join_branches",
    "leave_branch",
    "leave_employment",
    "move_unit",
    "open_account",
    "open_unit",
    "open_units",
    "rename_unit",
    "serve_outlet",
    "stop_serving",
]
