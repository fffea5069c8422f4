"""Places beside those who were not timed: known exactly where they are the same however those ran."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from race.messages import Message
from race.times import Time
from tests.race.messages_by_hand import (
    GUN,
    bibs,
    board,
    entrant,
    estimate,
    gun,
    order,
    places,
    split,
    start_list,
)

BIBS = "ABCDEF"


def seconds(figure: int) -> str:
    """As a time: `61.0`."""
    return Time(figure * 1000, 1).show()


@pytest.mark.parametrize("seed", range(60))
def test_a_place_is_shown_where_it_is_the_same_in_every_case(seed: int) -> None:
    """Six runners at one checkpoint, of whom some were missed: each was there anywhere within the band."""
    rng = Random(seed)
    timed: dict[str, int] = {}
    missed: dict[str, tuple[int, int]] = {}
    log: list[Message] = [start_list(BIBS), GUN]
    for bib in BIBS:
        first = rng.randint(55, 70)
        if rng.random() < 0.6:
            timed[bib] = first
            log.append(split(bib, 400, seconds(first)))
        else:
            missed[bib] = first, first + rng.randint(1, 6)
            log.append(estimate(bib, 400, *map(seconds, (first, first, missed[bib][1]))))

    shown = places(board(*log, at="1:30"))

    for bib in BIBS:
        cases = {
            1 + sum(other < timed[bib] for other in [*timed.values(), *case])
            for case in product(*missed.values())
            if bib in timed
        }
        assert shown[bib] == (cases.pop() if len(cases) == 1 else None), bib


def test_those_at_a_later_checkpoint_are_in_front() -> None:
    """Once they must be there; while one may still be on the way it is not known."""
    log = [
        start_list("ABCD"),
        GUN,
        *(split(bib, 400, seconds(59 + n)) for n, bib in enumerate("ABCD")),
        estimate("C", 800, "2:02", "2:04", "2:06"),
    ]

    assert places(board(*log, split("A", 800, "2:01"), at="2:03")) == {
        "A": 1,
        "B": None,
        "C": None,
        "D": None,
    }
    assert places(board(*log, split("A", 800, "2:08"), at="2:09")) == {"A": 2, "B": 3, "C": None, "D": 4}


def test_behind_printed_places_none_are_counted() -> None:
    """A printed place may count those who were missed, or not."""
    log = [start_list("ABCD"), GUN, order(400, "B", first=3), split("C", 400, "1:00"), split("A", 400, "50")]

    shown = places(board(*log, estimate("D", 400, "51", "52", "53"), at="1:30"))

    assert shown == {"A": 1, "B": 3, "C": None, "D": None}


def test_in_waves_times_count_from_the_own_gun() -> None:
    """Who was there later by the clock, and started a minute later, was faster."""
    log = [
        start_list([entrant("A", wave="1"), entrant("B", wave="2")]),
        gun("2026-07-28T12:00:00Z", wave="1"),
        gun("2026-07-28T12:01:00Z", wave="2"),
        split("A", 800, "3:00"),
        split("B", 400, "1:00"),
    ]

    shown = board(*log, estimate("B", 800, "3:10", "3:12", "3:20"), at="3:30")

    assert bibs(shown) == "BA"
    assert places(shown) == {"A": 2, "B": None}
