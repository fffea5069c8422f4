"""Where runners rest, and may not be seen for as long as they like."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.state import RaceState

SEVERAL = 2
"""So many who were seen further on, and none on the way out, show that no one is read there."""


class RestingPlaces:
    """The aid stations of one state: places with a way in, and a way out at which runners are read."""

    def __init__(self, course: Course, state: RaceState) -> None:
        self._course = course
        self._runners = state.runners.values()
        self._is_dead: dict[int, bool] = {}
        """By checkpoint, as all who were last seen there ask for the same one."""

    def may_rest(self, index: int) -> bool:
        """Whether a runner last seen at a checkpoint may be resting there."""
        if not self._course.may_rest(index):
            return False
        if index not in self._is_dead:
            self._is_dead[index] = self._is_way_out_dead(index)
        return not self._is_dead[index]

    def _is_way_out_dead(self, index: int) -> bool:
        """Whether no one has been read on the way out, while others were seen further on."""
        beyond = self._course.next_place(index)
        if any(out in runner.passings for runner in self._runners for out in range(index + 1, beyond)):
            return False
        others = sum(not runner.status_claims for runner in self._runners) - 1
        return sum(runner.furthest >= beyond for runner in self._runners) >= max(min(SEVERAL, others), 1)
