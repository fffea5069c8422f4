"""An entrant in the race: every passing, and any status."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.course import START, Course
from race.messages import Entrant, Status, StatusCode
from race.people.short_names import full_name, spoken_name
from race.times import Time

if TYPE_CHECKING:
    from race.fold.checkpoint_passing import Passing
    from race.fold.timed_message import Entries

UNLISTED = 1_000_000
"""Numbers from here on belong to unlisted bibs."""


class Runner(NamedTuple):
    """An entrant in the race: every passing, and any status."""

    entrant: Entrant
    number: int
    """Position in the start list, for a stable order among equals; unlisted bibs follow, in order."""
    short_name: str
    """The family name, with more of the name where others on the start list share it."""
    passings: dict[int, Passing]
    """By checkpoint index; replaced as a whole, never changed."""
    furthest: int = START
    """Index of the furthest checkpoint passed."""
    status_claims: Entries = ()
    """The statuses in force, in the order in which they took effect."""
    start_mat: Passing | None = None
    """The passing of the start line, where that is timed."""

    @property
    def spoken_name(self) -> str:
        """The name for sentences: the family name, or the full name where others share it."""
        return spoken_name(self.entrant, self.short_name)

    @property
    def full_name(self) -> str:
        """The whole name, with the bib where another on the start list has the same name."""
        return full_name(self.entrant, self.short_name)

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses in force, newest last."""
        return tuple(e.message for e in self.status_claims if isinstance(e.message, Status))

    @property
    def last(self) -> Passing | None:
        """The passing at the furthest checkpoint."""
        return self.passings.get(self.furthest)

    @property
    def out(self) -> StatusCode | None:
        """Why the entrant is out of the race; None while racing and for finishers."""
        return self.statuses[-1].status if self.status_claims else None

    def time_at(self, index: int) -> Time | None:
        """Time at a checkpoint, zero at the start; None where none is known or it is suspect."""
        if index == START:
            return ZERO
        passing = self.passings.get(index)
        return passing.time if passing is not None and not passing.suspect else None

    @property
    def last_timed(self) -> int:
        """Index of the furthest checkpoint with a time that counts; START if there is none."""
        for index in range(self.furthest, START, -1):
            if self.time_at(index) is not None:
                return index
        return START

    def net_at(self, index: int) -> Time | None:
        """Time at a checkpoint from crossing the start line; None where one of the two is not known."""
        time, start_mat = self.time_at(index), self.start_mat
        if time is None or index == START or start_mat is None or start_mat.time is None or start_mat.suspect:
            return None
        return time.minus(start_mat.time)

    def has_finished(self, course: Course) -> bool:
        """Whether the entrant has crossed the line and the result stands."""
        return self.furthest == course.finish and self.out is None


ZERO = Time(0, 3)
