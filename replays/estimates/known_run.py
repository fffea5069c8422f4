"""What was published of an entrant's race."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import field

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
    known: list[int] = field(init=False)
    """The points with times, in order."""

    def __post_init__(self) -> None:
        self.known = sorted(self.times)

    def around(self, point: int) -> tuple[int, int | None]:
        """The nearest points with a time on both sides; None on a side without one."""
        after = bisect_right(self.known, point)
        before = self.known[bisect_left(self.known, point) - 1]
        return before, self.known[after] if after < len(self.known) else None
