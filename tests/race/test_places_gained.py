"""Places gained and lost since the checkpoint before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.race.messages_by_hand import GUN, board, entrant, order, row_of, split, start_list, status

if TYPE_CHECKING:
    from race.board import Board


def gains(shown: Board) -> dict[str, int | None]:
    """The places gained, by bib."""
    return {row.runner.entrant.bib: row.gain for row in shown.rows}


def test_places_gained_and_lost() -> None:
    """Since the checkpoint before, over those still in the race; at the first there is nothing to compare."""
    log = [start_list("ABC"), GUN, *(split(bib, 400, f"1:0{i}") for i, bib in enumerate("ABC"))]

    first = board(*log)
    second = board(*log, *(split(bib, 800, f"2:0{i}") for i, bib in enumerate("CAB")))

    assert {row.gain for row in first.rows} == {None}
    assert gains(second) == {"C": 2, "A": -1, "B": -1}


def test_the_change_is_since_the_checkpoint_before() -> None:
    """Not since the first one."""
    log = [start_list("AB"), GUN]
    passed = (
        split(bib, 400 * lap, f"{lap}:0{i}")
        for lap, order_ in ((1, "AB"), (2, "BA"), (3, "AB"))
        for i, bib in enumerate(order_)
    )

    assert gains(board(*log, *passed)) == {"A": 1, "B": -1}


def test_the_first_to_arrive_has_gained_at_once() -> None:
    """The change is shown when a runner arrives, before the runners who were overtaken do."""
    log = [start_list("ABC"), GUN, *(split(bib, 400, f"1:0{i}") for i, bib in enumerate("ABC"))]

    assert row_of(board(*log, split("C", 800, "2:00")), "C").gain == 2


def test_a_runner_missed_at_a_checkpoint_changes_no_place() -> None:
    """Neither being absent at one checkpoint nor being back at the next is overtaking."""
    log = [start_list("ABC"), GUN, split("B", 400, "1:01"), split("C", 400, "1:02")]

    shown = board(*log, *(split(bib, 800, f"2:0{i}") for i, bib in enumerate("ABC")))
    later = board(
        *log,
        split("A", 400, "1:00"),
        *(split(b, 800, f"2:0{i}") for i, b in enumerate("BC")),
        split("A", 1200, "3:00"),
    )

    assert gains(shown) == {"A": None, "B": 0, "C": 0}
    assert gains(later) == {"A": 0, "B": 0, "C": 0}


def test_a_runner_who_left_the_race_gave_no_place_away() -> None:
    """No one gains from a runner who stops, or a pacemaker who finishes."""
    field = start_list([entrant("P", "pacemaker"), *"DAB"], checkpoints_m=(400, 800))
    there = [split(bib, 400, f"1:0{i}") for i, bib in enumerate("PDAB")]
    ranked = [split(bib, 400, f"1:0{i}", i + 1) for i, bib in enumerate("PDAB")]
    end = [split(bib, 800, f"2:0{i}") for i, bib in enumerate("PAB")]

    for splits in (there, ranked):
        shown = board(field, GUN, *splits, status("D", "dnf", when="1:30"), *end)

        assert gains(shown) == {"P": None, "A": 0, "B": 0, "D": None}


def test_official_places_give_the_change_where_few_are_known() -> None:
    """Eighth at 400 m and fifth at 800 m is three places gained, whoever else was there."""
    log = [start_list("K"), GUN, order(400, "K", first=8), order(800, "K", first=5)]

    assert row_of(board(*log), "K").gain == 3


def test_official_places_count_those_whose_own_were_not_published() -> None:
    """Second and second again is no place gained, whoever was first; from first to fifth are four lost."""
    log = [start_list("KHNWI"), GUN, split("I", 400, "1:00", 1), order(800, "K", first=2)]
    now = [*log, order(1200, "I"), order(1200, "K", first=2)]

    assert row_of(board(*now), "K").gain == 0

    led = [
        start_list("KHNWI"),
        GUN,
        order(800, "H"),
        order(1200, "N"),
        order(1200, "K", first=2),
        order(1200, "H", first=5),
    ]

    assert row_of(board(*led), "H").gain == -4
