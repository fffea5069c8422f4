"""World Athletics (SEIKO): `1 Given FAMILY KEN 5 Jan 93 3:33.61`, with a bib in heats.

Record marks stand on a line of their own under the result. Laps stand below the marks (2017) or above them.
"""

from __future__ import annotations

import re

from feeds.documents.printed_names import has_family_first
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

_ATHLETE = re.compile(rf"{PLACE}(?:{BIB})?{NAME}{NATION}{BORN}{POSITION}{RESULT}")


def _athlete(text: str) -> re.Match[str] | None:
    match = _ATHLETE.fullmatch(text)
    return None if match is None or has_family_first(match["name"]) else match


WORLD_ATHLETICS = PrinterLayout("world-athletics", "World Athletics (SEIKO)", _athlete)
