"""What is sent of a board that has changed makes the one board of the other, and is no more than that."""

from __future__ import annotations

import json
from typing import Any

import pytest

from feeds.protocol import board_frames
from tests.feeds.shown_board import ShownBoard


def board(rows: str, **fields: Any) -> dict[str, Any]:
    """A board with a row for each bib and figure: `a1 b2`."""
    return {
        "clock_ms": 1,
        "name": None,
        "rows": [{"bib": row[0], "lap": row[1:]} for row in rows.split()],
    } | fields


@pytest.mark.parametrize(
    ("before", "after", "sent"),
    [
        (board("a1 b2"), board("a1 b2"), ({}, None, [])),
        (board("a1 b2"), board("a1 b2", clock_ms=2), ({"clock_ms": 2}, None, [])),
        (board("a1 b2"), board("a1 b3", name="x"), ({"name": "x"}, None, ["b"])),
        (board("a1 b2 c3"), board("b2 a1 c3"), ({}, ["b", "a", "c"], [])),
        (board("a1 b2"), board("c1 a2"), ({}, ["c", "a"], ["c", "a"])),
        (board("a1 b2"), board("a1"), ({}, ["a"], [])),
        (board(""), board("a1"), ({}, ["a"], ["a"])),
    ],
)
def test_changes(before: dict[str, Any], after: dict[str, Any], sent: tuple[Any, ...]) -> None:
    """Fields and rows that are others, and the order where it is another."""
    changes = board_frames.changes(1, 2, before, after)
    frame = json.loads(changes)
    assert (frame["fields"], frame["order"], [row["bib"] for row in frame["rows"]]) == sent

    shown = ShownBoard()
    shown.take(board_frames.whole(1, 5000, before))
    shown.take(changes)
    assert shown.board == after
