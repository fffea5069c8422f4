"""Races that are no marathons on a road: a steady slowing by their length, with measured ranges."""

from __future__ import annotations

import pytest

from race.messages import Setting
from race.projection.checkpoint_lessons import Corrections
from race.projection.pace_curve import Read
from race.projection.road_model import Estimate, RoadModel


def finish(
    length_m: float, done: float, setting: Setting = "trail", *, is_plain_run: bool = True
) -> Estimate:
    """The finish expected at even pace, 400 s a kilometre, at a part of the way, with nothing learnt."""
    model = RoadModel((done * length_m, length_m), setting, is_plain_run=is_plain_run)
    run = model.run(0)
    run.add(Read(0, done * length_m * 0.4, 0))
    return model.estimates(run, 0, 1, Corrections([1.0], 0.0))[1]


@pytest.mark.parametrize(
    ("length_m", "setting", "slower"),
    [
        (10_000, "road", 0.0),
        (21_097.5, "road", 0.015),
        (21_097.5, "trail", 0.0),
        (45_000, "trail", 0.032),
        (90_000, "road", 0.104),
        (161_000, "trail", 0.2176),
        (330_000, "trail", 0.2192),
    ],
)
def test_the_longer_the_race_the_more_they_slow_down(
    length_m: float, setting: Setting, slower: float
) -> None:
    """By 0.16 % a kilometre beyond 25, but no more than was measured; in half marathons by 1.5 %."""
    even_s = 0.5 * length_m * 0.4
    rest_s = finish(length_m, 0.5, setting).seconds - even_s

    assert rest_s == pytest.approx(even_s * 2.718281828**slower)


def test_nothing_of_it_is_expected_at_the_start() -> None:
    """Even pace up to an eighth of the way, where the first hill says more; all of it from a quarter on."""
    even_s = 161_000 * 0.4

    assert finish(161_000, 0.12).seconds == pytest.approx(even_s)
    assert even_s < finish(161_000, 0.18).seconds < finish(161_000, 0.25).seconds


@pytest.mark.parametrize(
    ("done", "setting", "is_plain_run", "has_range"),
    [
        (0.19, "trail", True, False),
        (0.21, "trail", True, True),
        (0.9, "road", True, True),
        (0.5, "track", True, False),
        (0.5, "trail", False, False),
    ],
)
def test_ranges_are_given_where_they_were_measured(
    done: float, setting: Setting, is_plain_run: bool, has_range: bool
) -> None:
    """From a fifth of the way on, of runs on roads and trails, on both sides of what is expected."""
    seconds, low, high = finish(90_000, done, setting, is_plain_run=is_plain_run)

    assert (low is not None) is (high is not None) is has_range
    assert not has_range or (low or 0) < seconds < (high or 0)


def test_the_next_checkpoint_of_a_long_race_is_as_uncertain_as_the_rest() -> None:
    """Hills and rests: in 161 km its range is as wide for its length, in half marathons it is narrower."""
    for length_m, is_narrower in ((161_000, False), (21_097.5, True)):
        model = RoadModel((length_m / 2, length_m * 0.6, length_m), "road")
        run = model.run(0)
        run.add(Read(0, length_m * 0.2, 0))
        following, last = (
            (estimate.high - estimate.low) / (estimate.seconds - length_m * 0.2)
            for estimate in model.estimates(run, 0, 1, Corrections([1.0, 1.0], 0.0))
            if estimate.low is not None and estimate.high is not None
        )
        assert following < 0.8 * last if is_narrower else following == pytest.approx(last)
