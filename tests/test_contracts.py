"""The import contracts are proven by faults planted in a copy of the code."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = "The house: config → parts and reports → organisation → packs → ledger → base"
PARTS = "Parts do not import one another"
DOOR = "Parts and reports enter the organisation by its door, organisation.public"
SHAPE = "The same files in every part, imported downward"
ORGANISATION = "The organisation's files, imported downward"
LEDGER = "The ledger's files, imported downward"

pytestmark = pytest.mark.slow


@pytest.fixture
def house(tmp_path):
    """A copy of the code, small enough to make in no time: modules only."""
    only_modules = shutil.ignore_patterns("tests", "migrations", "templates", "static", "__pycache__", "*.toml")
    shutil.copytree(ROOT / "huoshui", tmp_path / "huoshui", ignore=only_modules)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(house: Path, module: str, line: str = "") -> None:
    path = house / f"{module.replace('.', '/')}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text((path.read_text() if path.exists() else "") + line + "\n")


def broken_contracts(house: Path) -> list[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"]
    linted = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)
    broken = [line.partition(" BROKEN")[0] for line in linted.stdout.splitlines() if " BROKEN" in line]
    assert linted.returncode == (1 if broken else 0), linted.stdout + linted.stderr
    return broken


def test_the_code_as_it_is_keeps_every_contract(house):
    assert broken_contracts(house) == []


def test_two_parts_that_do_not_meet_are_fine(house):
    plant(house, "huoshui.programme.left.models", "from huoshui.organisation.public import Viewer")
    plant(house, "huoshui.programme.right.models", "from huoshui.ledger.periods import Period")

    assert broken_contracts(house) == []


def test_a_part_that_imports_its_sibling_is_found(house):
    plant(house, "huoshui.programme.left.models")
    plant(house, "huoshui.programme.right.actions", "from huoshui.programme.left import models")

    assert broken_contracts(house) == [PARTS]


def test_reports_importing_a_part_are_found(house):
    plant(house, "huoshui.reports.queries", "from huoshui.programme.activities import models")

    assert broken_contracts(house) == [HOUSE]


def test_a_part_importing_reports_is_found(house):
    plant(house, "huoshui.programme.activities.queries", "import huoshui.reports.apps")

    assert broken_contracts(house) == [HOUSE]


def test_a_stray_module_in_a_part_is_found(house):
    plant(house, "huoshui.programme.activities.services")

    assert broken_contracts(house) == [SHAPE]


def test_a_stray_package_in_the_house_is_found(house):
    plant(house, "huoshui.common.things")

    assert broken_contracts(house) == [HOUSE]


def test_an_upward_import_inside_a_part_is_found(house):
    plant(house, "huoshui.programme.left.actions")
    plant(house, "huoshui.programme.left.models", "from . import actions")

    assert broken_contracts(house) == [SHAPE]


def test_a_part_entering_the_organisation_beside_its_door_is_found(house):
    plant(house, "huoshui.programme.activities.queries", "from huoshui.organisation.models import Unit")

    assert broken_contracts(house) == [DOOR]


def test_the_ledger_knowing_the_organisation_is_found(house):
    plant(house, "huoshui.ledger.models", "import huoshui.organisation.apps")

    assert HOUSE in broken_contracts(house)


def test_an_upward_import_inside_the_ledger_is_found(house):
    plant(house, "huoshui.ledger.models", "from . import evaluation")

    assert LEDGER in broken_contracts(house)


def test_an_upward_import_inside_the_organisation_is_found(house):
    plant(house, "huoshui.organisation.rules.planted", "from huoshui.organisation import views")

    assert ORGANISATION in broken_contracts(house)


def test_an_import_for_types_alone_is_no_fault(house):
    lines = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from huoshui.programme.left import models"
    plant(house, "huoshui.programme.left.models")
    plant(house, "huoshui.programme.right.models", lines)

    assert broken_contracts(house) == []
