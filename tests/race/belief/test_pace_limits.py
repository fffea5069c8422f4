"""What runners did is possible for them, what a slip makes of it is not."""

from __future__ import annotations

import pytest

from race.belief.human_limits import least_seconds
from race.belief.pace_limits import MARATHON_M, fastest_speed

SPEEDS = (0.0, 1.0, 3.0, 5.0, 6.5, 9.0)
STRETCHES = (1.0, 100.0, 400.0, 1000.0, 1001.0, 5000.0, 42_195.0)
RACES = (100.0, 800.0, 1500.0, 42_195.0, 90_000.0)


@pytest.mark.parametrize(
    ("speed_so_far", "metres", "seconds", "race_metres", "sex"),
    [
        (1300 / 202.0, 200, 24.3, 1500, "men"),  # a slow final: 58, 59, 50
        (1100 / 220.0, 400, 52.0, 1500, "men"),  # slower still
        (4600 / 940.0, 400, 57.0, 5000, "women"),
        (400 / 75.0, 400, 56.0, 1500, "men"),  # a pacemaker whom no one follows at first
        (5000 / 2400.0, 5000, 1650.0, 42_195, ""),  # from the gun, with a quarter of an hour to the line
        (5000 / 910.0, 5000, 840.0, 42_195, "men"),  # a leader's attack
        (31_400 / 9700.0, 7600, 1236.0, 161_300, ""),  # a checkpoint nearer than the list says
        (46_900 / 7650.0, 15_000, 2150.0, 90_000, ""),  # skiing downhill
        (10 / 1.88, 10, 0.99, 100, "men"),  # from the blocks
        (0, 5000, 850.0, 42_195, ""),
        (0, 200, 22.5, 800, "men"),
    ],
)
def test_what_runners_did_is_possible(
    speed_so_far: float, metres: float, seconds: float, race_metres: float, sex: str
) -> None:
    """From quick finishes of slow races to misplaced checkpoints."""
    assert metres / seconds < fastest_speed(speed_so_far, metres, race_metres, sex)


@pytest.mark.parametrize(
    ("speed_so_far", "metres", "seconds", "race_metres"),
    [
        (800 / 120.0, 400, 1.1, 1500),
        (400 / 75.0, 400, 41.0, 1500),
        (6.6, 1000, 151.5 - 60, 5000),
        (6.1, 2000, 328 - 60.0, 10_000),
        (6.1, 3000, 492 - 60.0, 10_000),
        (3.5, 5000, 1428 - 600.0, 42_195),
        (0, 200, 27 - 10.0, 1500),
        (0, 300, 21.0, 1500),
    ],
)
def test_slips_are_doubted(speed_so_far: float, metres: float, seconds: float, race_metres: float) -> None:
    """A slip of a minute on the track, one of ten minutes on the road, one of ten seconds at the start."""
    assert metres / seconds > fastest_speed(speed_so_far, metres, race_metres)


@pytest.mark.parametrize("race_metres", RACES)
@pytest.mark.parametrize("metres", STRETCHES)
def test_the_limit_lies_between_the_own_speed_and_the_human_one(metres: float, race_metres: float) -> None:
    """Own pace may be kept, the human limit never exceeded; the faster the runner, the higher the limit."""
    human = metres / least_seconds(metres)
    limits = [fastest_speed(speed, metres, race_metres) for speed in SPEEDS[1:]]
    for speed, limit in zip(SPEEDS[1:], limits, strict=True):
        assert min(speed, human) <= limit <= human
    assert limits == sorted(limits)


def test_beyond_the_marathon_only_the_human_limit_holds() -> None:
    """Resting and descending make the speed so far say nothing."""
    for metres in STRETCHES:
        human = pytest.approx(metres / least_seconds(metres))
        assert fastest_speed(1.0, metres, MARATHON_M + 1) == human
        assert fastest_speed(1.0, metres, MARATHON_M) < metres / least_seconds(metres)
