"""The checksum of a source's messages, by which a publisher and a hub compare what they have.

It is the running CRC-32 of the messages without line ends, in the form in which a hub writes them, without
what the hub adds: the `id` and `heard_ms`. Numbers that were refused have no part in it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

ID = re.compile(rb'^(\{"type":"[a-z-]+"),"id":"(?:[^"\\]|\\.)*"')

ID_WITHIN = 40
"""The `id` follows the type: it begins within so many bytes, or is not there."""

HEARD = b',"heard_ms":'
"""In a hub's line the first one is the message's own: fields of its type come after those of any message."""


def without_id(line: bytes) -> bytes:
    """A message as JSON without its `id`."""
    return ID.sub(rb"\1", line, count=1) if line.find(b',"id":"', 0, ID_WITHIN) > 0 else line


def as_published(line: bytes) -> bytes:
    """A message of a hub's log without what the hub has added. A whole log is read so: searching is fast."""
    start = line.find(b',"id":"', 0, ID_WITHIN)
    end = line.find(b'"', start + 7) + 1
    heard = line.find(HEARD, end)
    if start < 0 or heard < 0:
        return line
    rest = line.find(b",", heard + 1)
    return line[:start] + line[end:heard] + (line[rest:] if rest > 0 else b"}")


def chain(lines: Iterable[bytes], before: int = 0) -> int:
    """The checksum of messages as they are published, after those that have the checksum `before`."""
    for line in lines:
        before = zlib.crc32(line, before)
    return before
