"""How good estimates are, in figures that may not get worse."""

from __future__ import annotations

import os
from pathlib import Path
from statistics import mean

import pytest

from tests.replays.reconstruction_measures import CHOSEN_ON, COMPLETE, found_again
from tests.replays.road_measures import HELD_BACK, measured

SAMPLES = os.environ.get("LAPBELL_SAMPLES")


@pytest.mark.parametrize("race", COMPLETE)
def test_estimates_are_nowhere_worse_than_even_pace(race: str) -> None:
    """Keeping the result and the leader at each lap."""
    hidden = list(found_again(race, "leader"))

    assert mean(split.error for split in hidden) <= mean(split.even_error for split in hidden)


def test_estimates_from_own_splits_are_as_good_as_they_ever_were() -> None:
    """Over the races that the constants were chosen on."""
    races = [found for race in list(COMPLETE)[:CHOSEN_ON] if (found := list(found_again(race, "own")))]

    assert round(mean(mean(split.error for split in hidden) for hidden in races), 2) <= 0.43


@pytest.mark.skipif(SAMPLES is None, reason="LAPBELL_SAMPLES is not set")
def test_packs_on_roads_are_found_again() -> None:
    """In tables that the constants were not chosen on; the rule for tracks found a third of the pairs."""
    found = measured(Path(str(SAMPLES)).parent / "split-data", HELD_BACK)

    assert found.found > 0.6
    assert found.right > 0.5
