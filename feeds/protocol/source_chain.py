"""The checksum of a source's messages, by which a publisher and a hub compare what they have.

It is the running CRC-32 of the messages without line ends, in the form in which a hub writes them, without
what the hub adds: the `id` and `heard_ms`. Numbers that were refused have no part in it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

ID = re.compile(rb'^(\{"type":"[a-z-]+"),"id":"(?:[^"\\]|\\.)*"')

HEARD = re.compile(rb',"heard_ms":\d+')
"""In a hub's line the first one is the message's own: fields of its type come after those of any message."""


def without_id(line: bytes) -> bytes:
    """A message as JSON without its `id`."""
    return ID.sub(rb"\1", line, count=1)


def as_published(line: bytes) -> bytes:
    """A message of a hub's log without what the hub has added."""
    return HEARD.sub(b"", without_id(line), count=1)


def chain(lines: Iterable[bytes], before: int = 0) -> int:
    """The checksum of messages as they are published, after those that have the checksum `before`."""
    for line in lines:
        before = zlib.crc32(line, before)
    return before
