"""The messages of a publisher: numbered, kept, and only then sent.

The hub makes the `id` of a message from the source and the number. An `id` with which a message is kept is
the publisher's own name for it, and is not sent. A message that replaces another of the same outbox, or is a
ruling about it, names it by its number alone, as `local_id` writes it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Protocol

from pydantic_core import ValidationError

from feeds import codec
from feeds.errors import FeedError
from feeds.log import LONGEST_LINE, Log
from feeds.protocol.publisher_frames import ENVELOPE, LARGEST_FRAME, MOST_MESSAGES
from feeds.protocol.source_chain import chain, without_id
from race.messages import Message, Split

REFUSED = b'{"type":"refused"}'
"""In place of a fetched message that the hub had refused; another hub would refuse this."""

LOCAL_ID = re.compile(rb'^(\{"type":"[a-z-]+","replaces":")(:\d+")')
RULED_ID = re.compile(rb'^(\{"type":"ruling",.*?"of":")(:\d+")')


class Store(Protocol):
    """Keeps messages beyond the end of the program, as `feeds.journal.Journal` does."""

    @property
    def log(self) -> Log:
        """The messages in it; the outbox adds those that are published."""

    def append(self, lines: Sequence[bytes], /) -> None:
        """Keep messages for good. Called in a thread. Raises OSError."""


def local_id(number: int) -> str:
    """The name of an outbox's message in another one, before the source is known."""
    return f":{number}"


def without_source(name: str, source: str) -> str:
    """The name of a message at a hub as an outbox of its source has it; other names stay as they are."""
    number = name.removeprefix(f"{source}:")
    return local_id(int(number)) if number != name and number.isascii() and number.isdigit() else name


def with_source(line: bytes, source: str) -> bytes:
    """A message as it is sent: without an own name, and with the source in the names of messages."""
    line = without_id(line)
    if b'":":' not in line:
        return line
    for named in (LOCAL_ID, RULED_ID):
        line = named.sub(rb"\g<1>%s\g<2>" % source.encode(), line)
    return line


class Outbox:
    """The messages of a source, numbered from 1. In memory alone, or in a store as well."""

    def __init__(self, store: Log | Store) -> None:
        self._log = store if isinstance(store, Log) else store.log
        self._store = None if isinstance(store, Log) else store
        self.kept = self._log.head
        """Up to this number messages are kept for good, and may be sent."""

    @property
    def head(self) -> int:
        """The number of the last message."""
        return self._log.head

    @property
    def lines(self) -> Sequence[bytes]:
        """The messages, as they are kept."""
        return self._log.lines

    def put(self, message: Message, name: str | None = None) -> int:
        """Add a message, by a name if it has one. Returns its number.

        Raises ValueError for one that a hub would refuse.
        """
        self._log.keep(checked_line(message, name))
        if self._store is None:
            self.kept = self.head
        return self.head

    async def keep(self) -> None:
        """Write the messages that are not in the store yet, all at once. Raises FeedError."""
        if self._store is None:
            return
        lines = self._log.lines[self.kept :]
        try:
            await asyncio.to_thread(self._store.append, lines)
        except OSError as error:
            raise FeedError(f"messages cannot be kept: {error.strerror or error}") from error
        self.kept += len(lines)

    def batch(self, first: int, last: int, source: str) -> list[bytes]:
        """The messages from number `first` to `last` at most, as many as fit into a frame."""
        size = ENVELOPE
        lines: list[bytes] = []
        for line in self._log.lines[first - 1 : min(last, first - 1 + MOST_MESSAGES)]:
            whole = with_source(line, source)
            size += len(whole) + 1
            if size > LARGEST_FRAME and lines:
                break
            lines.append(whole)
        return lines

    def chain(self, last: int, source: str, refused: Set[int]) -> int:
        """The checksum of the messages up to a number but those that the hub refused. May run in a thread."""
        lines = enumerate(self._log.lines[:last], start=1)
        return chain(
            with_source(line, source) for number, line in lines if number not in refused and line != REFUSED
        )


def checked_line(message: Message, name: str | None) -> bytes:
    """A message as it is kept, by a name if it has one. Raises ValueError for one that a hub would refuse."""
    if message.id is not None:
        raise ValueError("a message gets its id from its number when it is published")
    if isinstance(message, Split) and message.evidence == "estimated":
        raise ValueError("an estimated split is not published")
    line = codec.encode(replace(message, id=name, heard_ms=None))
    try:
        codec.decode_known(line)
    except ValidationError as error:
        raise ValueError(codec.explain(error, with_type=True)[0]) from error
    if len(line) > LONGEST_LINE:
        raise ValueError(f"a message has {LONGEST_LINE} bytes at most")
    return line
