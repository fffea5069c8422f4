"""What is asked of a board in the query of a request."""

from __future__ import annotations

import pytest

from feeds.serving.board_question import LONGEST, MOST_BIBS, row_choice
from race.row_choice import RowChoice


@pytest.mark.parametrize(
    ("query", "choice"),
    [
        ("", RowChoice()),
        ("top=10", RowChoice(top=10)),
        ("bib=KER&bib=12&top=3", RowChoice(top=3, bibs=frozenset({"KER", "12"}))),
        ("category=W%2040", RowChoice(category="W 40")),
    ],
)
def test_good_questions(query: str, choice: RowChoice) -> None:
    """Each part may be there or not."""
    assert row_choice(query) == choice


@pytest.mark.parametrize(
    "query",
    [
        "top=0",
        "top=-1",
        "top=ten",
        "top=\u0661",
        "top=99999999",
        "top=1&top=2",
        "category=W&category=M",
        "category=",
        "bib=" + "x" * (LONGEST + 1),
        "&".join(["bib=1"] * (MOST_BIBS + 3)),
        "colour=red",
        "top",
        "&&",
    ],
)
def test_bad_questions(query: str) -> None:
    """Each is refused with a sentence that says what may be asked."""
    with pytest.raises(ValueError, match=r"board takes|takes a number|characters"):
        row_choice(query)
