"""The truth table of docs/matrix.md is the rule: every row, and every combination its rows stand for."""

import re
from itertools import product
from pathlib import Path

import pytest

from huoshui.base.templatetags.house import STATE_WORDS
from huoshui.reports.rules import Note, State, When, state_of

DOC = (Path(__file__).resolve().parents[3] / "docs" / "matrix.md").read_text()
YES_NO = {"yes": True, "no": False}
INPUTS = {
    "owed": YES_NO,
    "asked": YES_NO,
    "exempt": YES_NO,
    "done": YES_NO,
    "period": {when.value: when for when in When},
    "note": {note.value: note for note in Note},
}
Combination = tuple[str, ...]


def table_under(heading: str) -> list[list[str]]:
    """Its header and rows, as written."""
    section = DOC.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = re.findall(r"^\|(.+)\|$", section, re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")] for line in lines if not line.startswith("---")]


HEADER, *ROWS = table_under("Truth table")


def meant_by(row: list[str]) -> list[Combination]:
    values = (INPUTS[name] if cell == "any" else [cell] for name, cell in zip(HEADER[:-1], row[:-1], strict=True))
    return list(product(*values))


def state_by_the_code(combination: Combination) -> State:
    given = {name: INPUTS[name][value] for name, value in zip(HEADER[:-1], combination, strict=True)}
    return state_of(when=given.pop("period"), **given)


def test_the_table_has_every_input_and_every_state():
    assert [*INPUTS, "state"] == HEADER
    assert {row[-1] for row in ROWS} == {state.value for state in State}
    assert {row[0] for row in table_under("What decides it")[1:]} == set(INPUTS)


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_row_of_the_truth_table(row):
    assert {state_by_the_code(combination) for combination in meant_by(row)} == {State(row[-1])}


def test_every_combination_is_in_exactly_one_row():
    listed = sorted(combination for row in ROWS for combination in meant_by(row))

    assert listed == sorted(product(*INPUTS.values()))
    assert len(listed) == 144


def test_the_words_of_the_doc_are_those_of_the_screen():
    assert [(row[0], STATE_WORDS[row[0]]) for row in table_under("States")[1:]] == [
        (row[0], row[1]) for row in table_under("States")[1:]
    ]


def test_the_order_in_which_units_stand_together_is_that_of_the_doc():
    from huoshui.reports.rules.states import TOGETHER

    said = DOC.split("Together they stand as the first of these that any of them\nstands: ")[1].split(".")[0]

    assert [state.value for state in TOGETHER] == said.replace("\n", " ").split(", ")
