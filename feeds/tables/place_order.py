"""Whether the places of a result follow its times."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.times import Time


def are_in_order(results: Iterable[tuple[int | None, Time | None]]) -> bool:
    """Whether no one is placed ahead of someone faster, and equal places are of equal times."""
    placed = sorted((place, time.ms) for place, time in results if place is not None and time is not None)
    return all(
        ms <= next_ms if place != next_place else ms == next_ms
        for (place, ms), (next_place, next_ms) in pairwise(placed)
    )
