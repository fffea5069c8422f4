"""The lines of RMonitor: a command that begins with `$`, and fields between commas, text in quotation marks.

$J,"3","00:00:33.271","00:00:35.604"
"""

from __future__ import annotations

import re
from typing import NamedTuple

from feeds.tables.source_file import SourceFile

MOST_FIELDS = 40

_COMMAND = re.compile(r"\$([A-Z]{1,12})(?:,|$)")
_FIELD = re.compile(r'\s*(?:"(?P<quoted>.*?)"\s*(?=,|$)|(?P<plain>[^,]*))(?:,|$)')
_TIME = re.compile(r"(\d{1,3}):(\d\d):(\d\d)(?:[.,](\d{1,3}))?", re.ASCII)

PLACEHOLDER_MS = 3_599_999
"""00:59:59.999: not started."""


class RMonitorLine(NamedTuple):
    """A line."""

    command: str
    fields: tuple[str, ...]

    def field(self, index: int) -> str:
        """A field; empty where there is none."""
        return self.fields[index] if index < len(self.fields) else ""


def read_line(data: bytes) -> RMonitorLine | None:
    """The command of a line; None of a line that has none.

    A quotation mark within a text is a letter, unless a comma stands behind it. UTF-8, or the Western
    European encoding of Windows.
    """
    text = SourceFile("", data).text.lstrip("\ufeff").strip()
    match = _COMMAND.match(text)
    if match is None:
        return None
    fields: list[str] = []
    rest = match.end()
    while rest < len(text) and len(fields) < MOST_FIELDS:
        field = _FIELD.match(text, rest)
        assert field is not None
        quoted = field["quoted"]
        fields.append(" ".join((field["plain"] if quoted is None else quoted).split()))
        rest = field.end()
    return RMonitorLine(match[1], tuple(fields))


def read_ms(text: str) -> int | None:
    """Milliseconds of `HH:MM:SS.DDD`; None where it is none."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups("")
    if int(minutes) > 59 or int(seconds) > 59:
        return None
    ms = ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000
    return ms + int(fraction.ljust(3, "0") or 0)


def read_count(text: str) -> int | None:
    """A number of laps; 0 of an empty field and of a negative number, as is sent of someone who has none.

    None of what is no number.
    """
    if not text or (text[0] == "-" and text[1:].isdigit()):
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None
