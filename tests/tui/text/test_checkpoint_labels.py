"""Checkpoint labels where there is little room: the way in and the way out stay apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from race.messages import Checkpoint
from tests.race.messages_by_hand import GUN, board, split, start_list, status
from tui.text.board_cells import BoardLines, pieces_of
from tui.text.board_columns import layout_of
from tui.text.checkpoint_labels import shortened_label

AID = replace(
    start_list("AB", (10_000, 10_010, 20_000), lap_m=None),
    setting="trail",
    checkpoints=(
        Checkpoint(id="cunningham-in", distance_m=10_000),
        Checkpoint(id="cunningham-out", distance_m=10_010),
        Checkpoint(id="20000", distance_m=20_000),
    ),
)


@pytest.mark.parametrize(
    ("label", "width", "shown"),
    [
        ("telluride-out", 8, "tell…out"),
        ("telluride-in", 8, "tellu…in"),
        ("Aid station 12", 8, "Aid s…12"),
        ("telluride-out", 5, "t…out"),
        ("ouray-in", 8, "ouray-in"),
        ("Cunningham", 8, "Cunni…am"),
        ("42195", 4, "42…5"),
        ("東京タワー入口", 8, "東…入口"),
    ],
)
def test_a_long_label_keeps_its_last_word(label: str, width: int, shown: str) -> None:
    """Or its last letters."""
    assert shortened_label(label, width) == shown


@given(st.text(max_size=20), st.integers(1, 12))
def test_it_fits(label: str, width: int) -> None:
    """Whatever the letters are."""
    assert cell_len(shortened_label(label, width)) <= width or cell_len(label) <= width


def test_the_board_tells_the_way_in_from_the_way_out() -> None:
    """However narrow it is."""
    log = [split("A", "cunningham-out", "1:00:00"), split("B", "cunningham-in", "1:01:00")]
    shown = board(AID, GUN, *log)

    for width in (40, 60, 80, 200):
        layout = layout_of(shown, width)
        lines = ["".join(text for _, text in pieces_of(line, layout)) for line in BoardLines(shown)]
        assert ["out" in line for line in lines] == [True, False]
        assert ["…in" in line for line in lines] == [False, True]


def test_a_runner_who_is_out_has_the_sign_of_doubt_too() -> None:
    """Behind the name, where the line says how the runner left."""
    log = [split("A", 400, "1:00"), split("B", 400, "1:01"), split("B", 800, "1:02.1"), status("B", "dnf")]
    shown = board(start_list("AB"), GUN, *log)

    for width in (40, 80, 200):
        layout = layout_of(shown, width)
        lines = ["".join(text for _, text in pieces_of(line, layout)) for line in BoardLines(shown)]
        assert ["?" in line for line in lines] == [False, True]
