"""The numbers that systems give to laps, by the times beside them."""

from __future__ import annotations

import pytest

from feeds.bridges.lap_meanings import lap_meanings

METRES = [300.0, 700.0, 1100.0, 1500.0]
TIMES = [46_000, 109_000, 172_000, 231_000]


@pytest.mark.parametrize("laps", [(0,), (0, 1), (0, 1, 2), (0, 1, 2, 3), (1,), (2,), (0, 2)])
@pytest.mark.parametrize("name", ["metres", "run", "to go"])
def test_whichever_way_laps_are_counted(name: str, laps: tuple[int, ...]) -> None:
    """Also from a single lap, and where one was missed."""
    numbers = {"metres": (300, 700, 1100, 1500), "run": (1, 2, 3, 4), "to go": (3, 2, 1, 0)}[name]
    earliest = {numbers[index]: TIMES[index] for index in laps}

    assert lap_meanings(earliest, METRES) == {numbers[index]: index for index in laps}


def test_numbers_that_fit_nothing() -> None:
    """Too many laps, and times that no one runs."""
    assert lap_meanings({7: 46_000}, METRES) == {}
    assert lap_meanings({1: 3_000}, METRES) == {}
    assert lap_meanings({}, METRES) == {}


def test_slow_fields_are_numbered_too() -> None:
    """Children, or walkers: who is slower than runners are is somewhere all the same."""
    assert lap_meanings({1: 150_000, 2: 380_000}, METRES) == {1: 0, 2: 1}
