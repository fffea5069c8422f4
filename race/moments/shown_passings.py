"""The passings of a runner, of which a state may show the first few."""

from __future__ import annotations

from operator import le
from typing import TYPE_CHECKING

from race.order.places import NEVER

if TYPE_CHECKING:
    from race.fold.checkpoint_passing import Passing


class ShownPassings:
    """All that is known of a runner, and how much of that is in a state: at first, all."""

    __slots__ = ("_checkpoints", "_passings", "_times_ms", "is_in_order", "latest_ms", "next_ms")

    def __init__(self, passings: dict[int, Passing]) -> None:
        self._passings = passings
        self._checkpoints = sorted(passings)
        self._times_ms = [passings[index].when_ms for index in self._checkpoints]
        self.is_in_order = all(map(le, self._times_ms, self._times_ms[1:]))
        """Whether the runner came to no checkpoint before an earlier one."""
        self._show(len(passings))

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
        self._show(count)
        return True

    def _show(self, count: int) -> None:
        times_ms = self._times_ms
        self.latest_ms = max(times_ms[:count], default=-NEVER)
        """The race time of the last one in the state; long ago for none."""
        self.next_ms = times_ms[count] if count < len(times_ms) else NEVER
        """The race time of the first one that is not in the state; NEVER for none."""
