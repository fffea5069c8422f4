"""The pace curve of marathons: what it makes of the pace so far, at any checkpoints and with any start."""

from __future__ import annotations

from itertools import pairwise

import pytest

from race.projection.marathon_curve import MarathonCurve
from race.projection.pace_curve import Expectation, Read, Splits, Traits

MATS = (5_000, 10_000, 15_000, 20_000, 21_097.5, 25_000, 30_000, 35_000, 40_000, 42_195)


def expected(
    paces: list[float], mats: tuple[float, ...] = MATS, queue: float = 0.0, sex: float = 0.0
) -> Expectation:
    """What is expected after these paces, in seconds a kilometre, over the first stretches."""
    reads, seconds, metres = [], 0.0, 0.0
    for number, (pace, mat) in enumerate(zip(paces, mats, strict=False)):
        seconds, metres = seconds + (mat - metres) / 1000 * pace, mat
        reads.append(Read(number, seconds, 0))
    return MarathonCurve(mats).expect(Splits(reads, Traits(queue, sex)))


@pytest.mark.parametrize("pace", [185, 220, 300, 360, 420, 480])
def test_runners_of_every_level_slow_down(pace: float) -> None:
    """From half-way at even pace, by 1 to 20 % over the rest, with the median between the bounds."""
    stretch = expected([pace] * 5).to(9)
    even_s = (MATS[9] - MATS[4]) / 1000 * pace

    assert 1.0 < stretch.seconds / even_s < 1.2
    assert stretch.bounds
    low, high = stretch.bounds
    assert -0.2 < low < 0 < high < 0.3


@pytest.mark.parametrize("pace", [220, 270, 330, 390])
def test_women_slow_down_less(pace: float) -> None:
    """Than men who are as fast until half-way."""
    woman, man = (expected([pace] * 5, sex=sex).to(9).seconds for sex in (1.0, -1.0))

    assert woman < man


def test_who_has_slowed_down_will_more() -> None:
    """After the same time at half-way: the slower the latest stretches, the later the finish."""
    slowing, even, faster = (
        expected([330 + step * k for k in range(-2, 3)]).to(9).seconds / expected([330] * 5).to(9).seconds
        for step in (8, 0, -8)
    )

    assert faster < even == 1 < slowing


def test_later_checkpoints_are_reached_later() -> None:
    """One after the other, also where two are close together."""
    for reads in range(1, 9):
        expectation = expected([330] * reads)
        times = [expectation.to(checkpoint).seconds for checkpoint in range(reads, 10)]
        assert all(first < second for first, second in pairwise([0.0, *times]))


@pytest.mark.parametrize(
    "mats", [(21_097.5, 42_195), (10_000, 21_097.5, 30_000, 42_195), tuple(range(1000, 43_000, 1000))]
)
def test_any_checkpoints_will_do(mats: tuple[float, ...]) -> None:
    """At half-way after an even pace, with few and with many: about the same finish."""
    reads = sum(mat <= 21_100 for mat in mats)
    alike = expected([330] * reads, mats)
    rest_m = mats[-1] - mats[reads - 1]

    found = alike.to(len(mats) - 1).seconds / rest_m * (42_195 - 21_097.5)

    assert found == pytest.approx(expected([330] * 5).to(9).seconds, rel=0.04)


@pytest.mark.parametrize("paces", [[400.0], [400.0, 400.0], [450.0, 390.0]])
def test_a_queue_at_the_start_is_no_slow_pace(paces: list[float]) -> None:
    """Who may have waited at the start has run faster since, and is expected the sooner the longer it was."""
    rests = [expected(paces, queue=queue).to(9).seconds for queue in (0.0, 0.3, 0.6, 1.0)]

    assert rests == sorted(rests, reverse=True)
    assert rests[-1] < 0.95 * rests[0]


def test_nothing_was_measured_in_the_first_tenth() -> None:
    """There even pace comes in, and no range is given."""
    mats = (400, 3_000, 4_300, 42_195)

    assert expected([330], mats).to(3).seconds == pytest.approx(330 * 41.795, rel=0.03)
    assert expected([330, 330], mats).to(3).bounds is None
    assert expected([330, 330, 330], mats).to(3).bounds is not None
