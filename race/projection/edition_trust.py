"""How far an earlier edition is trusted: as far as it has been right about this race so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LITTLE = 0.002
"""The sum of the squares of drifts that weighs as much as what is thought of editions beforehand."""

FEW = 50
"""So many lessons on a segment make it count by half."""


def trust(beforehand: float, seen: Iterable[tuple[float, int, float]]) -> float:
    """How much of an edition's drifts holds, from 0 to 1: their regression on those of this race.

    `seen` are the segments that have been run: the drift in the edition, the number of lessons here, and the
    mean drift that they showed.
    """
    alike, whole = beforehand * LITTLE, LITTLE
    for earlier, count, here in seen:
        weight = count / (count + FEW)
        alike += weight * earlier * here
        whole += weight * earlier * earlier
    return min(max(alike / whole, 0.0), 1.0)
