"""The checksum at the end of each line of a log that is written while the race is running."""

from __future__ import annotations

import re

CHECKED = re.compile(rb'^(\{.*)"crc":"([0-9a-f]{8})"\}$', re.DOTALL)


def with_checksum(line: bytes, chain: int) -> bytes:
    """A line as it stands in a journal."""
    return b'%s%s"crc":"%08x"}' % (line[:-1], b"" if line == b"{}" else b",", chain)


def without_checksum(line: bytes) -> tuple[bytes, int | None]:
    """A line without its checksum, and the checksum; None where it has none."""
    match = CHECKED.match(line)
    if match is None:
        return line, None
    return match[1].removesuffix(b",") + b"}", int(match[2], 16)
