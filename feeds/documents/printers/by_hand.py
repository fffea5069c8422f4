"""Written by hand: `1 BERG Anna GBR 3:52.40`, where the nation, the bib and the birth date may be missing.

A row without a place has a status in place of the result.
"""

from __future__ import annotations

import re

from feeds.documents.nation_codes import CODES
from feeds.documents.printers.printer_layout import BORN, PLACE, POSITION, RESULT, STATUS, PrinterLayout

NATION_CODES = CODES | {"AIN", "ROC", "EOR", "OAR", "IOA", "EUN", "URS", "GDR", "FRG", "TCH", "YUG", "SCG"}
"""Those of today, of neutral athletes and of nations that were."""

_WORD = r"[^\W\d_][^\d()\[\]:\s]*"
_BIB = r"(?:(?P<bib>\d{1,5})\s)?"
_NATION = rf"(?:(?P<nation>{'|'.join(sorted(NATION_CODES))})\s)?"
"""Only a code that is one: other three letters are a name, as in `Anna LEE`."""

_ATHLETE = re.compile(
    rf"{PLACE}{_BIB}(?P<name>{_WORD}(?:\s{_WORD})+?)\s{_NATION}{BORN}{POSITION}(?(place)|(?={STATUS})){RESULT}"
)

BY_HAND = PrinterLayout("by-hand", "written by hand", _ATHLETE)
