from .accounts import (
    change_password,
    close_account,
    end_role,
    give_once_password,
    grant_role,
    open_account,
    reopen_account,
)
from .closing import close_unit
from .exempting import end_unit_exemption, exempt_unit
from .handing import END, KEEP, Handed, Leaving, hand_over
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
from .posts import NewPost, appoint, appoint_people, end_exemption, end_post, exempt, withdraw_post
from .reopening import reopen_employment, reopen_membership, reopen_post
from .seating import NewlyOpened, appoint_with_role, open_with_role, seat
from .serving import serve_outlet, stop_serving
from .welcoming import change_workplace, welcome

__all__ = [
    "END",
    "KEEP",
    "Handed",
    "Leaving",
    "NewEmployment",
    "NewMembership",
    "NewPerson",
    "NewPost",
    "NewUnit",
    "NewlyOpened",
    "add_people",
    "add_person",
    "appoint",
    "appoint_people",
    "appoint_with_role",
    "change_membership",
    "change_password",
    "change_workplace",
    "close_account",
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
    "give_once_password",
    "grant_role",
    "hand_over",
    "join_branch",
    "join_branches",
    "leave_branch",
    "leave_employment",
    "move_unit",
    "open_account",
    "open_unit",
    "open_units",
    "open_with_role",
    "rename_unit",
    "reopen_account",
    "reopen_employment",
    "reopen_membership",
    "reopen_post",
    "seat",
    "serve_outlet",
    "stop_serving",
    "welcome",
    "withdraw_post",
]
