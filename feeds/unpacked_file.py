"""Reading files that may be gzipped, and may have been packed to fill the memory of who unpacks them.

They are unpacked only as far as results of races can be packed.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from feeds.data_file import LARGEST_FILE, TOO_LARGE, is_pipe, open_data
from feeds.pipe_reader import PipeReader

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BOMB = "it is packed as no results are, and unpacking it may never end"

FREE = 24 * 1024 * 1024
"""Bytes of memory that the content of any packed file may take."""

A_PACKED_BYTE = 128
"""Bytes of memory that its content may take beyond that, for each packed byte. Marathons take 35 to 65."""

A_VALUE, A_LINE = 64, 200
"""Bytes of memory that a value and a message take in Python beside their text."""

WIDE = 4
"""How much of it a text of other than ASCII letters may take, compared with the file."""


@contextmanager
def unpacked(path: Path, *, pipes: bool = False) -> Iterator[BinaryIO]:
    """A file open for reading, unpacked if it is gzipped; with `pipes` it may be a pipe too.

    Raises OSError, EOFError or zlib.error, also while it is being read.
    """
    is_piped = pipes and is_pipe(path)
    with io.BufferedReader(PipeReader(path)) if is_piped else open_data(path) as file:
        if file.peek(2)[:2] != b"\x1f\x8b":
            yield file
            return
        with gzip.open(file, "rb") as content, io.BufferedReader(_Limited(file, content)) as limited:
            yield limited


class _Limited(io.RawIOBase):
    """The content of a packed file, up to the point where it takes too much memory for what is packed."""

    def __init__(self, packed: BinaryIO, content: gzip.GzipFile) -> None:
        self._packed = packed
        self._content = content
        self._size = 0
        self._memory = 0

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Unpack a part. Raises EOFError where it is too much."""
        view = memoryview(buffer).cast("B")
        part = self._content.read1(len(view))
        view[: len(part)] = part
        self._size += len(part)
        text = len(part) if part.isascii() else len(part) * WIDE
        self._memory += text + A_VALUE * part.count(b",") + A_LINE * part.count(b"\n")
        if self._size > LARGEST_FILE:
            raise EOFError(TOO_LARGE)
        if self._memory > FREE and self._memory > FREE + A_PACKED_BYTE * self._packed.tell():
            raise EOFError(BOMB)
        return len(part)
