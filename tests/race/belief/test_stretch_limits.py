"""What a course allows, from the gun and from checkpoint to checkpoint."""

from __future__ import annotations

from itertools import pairwise

from race.belief.plausible_chain import TimedRead
from race.belief.stretch_limits import StretchLimits


def test_beyond_the_marathon_no_stretch_is_held_to_the_speed_from_the_gun() -> None:
    """Skiers over 90 km are faster for hours than anyone can run, though over no stretch alone."""
    limits = StretchLimits([11_000, 24_000, 46_900, 61_900, 90_000], "men")
    ways_s = (1943, 3875, 7640, 9789)
    reads = [TimedRead(index, ms * 1000, 1000, 10) for index, ms in enumerate(ways_s)]

    assert limits.possible(None, reads[0], reads[0])
    for before, read in pairwise(reads):
        assert limits.possible(before, read, reads[0])
