"""The text of a table that another program writes, and that may be half written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from feeds.tables.source_file import SourceFile

WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""Encodings of two bytes a character, by the byte order mark."""


class WrittenText(NamedTuple):
    """A file as far as its lines are whole."""

    text: str
    is_whole: bool
    """Whether its last line has an end: else more may follow."""


def written_text(name: str, data: bytes, separator: str = ",") -> WrittenText:
    """The text of a file in any of the encodings, without a last line that is cut in the middle.

    A character may be cut as well: the last line is taken off before the encoding is found.
    """
    wide = WIDE.get(data[:2])
    if wide is not None:
        text = data[2:].decode(wide, "ignore")
        end = max(text.rfind("\n"), text.rfind("\r")) + 1
        lines, rest = text[:end], text[end:]
    else:
        data = data.replace(b"\0", b"")
        end = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
        lines, rest = SourceFile(name, data[:end]).text, SourceFile(name, data[end:]).text
        if end and data[end:] and not rest:
            rest = "\N{REPLACEMENT CHARACTER}"
    if not rest.strip("\0\x1a"):
        return WrittenText(lines, is_whole=True)
    is_row = _is_row_like(rest, lines.splitlines()[1:], separator)
    return WrittenText(lines + rest if is_row else lines, is_whole=False)


def _is_row_like(line: str, rows: Sequence[str], separator: str) -> bool:
    """Whether a line has as many columns as the row before it, none of them open."""
    if not rows or line.count('"') % 2:
        return False
    return _columns(line, separator) >= _columns(rows[-1], separator)


def _columns(line: str, separator: str) -> int:
    """Separators that are not within quotation marks."""
    return sum(part.count(separator) for part in line.split('"')[::2])
