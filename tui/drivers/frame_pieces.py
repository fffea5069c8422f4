"""The pieces of what Textual writes: places, pens and texts, and anything else."""

from __future__ import annotations

import re

_TEXT = r"[^\x00-\x1f\x7f-\x9f]+"

_QUIET_MODES = r"(?:7|25|100[0-6]|1015|1016|2004|2026|2031|2048)"
"""Modes whose change moves nothing on the screen: wrapping, cursor, mouse, pasting, synchronized output."""

_QUIET_OSC = r"(?:[0-2]|4|9|1[0-2]|22|52|99|777)"
"""Titles, colours of the palette, notifications, the shape of the mouse, the clipboard."""

PIECE = re.compile(
    rf"\x1b\[(?P<pen>[\d;]+)m(?P<text>{_TEXT})\x1b\[0m"
    r"|\x1b\[(?P<row>\d{1,4});(?P<column>\d{1,4})H"
    r"|\x1b\[(?P<pen_alone>[\d;]*)m"
    rf"|(?P<bare>{_TEXT})"
    r"|(?P<line>\n(?=\x1b\[\d{1,4};\d{1,4}H))"
    rf"|(?P<quiet>\x1b\[\?{_QUIET_MODES}[hl]|\x1b\[\?\d+\$p|\x1b\[[<>=]\d*u|\x07"
    rf"|\x1b\]{_QUIET_OSC};[^\x07\x1b]*(?:\x07|\x1b\\))"
    r"|(?P<other>[\s\S])"
)
"""One piece; its `lastgroup` says of which kind. `other` is the first character of what may do anything."""

UNFINISHED = re.compile(r"\x1b(?:\[[\d;]*)?\Z")
"""The beginning of a command at the end of what was written, where frames are written in chunks."""

LONGEST_UNFINISHED = 64
"""Characters of it, at most."""
