"""Olympic and other Games (result list C73B1, race analysis C77A): as Omega, with a bib behind the place.

An athlete without a place has a bib alone, and a status in place of the result.
"""

from __future__ import annotations

import re

from feeds.documents.printed_names import has_family_last
from feeds.documents.printers.printer_layout import (
    BIB,
    NAME,
    NATION_TO_POSITION,
    PLACE,
    RESULT,
    STATUS,
    PrinterLayout,
)

_ATHLETE = re.compile(rf"{PLACE}{BIB}{NAME}{NATION_TO_POSITION}(?(place)|(?={STATUS})){RESULT}")

OLYMPIC_GAMES = PrinterLayout(
    "games", "Games result system", _ATHLETE, has_family_last, position_word="Lane or position"
)
