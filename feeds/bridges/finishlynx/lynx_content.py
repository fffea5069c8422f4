"""The text of a file of FinishLynx that may be half written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from feeds.tables.source_file import SourceFile

WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""Encodings of two bytes a character, by the byte order mark."""


class LynxContent(NamedTuple):
    """A file as far as its lines are whole."""

    text: str
    is_whole: bool
    """Whether its last line has an end, as FinishLynx ends lines: else more may follow."""


def lynx_content(name: str, data: bytes) -> LynxContent:
    """The text of a file in any of the encodings, without a last line that is cut in the middle.

    A character may be cut as well: the last line is taken off before the encoding is found.
    """
    wide = WIDE.get(data[:2])
    if wide is not None:
        text = data[2:].decode(wide, "ignore")
        end = max(text.rfind("\n"), text.rfind("\r")) + 1
        lines, rest = text[:end], text[end:]
    else:
        end = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
        lines, rest = SourceFile(name, data[:end]).text, SourceFile(name, data[end:]).text
        if end and data[end:] and not rest:
            rest = "\N{REPLACEMENT CHARACTER}"
    if not rest.strip("\0 \t"):
        return LynxContent(lines, is_whole=True)
    return LynxContent(lines + rest if _is_row_like(rest, lines.splitlines()[1:]) else lines, is_whole=False)


def _is_row_like(line: str, rows: Sequence[str]) -> bool:
    """Whether a line has as many columns as the row before it, none of them open."""
    return bool(rows) and line.count('"') % 2 == 0 and _columns(line) >= _columns(rows[-1])


def _columns(line: str) -> int:
    """Columns between commas that are not within quotation marks."""
    return sum(part.count(",") for part in line.split('"')[::2])
