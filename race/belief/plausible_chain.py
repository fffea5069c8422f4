"""Which of a runner's times can all be true: the heaviest chain in which every stretch is possible.

A runner passes the checkpoints in order and no faster than anyone can. So of all the times claimed for a
runner those are believed that fit together and weigh most; the others are doubtful. A time that was doubted
is believed once later ones bear it out. Of equally heavy chains that one is believed that has more times at a
usual pace, and then that of what was known earlier.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class TimedRead(NamedTuple):
    """A time claimed at a checkpoint."""

    checkpoint: int
    """Its index on the course."""
    ms: int
    """From the runner's own gun."""
    unit_ms: int
    """Milliseconds of its last known decimal: times are rounded up, so the true one may be earlier."""
    weight: int
    """How much it counts against times that contradict it."""
    is_certain: bool = False
    """Whether it must only be in order, however fast it makes the runner."""


Usual = Callable[[int, int], bool]
"""Whether a time, by checkpoint and milliseconds, is at a pace that is usual for the event."""

Possible = Callable[[TimedRead | None, TimedRead], bool]
"""Whether a runner can be at the second of two reads after the first; from the gun if that is None."""


def heaviest_chain(reads: Sequence[TimedRead], possible: Possible, usual: Usual) -> list[int]:
    """Return the positions of the reads that can all be true and weigh most together.

    Args:
        reads: In the order in which they became known.
        possible: Whether one read can follow another of an earlier checkpoint.
        usual: Whether a read is to be preferred to one that weighs as much.
    """
    count = len(reads)
    order = sorted(range(count), key=lambda i: (reads[i].checkpoint, i))
    # Preferences for what is usual, and below them for what was known earlier: together too small to outweigh
    # even the lightest read.
    preference = count * count + 1
    scale = preference * (count + 1)
    totals: dict[int, int] = {}
    came_from: dict[int, int | None] = {}
    for position in order:
        read = reads[position]
        best: tuple[int, int | None] | None = (0, None) if possible(None, read) else None
        for other in totals:
            is_heavier = best is None or totals[other] > best[0]
            if is_heavier and reads[other].checkpoint < read.checkpoint and possible(reads[other], read):
                best = totals[other], other
        if best is not None:
            preferred = preference * usual(read.checkpoint, read.ms) + count - position
            totals[position] = best[0] + read.weight * scale + preferred
            came_from[position] = best[1]
    chain: list[int] = []
    last = max(totals, key=totals.__getitem__, default=None)
    while last is not None:
        chain.append(last)
        last = came_from[last]
    return chain[::-1]
