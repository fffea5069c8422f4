"""Net time: from crossing the start line, where that is timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from race.messages import Checkpoint, StartList
from race.times import Time
from tests.race.messages_by_hand import (
    GUN,
    board,
    entrant,
    gun,
    order,
    read_json,
    row_of,
    split,
    start_list,
    void,
)

if TYPE_CHECKING:
    from race.board import Board

CHECKPOINTS_M = (0, 5000, 10_000)


def net(shown: Board, bib: str) -> Time | None:
    """The net time of an entrant at the last checkpoint."""
    return row_of(shown, bib).net


def test_net_time_is_gun_time_less_the_start_mat_time() -> None:
    """The start line is not in the order: a runner with only a start-mat time is not seen yet."""
    field = start_list("AB", CHECKPOINTS_M, None)
    log = [field, GUN, split("A", 0, "0:42"), split("B", 0, "0:03"), split("A", 5000, "20:10")]

    shown = board(*log)

    assert net(shown, "A") == Time(1_168_000, 0)
    assert net(shown, "B") is None
    assert [row.place for row in shown.rows] == [1, None]
    assert row_of(shown, "A").checkpoint == 0
    assert read_json(shown)["rows"][0]["net_ms"] == 1_168_000


def test_places_go_by_gun_time() -> None:
    """A runner with a faster net time who starts later is behind."""
    field = start_list("AB", CHECKPOINTS_M, None)
    log = [field, GUN, split("A", 0, "1:00"), split("A", 5000, "20:00"), split("B", 5000, "19:30")]

    shown = board(*log)

    assert [row.runner.entrant.bib for row in shown.rows] == ["B", "A"]
    assert net(shown, "B") is None


def test_waves_and_times_of_day() -> None:
    """The crossing counts from the gun of one's own wave, by whatever clock it was taken."""
    field = start_list([entrant("A", wave="2")], CHECKPOINTS_M, None)
    log = [
        field,
        gun("2026-05-03T09:00:00Z"),
        gun("2026-05-03T09:20:00Z", wave="2"),
        split("A", 0, "2026-05-03T09:21:30Z"),
        split("A", 5000, "2026-05-03T09:46:30Z"),
    ]

    assert net(board(*log), "A") == Time(25 * 60_000, 0)


def test_a_start_mat_time_is_corrected_like_any_split() -> None:
    """A correction replaces it; withdrawn, there is no net time."""
    field = start_list("A", CHECKPOINTS_M, None)
    log = [field, GUN, split("A", 0, "0:42", id_="x"), split("A", 5000, "20:10")]

    assert net(board(*log, split("A", 0, "0:32", replaces="x")), "A") == Time(1_178_000, 0)
    assert net(board(*log, void("x")), "A") is None


def test_a_suspect_crossing_does_not_count() -> None:
    """Neither does one of which only the order is known."""
    field = start_list("A", CHECKPOINTS_M, None)

    assert net(board(field, GUN, split("A", 0, "0:42", suspect=True), split("A", 5000, "20:10")), "A") is None
    assert net(board(field, GUN, order(0, "A"), split("A", 5000, "20:10")), "A") is None


def test_there_is_one_start_line() -> None:
    """A second checkpoint at 0 m is a mistake."""
    twice = tuple(Checkpoint(id=name, distance_m=metres) for name, metres in (("a", 0), ("b", 0), ("c", 100)))

    with pytest.raises(ValueError, match="one start line"):
        StartList(name="Race", distance_m=100, checkpoints=twice, entrants=())


def test_a_withdrawn_start_mat_time_leaves_the_other_one() -> None:
    """Of two times of day at the start line the one in force counts, from the gun."""
    log = [start_list("A", CHECKPOINTS_M, None), gun("2026-07-28T10:00:00Z"), split("A", 5000, "20:10.0")]
    log += [split("A", 0, "2026-07-28T10:00:30.0Z", evidence="hand")]
    log += [split("A", 0, "2026-07-28T10:00:42.0Z", id_="mat")]

    assert str(net(board(*log), "A")) == "19:28"
    assert str(net(board(*log, void("mat")), "A")) == "19:40"
