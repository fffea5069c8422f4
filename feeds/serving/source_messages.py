"""The messages of each source in the log of a race, by number."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING

from feeds.protocol import publisher_frames
from feeds.protocol.source_chain import as_published, chain

if TYPE_CHECKING:
    from feeds.log import Log
    from race.messages import Message

REFUSED = 0
"""In place of the position in the log, for a message that was refused."""

HUB_ID = re.compile(rb'^\{"type":"[a-z-]+","id":"(%s):(\d+)"' % publisher_frames.SOURCE.encode())

NAME = re.compile(rf"({publisher_frames.SOURCE}):([1-9]\d{{0,15}})")
"""The id of a message at a hub."""


class Sources:
    """The sources of one race, and what there is of each."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._sources: dict[str, SourceMessages] = {}
        for place, line in enumerate(log.lines, start=1):
            match = HUB_ID.match(line)
            if match is not None:
                messages, number = self.of(match[1].decode()), int(match[2])
                messages.refuse(number - messages.head - 1)
                messages.add(place)

    def of(self, name: str) -> SourceMessages:
        """What the race has of a source."""
        return self._sources.setdefault(name, SourceMessages(self._log))

    def missing(self, message: Message) -> str | None:
        """An id that a message refers to and that no message here has."""
        missing: list[str] = []

        def look_up(name: str) -> str:
            match = NAME.fullmatch(name)
            source = self._sources.get(match[1]) if match else None
            if match is None or source is None or not source.has(int(match[2])):
                missing.append(name)
            return name

        message.renamed(look_up)
        return missing[0] if missing else None

    def drop_unwritten(self) -> None:
        """Forget the messages that are not on disk: they will be sent again."""
        for messages in self._sources.values():
            messages.drop_unwritten()


class SourceMessages:
    """Where the messages of a source are in the log, by number from 1."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._places = array("Q")
        """For each message the position in the log, where it is or will be."""
        self._settled = 0
        """What `last` returned, so that it does not count from 1 for every acknowledgement."""
        self._chained = 0, 0
        """A number, and the checksum of the messages up to it."""

    @property
    def head(self) -> int:
        """The number of the last message that was taken or refused."""
        return len(self._places)

    @property
    def last(self) -> int:
        """The number up to which the messages are on disk or were refused."""
        while self._settled < self.head and self._places[self._settled] <= self._log.head:
            self._settled += 1
        return self._settled

    def place(self, number: int) -> int:
        """Where a message up to the head is in the log, or will be; `REFUSED` if it was refused."""
        return self._places[number - 1]

    def has(self, number: int) -> bool:
        """Whether there is a message by this number."""
        return 0 < number <= self.head and self.place(number) != REFUSED

    def add(self, place: int) -> None:
        """Count the next message, which is at a place in the log, or will be."""
        self._places.append(place)

    def refuse(self, count: int = 1) -> None:
        """Count the next messages as refused."""
        self._places.extend([REFUSED] * count)

    def drop_unwritten(self) -> None:
        """Forget the messages that are not on disk: they will be sent again."""
        del self._places[self.last :]

    def chain(self, last: int) -> int:
        """The checksum of the messages up to a number that is settled. May be called in a thread."""
        known, value = self._chained
        if known > last:
            known = value = 0
        value = chain((line for line in self._lines(known + 1, last) if line is not None), value)
        self._chained = last, value
        return value

    def frame(self, first: int) -> bytes:
        """The frame for a publisher that asks for the messages from a number on."""
        last = min(self.last, first - 1 + publisher_frames.MOST_MESSAGES)
        return publisher_frames.kept(first, self._lines(first, last))

    def _lines(self, first: int, last: int) -> Iterator[bytes | None]:
        for place in self._places[first - 1 : last]:
            yield None if place == REFUSED else as_published(self._log.lines[place - 1])
