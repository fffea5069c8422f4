"""What this version does not know of the messages of a race, named for the viewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.newer_parts import sentences_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.messages import Message

MOST = 100
"""Sentences that are kept of one race."""


class UnreadParts:
    """Sentences on what is unknown in the messages of a log, each once, with the first message it is in."""

    def __init__(self, messages: Iterable[Message] = ()) -> None:
        self.sentences: list[str] = []
        self._known: set[str] = set()
        self._count = 0
        self.extend(messages)

    def extend(self, messages: Iterable[Message]) -> None:
        """Take in more of the log."""
        for message in messages:
            self._count += 1
            for sentence in sentences_on(message):
                if sentence not in self._known and len(self.sentences) < MOST:
                    self._known.add(sentence)
                    self.sentences.append(f"message {self._count}: {sentence}")
