"""What was published of an entrant's race."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from race.lazy_dataclass import dataclass


@dataclass(slots=True, eq=False)
class KnownRun:
    """An entrant's published figures by point: 0 is the start line, others are along the course."""

    bib: str
    times: dict[int, int]
    """Milliseconds from the gun, zero at the start; with those that a published closing time gives."""
    slack: dict[int, int]
    """By how much each may be off because of how it was printed."""
    places: dict[int, int]
    """Official places."""
    last: int
    """The last point that the entrant is known to have reached."""
    shown: frozenset[int]
    """The points with a published time, or a read without one: there is no estimate."""
    left_m: float | None = None
    """Where the entrant left the others, if a note says so."""
    away: int | None = None
    """The first point where a note has others in front without the entrant."""
    is_seen: bool = True
    """Whether anything was published of the entrant but the start."""

    def around(self, point: int) -> tuple[int, int | None]:
        """The nearest points with a time on both sides; None on a side without one."""
        known = sorted(self.times)
        after = bisect_right(known, point)
        before = known[bisect_left(known, point) - 1]
        return before, known[after] if after < len(known) else None
