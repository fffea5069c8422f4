"""The passings of a runner, of which a state may show the first few."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from race.order.places import NEVER

if TYPE_CHECKING:
    from race.fold.checkpoint_passing import Passing


class TimedPassings:
    """All that is known of a runner, and how much of that is in a state: at first, all."""

    __slots__ = ("_checkpoints", "_count", "_passings", "_times_ms", "is_in_order")

    def __init__(self, passings: dict[int, Passing]) -> None:
        self._passings = passings
        self._checkpoints = sorted(passings)
        self._times_ms = [passings[index].when_ms for index in self._checkpoints]
        self.is_in_order = all(before <= after for before, after in pairwise(self._times_ms))
        """Whether the runner came to no checkpoint before an earlier one."""
        self._count = len(passings)

    def take(self, passings: dict[int, Passing], furthest: int) -> bool:
        """Take those of a state; False, and nothing is taken, if they are not the first of those known."""
        count = len(passings)
        if passings is not self._passings:
            if count < len(self._passings):
                is_first = self.is_in_order and (not count or self._checkpoints[count - 1] == furthest)
            else:
                is_first = count == len(self._passings)
            if not is_first or not passings.items() <= self._passings.items():
                return False
        self._count = count
        return True

    @property
    def latest_ms(self) -> int:
        """The race time of the last one in the state; long ago for none."""
        if not self._count:
            return -NEVER
        return self._times_ms[self._count - 1] if self.is_in_order else max(self._times_ms)

    @property
    def next_ms(self) -> int:
        """The race time of the first one that is not in the state; NEVER for none."""
        return self._times_ms[self._count] if self._count < len(self._times_ms) else NEVER
