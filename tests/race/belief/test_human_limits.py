"""Nothing that a human has run is beyond the limit, and slips of a minute in a lap are."""

from __future__ import annotations

from itertools import pairwise

import pytest

from race.belief.human_limits import BESTS, MARGIN, least_seconds

DISTANCES = [*(1.5**n for n in range(-4, 36)), *(best.metres for best in BESTS)]


@pytest.mark.parametrize(
    ("metres", "seconds", "sex"),
    [
        (30, 2.5, ""),
        (100, 8.70, "men"),
        (200, 19.19, "men"),
        (400, 42.94, ""),
        (400, 47.60, "women"),
        (800, 100.91, "men"),
        (1000, 140.0, "men"),
        (5000, 13 * 60 + 29.0, "men"),
        (21_097.5, 57 * 60.0, "men"),
        (42_195, 2 * 3600 - 30, "men"),
        (160_934.4, 10.9 * 3600, "men"),
    ],
)
def test_what_has_been_run_is_possible(metres: float, seconds: float, sex: str) -> None:
    """The best known times are within the limit, with room for a flying start."""
    assert least_seconds(metres, sex) < seconds


@pytest.mark.parametrize(
    ("metres", "seconds", "sex"),
    [
        (400, 1.1, "men"),  # 1:02.1 typed for 2:02.1
        (400, -1.0, "men"),
        (300, 20.9, "women"),
        (1500, 150.0, "men"),
        (5000, 600.0, "men"),
        (42_195, 6000.0, ""),
        (161_000, 7 * 3600.0, ""),
    ],
)
def test_what_no_one_can_run_is_beyond_the_limit(metres: float, seconds: float, sex: str) -> None:
    """Slips of a minute in a lap, of hours in a long race."""
    assert least_seconds(metres, sex) > seconds


def test_a_longer_stretch_takes_longer_and_at_no_higher_speed() -> None:
    """Over all distances, also between and beyond those of the table."""
    for sex in ("men", "women"):
        for shorter, longer in pairwise(sorted(set(DISTANCES))):
            assert least_seconds(shorter, sex) < least_seconds(longer, sex)
            assert shorter / least_seconds(shorter, sex) >= longer / least_seconds(longer, sex) * 0.999999


def test_men_have_the_lower_limit_and_stand_for_anyone() -> None:
    """Where the sex is not known, what a man can run is possible."""
    for metres in DISTANCES:
        assert least_seconds(metres) == least_seconds(metres, "men") < least_seconds(metres, "women")


def test_a_stretch_without_length_takes_no_time() -> None:
    """Two mats at one place, In and Out."""
    assert least_seconds(0) == least_seconds(-5) == 0


def test_the_table_is_in_order() -> None:
    """Each longer distance took longer; the limit is the best less the margin."""
    for before, after in pairwise(BESTS):
        assert before.metres < after.metres
        assert before.men < after.men
        assert before.women < after.women
    assert least_seconds(BESTS[4].metres) == pytest.approx(MARGIN * BESTS[4].men)
