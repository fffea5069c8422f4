"""World Athletics (SEIKO): `1 Given FAMILY KEN 5 Jan 93 3:33.61`, with a bib in heats.

Records and qualifiers have a line of their own under the result. Laps are below the splits (2017) or above.
"""

from __future__ import annotations

import re

from feeds.documents.printed_names import has_family_first
from feeds.documents.printers.printer_layout import (
    BIB,
    NAME,
    NATION_TO_POSITION,
    PLACE,
    RESULT,
    PrinterLayout,
)

_ATHLETE = re.compile(rf"{PLACE}(?:{BIB})?{NAME}{NATION_TO_POSITION}{RESULT}")

WORLD_ATHLETICS = PrinterLayout("world-athletics", "World Athletics (SEIKO)", _ATHLETE, has_family_first)
