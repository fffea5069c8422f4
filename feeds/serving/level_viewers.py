"""Viewers that are level with the log: each frame is sent to all of them, and nothing is asked of any.

Beyond the writing itself, a viewer costs what it takes to look at it: where it is, what waits for it, whether
it is still there. Here that is known, because a viewer leaves the group as soon as one of these changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol


class LevelViewer(Protocol):
    """What the group asks of a viewer."""

    def fall_back(self) -> None:
        """Leave the group, and go on alone from where it is."""


class LevelViewers:
    """The viewers of one log that have been sent the same of it, in the same encoding."""

    def __init__(self) -> None:
        self.seq = 0
        """The number of the last message that each of them has been sent."""
        self.bytes = 0
        """How many bytes have been sent to each, had it been here from the beginning."""
        self._writes: dict[LevelViewer, Callable[[bytes], None]] = {}

    def __len__(self) -> int:
        return len(self._writes)

    def __iter__(self) -> Iterator[LevelViewer]:
        return iter(tuple(self._writes))

    def __contains__(self, viewer: object) -> bool:
        return viewer in self._writes

    def join(self, viewer: LevelViewer, write: Callable[[bytes], None], seq: int) -> bool:
        """Take in a viewer that has all up to a message number; False while the others have less or more.

        `write` hands bytes to its transport, for which nothing may wait elsewhere.
        """
        if not self._writes:
            self.seq = seq
        if seq != self.seq:
            return False
        self._writes[viewer] = write
        return True

    def leave(self, viewer: LevelViewer) -> None:
        """Send a viewer nothing more, if it is here."""
        self._writes.pop(viewer, None)

    def send(self, data: bytes, seq: int) -> None:
        """Send each viewer a frame that reaches a message number."""
        self.seq = (
            seq  # first, as a viewer that cannot take more leaves while it is written to, and has this frame
        )
        self.bytes += len(data)
        for write in tuple(self._writes.values()):
            write(data)

    def disband(self) -> None:
        """Have all viewers go on alone."""
        for viewer in self:
            viewer.fall_back()
