"""Written by hand: `1 BERG Anna GBR 3:52.40`, where the nation, the bib and the birth date may be missing.

A row without a place has a status in place of the result or of the place. A club is in brackets, and dots may
lead to the result.
"""

from __future__ import annotations

import re

from feeds.documents.nation_codes import CODES
from feeds.documents.printed_days import DAY
from feeds.documents.printers.printer_layout import PLACE, RESULT, STATUS, PrinterLayout

NATION_CODES = CODES | {"AIN", "ROC", "EOR", "OAR", "IOA", "EUN", "URS", "GDR", "FRG", "TCH", "YUG", "SCG"}
"""Those of today, of neutral athletes and of nations that were."""

_WORD = r"[^\W\d_][^\d()\[\]:\s]*"
_BIB = r"(?:(?P<bib>\d{1,5})\s)?"
_NATION = rf"(?:\s\(?(?P<nation>{'|'.join(sorted(NATION_CODES))})\)?)?(?!\S)"
"""Only a code that is one: other three letters are a name, as in `Anna LEE`."""
_CLUB = r"(?:\s[(\[](?P<club>[^()\[\]:]{2,60})[)\]])?"
_BORN = rf"(?:\s(?P<born>(?i:{DAY})))?"
_POSITION = r"(?:\s(?P<position>\d{1,2}))?"
_DOTS = r"(?:\s\.{2,})?"
_RESULT = RESULT.replace(STATUS, f"(?i:{STATUS})")

_ATHLETE = re.compile(
    rf"(?:(?P<place_word>(?i:{STATUS}))[.:]?\s|{PLACE}){_BIB}(?P<name>{_WORD}(?:\s{_WORD}){{1,8}}?)"
    rf"{_NATION}{_CLUB}{_BORN}{_POSITION}{_DOTS}"
    rf"(?(place_word)|\s(?(place)|(?=(?i:{STATUS}))){_RESULT})"
)

BY_HAND = PrinterLayout("by-hand", "written by hand", _ATHLETE, position_word="Printed behind the name:")
