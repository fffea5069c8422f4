"""Who led at a checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from race.order.places import NEVER

if TYPE_CHECKING:
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.fold.state import RaceState


def leader_at(state: RaceState, index: int) -> Runner | None:
    """Return the runner who led at a checkpoint; None while the leader's time there is not known.

    The best time leads, and between equal times the better official place, unless an official place shows
    that someone else led.
    """
    if index == START:
        return None
    passed = [
        (_ms(passing), passing.official_place or NEVER, runner.number, runner)
        for runner in state.runners.values()
        if (passing := runner.passings.get(index)) is not None
    ]
    if not passed:
        return None
    ms, place, _, leader = min(passed)
    first_ms, first_place, _, first = min(passed, key=lambda key: (key[1], key[0], key[2]))
    if first_place < place and (place != NEVER or first_place == 1):
        ms, leader = first_ms, first
    return leader if ms != NEVER else None


def _ms(passing: Passing) -> int:
    return passing.time.ms if passing.time is not None else NEVER
