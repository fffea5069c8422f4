"""How many messages a race can have. A file with more is no race, and would only fill the memory.

What a hub has written is not counted: it may be as long as its disk is large.
"""

from __future__ import annotations

from race.messages import Message, StartList

ALWAYS = 50_000
"""Messages that any race may have."""

A_PASSING = 16
"""Messages that it may have beyond that for each entrant at each checkpoint, where mats read a chip often."""


class MessageLimit:
    """Counts the messages of a race, and each entrant in a start list as one."""

    def __init__(self) -> None:
        self._count = 0
        self._passings = 0
        """At the most, by the largest start list so far."""

    def count(self, message: Message) -> None:
        """Count a message. Raises EOFError where there are too many."""
        self._count += 1
        if isinstance(message, StartList):
            self._count += len(message.entrants)
            self._passings = max(self._passings, len(message.entrants) * len(message.checkpoints))
        if self._count > self.most:
            raise EOFError("it has more messages than a race with so few runners and checkpoints can have")

    @property
    def most(self) -> int:
        """How many messages there may be, with one for each entrant."""
        return ALWAYS + A_PASSING * self._passings
