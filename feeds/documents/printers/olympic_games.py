"""Olympic and other Games (C73B1, C77A): as Omega prints, with a bib behind the place; who has no place has
the bib alone."""

from __future__ import annotations

import re

from feeds.documents.printed_names import has_family_last
from feeds.documents.printers.printer_layout import (
    BIB,
    BORN,
    NAME,
    NATION,
    PLACE,
    POSITION,
    RESULT,
    PrinterLayout,
)

_ATHLETE = re.compile(rf"{PLACE}{BIB}{NAME}{NATION}{BORN}{POSITION}{RESULT}")


def _athlete(text: str) -> re.Match[str] | None:
    match = _ATHLETE.fullmatch(text)
    if match is None or has_family_last(match["name"]) or (match["place"] is None and _has_time(match)):
        return None
    return match


def _has_time(match: re.Match[str]) -> bool:
    return ":" in match["result"] or "." in match["result"]


GAMES = PrinterLayout("games", "Games result system", _athlete, position_word="Lane or position")
