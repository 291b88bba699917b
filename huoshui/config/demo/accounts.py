"""The accounts of the demo: who comes in by the doors, and two more for those who sign in."""

from datetime import datetime

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.organisation.actions import grant_role, open_account
from huoshui.organisation.demo import CITY
from huoshui.organisation.models import Account, Employment, Person, Unit
from huoshui.organisation.public import holders

PASSWORD = "huoshui-yanshi"  # for every demo account; production refuses to start with one
SECRETARIES = {
    "demo-secretary": "hengnan-zhibu-3",
    "demo-secretary-2": "leiyang-zhibu-2",
    "demo-secretary-3": "hengdong-zhibu-4",
}
OFFICERS = {
    "demo-officer": ("city_officer", CITY),
    "demo-reader": ("city_reader", CITY),
    "demo-county": ("county_officer", "hengnan"),
    "demo-admin": ("system_admin", CITY),
}
PEOPLE_OF_OFFICERS = {"demo-officer": "hengyang-dangjian", "demo-county": "hengnan"}  # who plays them works there
CLERK, COUNTY_OF_THE_CLERK = "demo-clerk", "hengnan"
JOINT = ("hengnan-zhibu-1", "hengnan-zhibu-3")  # the second has still to tick its own people
OVERDUE = ("hengnan-zhibu-5", "qidong-zhibu-4")  # where a theme day of some days ago waits to be recorded


def open_accounts(at: datetime) -> None:
    for username, code in SECRETARIES.items():
        branch = Unit.objects.get(code=code)
        account = _open(username, at, person=holders(branch, "secretary", day_of(at))[0])
        _grant(account, "branch_secretary", branch, at)
    for username, (role, code) in OFFICERS.items():
        account = _open(username, at, person=_officer(PEOPLE_OF_OFFICERS.get(username), at))
        _grant(account, role, Unit.objects.get(code=code), at)
    _open_for_the_clerk(at)


def _officer(code: str | None, at: datetime) -> Person | None:
    """The second manager of a unit: the first is its head."""
    return holders(Unit.objects.get(code=code), "middle_manager", day_of(at))[1] if code else None


def _open_for_the_clerk(at: datetime) -> None:
    """Somebody at the window of an outlet, who heads nothing."""
    outlet = Unit.objects.filter(kind="outlet", parent__code=COUNTY_OF_THE_CLERK).in_order()[0]
    person = Employment.objects.on(day_of(at)).filter(unit=outlet).order_by("-person").first().person
    _grant(_open(CLERK, at, person=person), "staff", outlet, at)


def _open(username: str, at: datetime, **more) -> Account:
    return open_account(username=username, password=PASSWORD, is_demo=True, by=None, at=at, source=Source.JOB, **more)


def _grant(account: Account, role: str, unit: Unit, at: datetime) -> None:
    grant_role(account=account, role=role, unit=unit, from_on=day_of(at), by=None, at=at, source=Source.JOB)
