"""The Brier score, and the reliability of chances."""

from __future__ import annotations

import pytest

from race.calibration import GivenChance, GroupedShare, Reliability, brier, by_chance


def test_the_brier_score_is_the_mean_of_the_moments() -> None:
    """At one the winner had 0.6 and another 0.4; at the other all was given to someone who lost."""
    given = [
        *(GivenChance("first", 0.6, won=True), GivenChance("first", 0.4, won=False)),
        *(GivenChance("second", 0.0, won=True), GivenChance("second", 1.0, won=False)),
    ]

    assert brier(given[:2]) == pytest.approx(0.16 + 0.16)
    assert brier(given) == pytest.approx((0.32 + 2) / 2)
    assert brier([]) is None


def test_chances_are_held_against_how_often_they_came_true() -> None:
    """In bins, of which those without a chance are left out."""
    given = [
        *(GivenChance(number, 0.2, won=number < 1) for number in range(4)),
        *(GivenChance(number, 0.3, won=number < 1) for number in range(4)),
        *(GivenChance(number, 1.0, won=True) for number in range(3)),
    ]

    assert by_chance(given) == [(pytest.approx(0.25), 8, 2), (1.0, 3, 3)]


def test_the_interval_of_a_share() -> None:
    """Wilson's, by the formula in Wilson (1927): 8 of 10 are between 49 and 94 %."""
    low, high = Reliability(0.8, 10, 8).interval

    assert low == pytest.approx(0.490, abs=0.001)
    assert high == pytest.approx(0.943, abs=0.001)
    assert Reliability(0.8, 10, 10).interval[1] == pytest.approx(1)
    assert Reliability(0.8, 10, 0).interval[0] == pytest.approx(0)


def test_the_interval_of_cases_in_groups() -> None:
    """Nine alike cases of each runner say no more than one: it is as wide as with one case each."""
    alone, alike = GroupedShare(), GroupedShare()
    for runner in range(50):
        alone.add(runner, runner % 5 > 0)
        for _ in range(9):
            alike.add(runner, runner % 5 > 0)

    interval = alone.interval
    assert interval is not None
    assert alike.interval == pytest.approx(interval)
    half = 1.96 * (0.8 * 0.2 / 49) ** 0.5
    assert interval == pytest.approx((0.8 - half, 0.8 + half))
    assert GroupedShare().interval is None
