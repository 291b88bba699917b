"""The accounts of the demo: who comes in by the doors, and two more for those who sign in."""

from datetime import datetime

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.organisation.actions import grant_role, open_account
from huoshui.organisation.demo import CITY
from huoshui.organisation.models import Account, Unit
from huoshui.organisation.public import holders

PASSWORD = "huoshui-yanshi"  # for every demo account; production refuses to start with one
SECRETARIES = {"demo-secretary": "hengnan-zhibu-3", "demo-secretary-2": "leiyang-zhibu-2"}
OFFICERS = {
    "demo-officer": ("city_officer", CITY),
    "demo-reader": ("city_reader", CITY),
    "demo-county": ("county_officer", "hengnan"),
}
JOINT = ("hengnan-zhibu-1", "hengnan-zhibu-3")  # the second has still to tick its own people
OVERDUE = ("hengnan-zhibu-5", "qidong-zhibu-4")  # where a theme day of some days ago waits to be recorded


def open_accounts(at: datetime) -> None:
    for username, code in SECRETARIES.items():
        branch = Unit.objects.get(code=code)
        account = _open(username, at, person=holders(branch, "secretary", day_of(at))[0])
        _grant(account, "branch_secretary", branch, at)
    for username, (role, code) in OFFICERS.items():
        _grant(_open(username, at), role, Unit.objects.get(code=code), at)


def _open(username: str, at: datetime, **more) -> Account:
    return open_account(username=username, password=PASSWORD, is_demo=True, by=None, at=at, source=Source.JOB, **more)


def _grant(account: Account, role: str, unit: Unit, at: datetime) -> None:
    grant_role(account=account, role=role, unit=unit, from_on=day_of(at), by=None, at=at, source=Source.JOB)
