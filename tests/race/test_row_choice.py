"""Which rows of a board are shown, of those in front, of some runners, of a category."""

from __future__ import annotations

import pytest

from race.board_json import board_json
from race.messages import Entrant
from race.row_choice import RowChoice
from tests.race.messages_by_hand import GUN, board, split, start_list

FIELD = start_list(
    [
        Entrant(bib=bib, name=f"Runner {bib}", category=category)
        for bib, category in zip("12345", "MWMWW", strict=True)
    ]
)
PASSED = [split(bib, 400, f"6{bib}.0") for bib in "12345"]


@pytest.mark.parametrize(
    ("choice", "bibs"),
    [
        (RowChoice(), "12345"),
        (RowChoice(top=2), "12"),
        (RowChoice(bibs=frozenset("42")), "24"),
        (RowChoice(top=1, bibs=frozenset("41")), "14"),
        (RowChoice(category="W"), "245"),
        (RowChoice(top=1, bibs=frozenset("53"), category="W"), "25"),
        (RowChoice(bibs=frozenset("9")), ""),
    ],
)
def test_rows_that_are_wanted(choice: RowChoice, bibs: str) -> None:
    """In running order, with the places of the whole race."""
    rows = board_json(board(FIELD, GUN, *PASSED), choice=choice)["rows"]

    assert [row["bib"] for row in rows] == list(bibs)
    assert [row["place"] for row in rows] == [int(bib) for bib in bibs]
