from .accounts import GrantForm, OpenAccountForm
from .fields import Deed
from .handing import HandOverForm
from .people import (
    AddPersonForm,
    AppointForm,
    ChangeMembershipForm,
    EmployForm,
    EndForm,
    ExemptForm,
    JoinForm,
)
from .signing import PasswordForm, SignInForm
from .units import (
    CloseForm,
    EndUnitExemptionForm,
    ExemptUnitForm,
    MoveForm,
    OpenUnitForm,
    RenameForm,
    ServeForm,
)

__all__ = [
    "AddPersonForm",
    "AppointForm",
    "ChangeMembershipForm",
    "CloseForm",
    "Deed",
    "EmployForm",
    "EndForm",
    "EndUnitExemptionForm",
    "ExemptForm",
    "ExemptUnitForm",
    "GrantForm",
    "HandOverForm",
    "JoinForm",
    "MoveForm",
    "OpenAccountForm",
    "OpenUnitForm",
    "PasswordForm",
    "RenameForm",
    "ServeForm",
    "SignInForm",
]
