"""Another recording that runs along with the race that is watched, from the same gun."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from race.lazy_dataclass import dataclass
from race.order.checkpoint_table import CheckpointTable
from race.order.positions_on_course import course_positions
from replays.watching.recorded_marks import ghost_of

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.state import RaceState
    from race.messages import Mark
    from replays.watching.recorded_race import RecordedRace

SAME_M = 0.5
"""Checkpoints are the same where they are within half a metre."""


@dataclass(frozen=True, eq=False)
class Ghost:
    """Another race after as much time as this one."""

    name: str
    """A word or two, such as the year."""
    state: RaceState
    """It no longer changes."""

    @cached_property
    def table(self) -> CheckpointTable | None:
        """Its passings by checkpoint; None without a course."""
        return CheckpointTable(self.state, self.state.course) if self.state.course else None

    def metres(self, clock_ms: int) -> list[float]:
        """How far those have come who are on the course, the foremost first."""
        return sorted((at.metres for at in course_positions(self.state, clock_ms).values()), reverse=True)

    def index_of(self, course: Course, index: int) -> int | None:
        """Its checkpoint at the place of one of another course; None where it has none there."""
        own, metres = self.state.course, course.distance(index)
        if own is None:
            return None
        near = (i for i in range(len(own.checkpoints)) if abs(own.distance(i) - metres) < SAME_M)
        return next(near, None)


@dataclass(frozen=True, eq=False)
class GhostRace:
    """A recording to lay over a race, and its leaders as a mark."""

    recording: RecordedRace
    mark: Mark
    _shown: dict[int, Ghost] = field(default_factory=dict)
    """The ghost after the newest number of messages: drawings are kept while it is the same."""

    @classmethod
    def of(cls, recording: RecordedRace) -> GhostRace:
        """A whole recording. Raises FeedError where it has no result."""
        return cls(recording, ghost_of(recording))

    def at(self, clock_ms: int) -> Ghost:
        """The race at a time from its gun; nothing in it is later."""
        history = self.recording.history()
        count = history.count(clock_ms)
        if count not in self._shown:
            self._shown.clear()
            self._shown[count] = Ghost(self.mark.date[:4] or "ghost", history.at(clock_ms))
        return self._shown[count]
