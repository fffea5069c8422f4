"""A file to be converted: its bytes, and its text if it is text."""

from __future__ import annotations

import errno
import zlib
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from feeds.documents.text_rows import is_pdf, pdf_lines
from feeds.errors import FeedError
from feeds.unpacked_file import unpacked

LARGEST = 64 * 1024 * 1024
"""Bytes."""

PART = 1024 * 1024
"""Bytes that are read at a time, so that a small file takes no more memory than it needs."""

LONGEST_HEADS = 64 * 1024
"""Characters."""

MOST_LINES = 1_100_000
"""Of a table with a row for each time, the largest; in memory each line takes some 60 bytes."""

LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"

ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
"""By the byte order mark."""


class SourceFile:
    """A file's content, read once."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.content = content

    @classmethod
    def of(cls, path: Path) -> SourceFile:
        """Read a file, unpacked if it is gzipped. Raises FeedError."""
        try:
            with unpacked(path, pipes=True) as file:
                return cls.read(path.name.removesuffix(".gz"), file)
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise FeedError(f"{path}: cannot be read: {reason}") from error

    @classmethod
    def read(cls, name: str, file: BinaryIO) -> SourceFile:
        """Read what is left of an open file. Raises OSError where it is too much."""
        content = BytesIO()
        while part := file.read(PART):
            if content.tell() + len(part) > LARGEST:
                raise OSError(errno.EFBIG, f"larger than {LARGEST >> 20} MiB")
            content.write(part)
        return cls(name, content.getvalue())

    @cached_property
    def text(self) -> str:
        """UTF-8, UTF-16 with a mark, or the Western European encoding of Windows; empty of a binary file.

        Of a PDF the rows of its pages; empty where it cannot be read.
        """
        if is_pdf(self.content):
            try:
                return "\n".join(pdf_lines(self.content, self.name))
            except FeedError:
                return ""
        mark = next((mark for mark in ENCODINGS if self.content.startswith(mark)), b"")
        if not mark and b"\0" in self.content:
            return ""
        for encoding in (ENCODINGS.get(mark, "utf-8"), "cp1252"):
            try:
                return self.content.decode(encoding)
            except UnicodeDecodeError:
                continue
        return self.content.decode("latin-1")

    @cached_property
    def first_line(self) -> str:
        """The first line, by which formats are known; cut where it is longer than any row of heads."""
        return next(iter(self.first_lines), "")

    @cached_property
    def first_lines(self) -> list[str]:
        """The lines at the beginning of the text, as far as heads may reach."""
        return self.text[:LONGEST_HEADS].splitlines()

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends. Raises FeedError where there are too many."""
        return text_lines(self.text, self.name)


def text_lines(text: str, name: str) -> list[str]:
    """The lines of a text in a file, without their ends. Raises FeedError where there are too many."""
    if sum(map(text.count, LINE_ENDS)) - text.count("\r\n") > MOST_LINES:
        raise FeedError(f"{name}: more than {MOST_LINES:,} lines")
    return text.splitlines()
