"""Thousandths stand where they decide, on the board and in sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from race.messages import Message, StartList
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, board, entrant, gun, moments, split, start_list

FINISHES = {"A": "3:32.451", "B": "3:32.455", "C": "3:32.459", "D": "3:32.46", "E": "3:32.461"}


def close_finish(field: StartList, **finishes: str) -> list[Message]:
    """A race in which nothing but the finishes is known."""
    return [field, GUN, *(split(bib, 1600, time) for bib, time in finishes.items())]


def test_thousandths_decide_between_those_who_are_level_as_times_are_shown() -> None:
    """The four in 3:32.46; not the one in 3:32.47."""
    shown = board(*close_finish(start_list("ABCDE"), **FINISHES))

    assert [row.place for row in shown.rows] == [1, 2, 3, 4, 5]
    assert shown.decided_by_thousandths == set("ABCD")


@pytest.mark.parametrize(
    ("finishes", "close"),
    [
        ({"A": "3:32.451", "B": "3:32.451"}, ""),
        ({"A": "3:32.451", "B": "3:32.451", "C": "3:32.459"}, "ABC"),
        ({"A": "3:32.46", "B": "3:32.46"}, ""),
        ({"A": "3:32.496", "B": "3:32.5"}, "AB"),
        ({"A": "3:32.451", "B": "3:32.461"}, ""),
    ],
)
def test_who_shares_a_place_is_not_decided(finishes: dict[str, str], close: str) -> None:
    """Nor is someone alone in a hundredth; a hand time in tenths may be level with thousandths."""
    shown = board(*close_finish(start_list("ABC"), **finishes))

    assert shown.decided_by_thousandths == set(close)


def test_official_places_that_are_shared_are_not_decided() -> None:
    """If the judges give both the same place, the thousandths decide nothing."""
    log = [start_list("AB"), GUN, split("A", 1600, "3:32.451", rank=1), split("B", 1600, "3:32.459", rank=1)]

    assert board(*log).decided_by_thousandths == frozenset()


def test_on_a_road_whole_seconds_are_enough() -> None:
    """There times are shown in seconds, and chips know thousandths of every one."""
    road = replace(start_list("AB", (5000,), lap_m=None), setting="road")

    shown = board(road, GUN, split("A", 5000, "14:32.451"), split("B", 5000, "14:32.455"))

    assert shown.decided_by_thousandths == frozenset()


def test_a_place_settled_later_is_said_to_be_by_thousandths() -> None:
    """In a time trial, where the last to start might have been faster."""
    waves = [entrant(bib, wave=bib) for bib in "ABC"]
    guns = [gun(f"2026-05-02T10:0{number}:00Z", wave=bib) for number, bib in enumerate("ABC")]
    times = {"A": "3:32.451", "B": "3:32.455", "C": "3:40.000"}
    log = [start_list(waves), *guns, *(split(bib, 1600, time) for bib, time in times.items())]
    said = [m.text for m in moments(board(*log).state, AFTER_ALL_MS) if m.kind == "finish"]

    assert "A wins in 3:32.46, by thousandths" in said
    assert "B is second in 3:32.46, by thousandths" in said


def test_sentences_say_where_thousandths_decide() -> None:
    """Each finish as it was known when the runner came in."""
    log = close_finish(start_list("ABCDE"), **FINISHES)
    said = [m.text for m in moments(board(*log).state, AFTER_ALL_MS) if m.kind in ("finish", "result")]

    assert said == [
        "A wins in 3:32.46",
        "B is second in 3:32.46, by thousandths",
        "C is third in 3:32.46, by thousandths",
        "D fourth, 3:32.46",
        "E fifth, 3:32.47",
        "The result: A first, B second, C third",
    ]
