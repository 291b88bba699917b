from .accounts import Account, RoleGrant
from .exemptions import UnitExemption
from .handovers import HandedItem, HandOver
from .people import Employment, Exemption, Membership, Person, PersonKey, Post
from .units import OutletService, Unit, UnitSpell, under_paths

__all__ = [
    "Account",
    "Employment",
    "Exemption",
    "HandOver",
    "HandedItem",
    "Membership",
    "OutletService",
    "Person",
    "PersonKey",
    "Post",
    "RoleGrant",
    "Unit",
    "UnitExemption",
    "UnitSpell",
    "under_paths",
]
