"""Which of a runner's times can all be true: the heaviest chain in which every stretch is possible.

A runner passes the checkpoints in order and no faster than anyone can. So of all the times claimed for a
runner those are believed that fit together and weigh most; the others are doubtful. A time that was doubted
is believed once later ones bear it out. Of equally heavy chains the one of the most even pace is believed,
and then that of what was known earlier.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from race.lazy_named_tuple import NamedTuple


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
    is_spare: bool = False
    """Whether another read at the checkpoint is to be preferred to it."""


SPARE = 7
"""How much more even a spare read must make the pace to be preferred, as `Unevenness` counts it."""

MOST_UNEVEN = 100
"""No stretch counts for more."""

Unevenness = Callable[[TimedRead | None, TimedRead], int]
"""How far the pace from one read, or the gun, to another is from what it was before; 0 to MOST_UNEVEN."""

Possible = Callable[[TimedRead | None, TimedRead], bool]
"""Whether a runner can be at the second of two reads after the first; from the gun if that is None."""


def heaviest_chain(reads: Sequence[TimedRead], possible: Possible, unevenness: Unevenness) -> list[int]:
    """Return the positions of the reads that can all be true and weigh most together.

    Args:
        reads: In the order in which they became known.
        possible: Whether one read can follow another of an earlier checkpoint.
        unevenness: How much worse a chain is for having one read after another, if it weighs as much.
    """
    count = len(reads)
    order = sorted(range(count), key=lambda i: (reads[i].checkpoint, i))
    # Preferences for an even pace, and below them for what was known earlier: together too small to outweigh
    # even the lightest read.
    step = count * count + 1
    scale = step * (count * (MOST_UNEVEN + SPARE) + 1)
    totals: dict[int, int] = {}
    came_from: dict[int, int | None] = {}
    for position in order:
        read = reads[position]
        best: tuple[int, int | None] | None = None
        if possible(None, read):
            best = -unevenness(None, read) * step, None
        for other in totals:
            if reads[other].checkpoint < read.checkpoint and possible(reads[other], read):
                total = totals[other] - unevenness(reads[other], read) * step
                if best is None or total > best[0]:
                    best = total, other
        if best is not None:
            preferred = count - position - SPARE * step * read.is_spare
            totals[position] = best[0] + read.weight * scale + preferred
            came_from[position] = best[1]
    chain: list[int] = []
    last = max(totals, key=totals.__getitem__, default=None)
    while last is not None:
        chain.append(last)
        last = came_from[last]
    return chain[::-1]
