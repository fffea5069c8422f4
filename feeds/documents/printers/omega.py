"""Omega: `3 MYERS Cameron AUS 3:48.35 0.14` in a race analysis, in a result list with birth date, start
position, and `(PM)` behind the name of a pacemaker. No bibs."""

from __future__ import annotations

import re

from feeds.documents.printed_names import has_family_last
from feeds.documents.printers.printer_layout import BORN, NAME, NATION, PLACE, POSITION, RESULT, PrinterLayout

_ATHLETE = re.compile(rf"{PLACE}{NAME}(?P<pacemaker>\(PM\)\s)?{NATION}{BORN}{POSITION}{RESULT}")


def _athlete(text: str) -> re.Match[str] | None:
    match = _ATHLETE.fullmatch(text)
    return None if match is None or has_family_last(match["name"]) else match


OMEGA = PrinterLayout("omega", "Omega", _athlete)
