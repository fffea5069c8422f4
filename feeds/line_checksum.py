"""The checksum at the end of a line, where a log is written while the race is on."""

from __future__ import annotations

import re

CHECKED = re.compile(rb'^(\{.*)"crc":"([0-9a-f]{8})"\}$', re.DOTALL)


def with_checksum(line: bytes, chain: int) -> bytes:
    """A line as a journal has it."""
    return b'%s%s"crc":"%08x"}' % (line[:-1], b"" if line == b"{}" else b",", chain)


def without_checksum(line: bytes) -> tuple[bytes, int | None]:
    """A line as it was before, and its checksum; None where it has none."""
    found = CHECKED.match(line)
    if found is None:
        return line, None
    return found[1].removesuffix(b",") + b"}", int(found[2], 16)
