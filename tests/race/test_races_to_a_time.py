"""Races to a time: the order is by distance, and the finish is the end of the time."""

from __future__ import annotations

from dataclasses import replace

from race.board_json import board_json
from race.fold.history import History
from race.messages import Message
from race.moments.commentary import Commentary
from tests.race.messages_by_hand import GUN, board, row_of, split, start_list

HOUR = replace(start_list("ABC", (1000, 2000, 3000, 4000, 30_000), lap_m=1000), setting="road", limit_s=3600)

LAPS: list[Message] = [
    HOUR,
    GUN,
    *(split("A", m, f"{m * 0.6:.0f}") for m in (1000, 2000, 3000, 4000)),
    *(split("B", m, f"{m * 0.9:.0f}") for m in (1000, 2000, 3000)),
    split("C", 1000, "1200"),
]


def test_a_distance_is_projected_and_no_finish() -> None:
    """At the average pace so far, for as long as the runner is expected back."""
    shown = board(*LAPS, at="45:00")
    first, second, third = (row_of(shown, bib) for bib in "ABC")

    assert (first.projection, second.projection, first.chances) == (None, None, None)
    assert (first.projected_m, second.projected_m) == (6000, 4000)
    assert third.projected_m == 3000
    late = row_of(board(*LAPS, at="50:01"), "C")
    assert (late.projected_m, late.overdue) == (None, None)
    assert first.next is not None
    assert {row["projected_ms"] for row in board_json(shown)["rows"]} == {None}


def test_when_the_time_is_up_all_have_finished() -> None:
    """Each with the distance of the last checkpoint, in the order of those."""
    before, after = (board(*LAPS, at=at) for at in ("59:59", "1:00:00"))

    assert (before.phase, after.phase) == ("running", "finished")
    assert {row.status for row in before.rows} == {"running"}
    rows = board_json(after)["rows"]
    assert [(row["bib"], row["place"], row["status"], row["projected_m"]) for row in rows] == [
        ("A", 1, "finished", 4000),
        ("B", 2, "finished", 3000),
        ("C", 3, "finished", 1000),
    ]
    assert [[runner.entrant.bib for runner in shown.winners] for shown in (before, after)] == [[], ["A"]]


def test_there_is_no_bell_and_the_winner_wins_by_distance() -> None:
    """Nor is anything to go but time."""
    moments = Commentary().moments(History(LAPS).at(10**7), 3_600_000)

    texts = [moment.text for moment in moments]
    assert not [text for text in texts if "bell" in text.lower() or "to go" in text]
    assert any(text.endswith("A wins with 4.000 km") for text in texts)
    assert max(moment.when_ms for moment in moments) == 3_600_000
