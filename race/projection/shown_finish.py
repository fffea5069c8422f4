"""From when on the finish projected of a runner is shown."""

from __future__ import annotations

ENOUGH = 0.2
"""On the track, and where no range was measured, no finish is projected before this part of the way."""


def is_finish_shown(done: float, has_range: bool, *, is_track: bool = False) -> bool:
    """Whether a projected finish is shown of a runner who has done a part of the way."""
    return done >= ENOUGH or (has_range and not is_track)
