"""What a publisher has to say: numbered, kept, and only then to be sent.

Messages are kept without an `id`, which follows from the source that the hub says the publisher is. One
that replaces another of the same outbox names it by its number alone, as `own` writes it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from pydantic_core import ValidationError

from feeds import codec
from feeds.errors import FeedError
from feeds.log import LONGEST_LINE, Log
from feeds.protocol.publisher_frames import LARGEST_FRAME, MOST_MESSAGES
from race.messages import Message, Split

ENVELOPE = 60
"""Bytes of a frame around its messages."""

OWN = re.compile(rb'^(\{"type":"[a-z-]+","replaces":")(:\d+")')


class Store(Protocol):
    """Where the messages survive this program: `feeds.journal.Journal` is one."""

    @property
    def log(self) -> Log:
        """What is in it; the outbox adds to it what is published."""

    def append(self, lines: Sequence[bytes], /) -> None:
        """Keep messages for good. Called in a thread. Raises OSError."""


def own(number: int) -> str:
    """How a message of an outbox is named in the `replaces` of another, before the source is known."""
    return f":{number}"


def named(line: bytes, source: str) -> bytes:
    """A message as it is sent: what it replaces has its whole name."""
    return OWN.sub(rb"\g<1>%s\g<2>" % source.encode(), line)


class Outbox:
    """The messages of a source, with numbers from 1. In memory alone, or in a store as well."""

    def __init__(self, store: Log | Store) -> None:
        self._log = store if isinstance(store, Log) else store.log
        self._store = None if isinstance(store, Log) else store
        self.kept = self._log.head
        """Up to this number they are kept for good, and may be sent."""

    @property
    def head(self) -> int:
        """The number of the last message."""
        return self._log.head

    def put(self, message: Message) -> int:
        """Take a message in. Returns its number.

        Raises ValueError for a message that a hub would not take.
        """
        self._log.keep(_checked(message))
        if self._store is None:
            self.kept = self.head
        return self.head

    async def keep(self) -> None:
        """Bring what came to the store, all at once. Raises FeedError where that cannot be."""
        if self._store is None:
            return
        lines = self._log.lines[self.kept :]
        try:
            await asyncio.to_thread(self._store.append, lines)
        except OSError as error:
            raise FeedError(f"messages cannot be kept: {error.strerror or error}") from error
        self.kept += len(lines)

    def batch(self, first: int, last: int, source: str) -> list[bytes]:
        """The messages from a number on, as many as go into a frame; `last` is the last one to go."""
        size = ENVELOPE
        lines: list[bytes] = []
        for line in self._log.lines[first - 1 : min(last, first - 1 + MOST_MESSAGES)]:
            whole = named(line, source)
            size += len(whole) + 1
            if size > LARGEST_FRAME and lines:
                break
            lines.append(whole)
        return lines


def _checked(message: Message) -> bytes:
    if message.id is not None:
        raise ValueError("a message gets its id from its number when it is published")
    if isinstance(message, Split) and message.evidence == "estimated":
        raise ValueError("an estimated split is not published")
    line = codec.encode(replace(message, heard_ms=None))
    try:
        codec.decode_known(line)
    except ValidationError as error:
        raise ValueError(codec.explain(error, with_type=True)[0]) from error
    if len(line) > LONGEST_LINE:
        raise ValueError(f"a message has {LONGEST_LINE} bytes at most")
    return line
