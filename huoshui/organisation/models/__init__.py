from .accounts import Account, RoleGrant
from .exemptions import UnitExemption
from .people import Employment, Exemption, Membership, Person, PersonKey, Post
from .units import OutletService, Unit, UnitSpell, under_paths

__all__ = [
    "Account",
    "Employment",
    "Exemption",
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
