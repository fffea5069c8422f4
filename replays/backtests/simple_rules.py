"""Three simple rules that projections are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.projection.pace_curve import Read

RIEGEL = 1.06
"""The exponent of time over distance: Riegel, Athletic Records and Human Endurance, 1981."""


def simple_rules(
    distances: Sequence[float], before: Read | None, read: Read, end: int
) -> tuple[float, float, float]:
    """Seconds at a checkpoint by constant pace, by the pace of the last segment, and by Riegel's formula."""
    done, whole = distances[read.checkpoint], distances[end]
    seconds, metres = read.seconds, done
    if before is not None:
        seconds, metres = read.seconds - before.seconds, done - distances[before.checkpoint]
    last_segment = read.seconds + seconds * (whole - done) / metres
    return read.seconds * whole / done, last_segment, read.seconds * (whole / done) ** RIEGEL
