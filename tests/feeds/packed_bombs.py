"""Small files that unpack to more than a memory holds."""

from __future__ import annotations

import gzip
from pathlib import Path

HEADER = b'{"type":"log","version":1,"race":"bomb"}\n'

START_LIST = (
    b'{"type":"start-list","name":"A mile","distance_m":1609,'
    b'"checkpoints":[{"id":"finish","distance_m":1609}],"entrants":[{"bib":"1","name":"Ann"},{"bib":"2","name":"Ben"}]}\n'
)

UNITS = {
    "notes": b'{"type":"note","text":"x"}\n',
    "wide letters": '{{"type":"note","text":"\U0001f3c3{}"}}\n'.format("x" * 990).encode(),
    "lists of a newer version": b'{"type":"photo","x":[%s1]}\n' % (b"[]," * 50_000),
    "blank lines": b"\n",
    "one line": b"x",
}
"""What is repeated, by a name for it."""


def pack(path: Path, unit: bytes, size: int = 96 * 1024 * 1024) -> None:
    """Write a packed race file of a start list and something repeated, of so many bytes when unpacked."""
    block = unit * (1024 * 1024 // len(unit) + 1)
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(HEADER + START_LIST)
        for _ in range(size // len(block)):
            file.write(block)
