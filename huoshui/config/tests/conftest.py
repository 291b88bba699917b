from datetime import date

import pytest

from huoshui.base.clock import at_time
from huoshui.config.cli import main
from huoshui.ledger.models import Source
from huoshui.ledger.sequencer import sequence_all
from huoshui.organisation import actions
from huoshui.organisation.models import Unit

JAN = date(2021, 1, 1)


@pytest.fixture
def units(db) -> dict[str, Unit]:
    """A city with a branch of one member."""
    here = {"by": None, "at": at_time(JAN, 9), "source": Source.SCREEN}
    new = [
        actions.NewUnit("city", "city_company", "市分公司", JAN),
        actions.NewUnit("branch", "branch", "机关第一党支部", JAN, "city"),
    ]
    units = {unit.code: unit for unit in actions.open_units(units=new, **here)}
    person = actions.add_person(name="张建国", **here)
    actions.join_branch(person=person, branch=units["branch"], status="member", on=JAN, **here)
    sequence_all()
    return units


@pytest.fixture
def huoshui(capsys):
    """Runs a command line; returns exit code, what it printed, what it complained of."""

    def run(*words: str) -> tuple[int, str, str]:
        try:
            code = main(words)
        except SystemExit as ended:
            code = ended.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run
