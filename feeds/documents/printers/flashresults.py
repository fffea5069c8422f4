"""FlashResults: all in one row, `1 7 Given FAMILY 12 Sep 1996 Uganda 8:07.54 1:04.79 [1:04.79] ...`.

Where the birth date is not printed, the country parts the name from the result: one that is known.
A status is printed in the place column, with `-` as the result. Each lap is rounded up on its own.
"""

from __future__ import annotations

import re

from feeds.documents.nation_codes import CODES, COUNTRY_NAMES
from feeds.documents.printed_days import DAY
from feeds.documents.printers.printer_layout import BIB, NAME, STATUS, PrinterLayout
from feeds.documents.row_figures import TIME

_COUNTRY = "|".join(map(re.escape, sorted(COUNTRY_NAMES | CODES, key=len, reverse=True)))

_ATHLETE = re.compile(
    rf"(?:=?(?P<place>\d{{1,3}})=?|(?P<place_word>{STATUS}))\s{BIB}{NAME}(?:(?P<born>(?i:{DAY}))\s)?"
    rf"(?P<country>(?(born)\D+?|(?:{_COUNTRY})))\s(?P<result>{TIME}|-)(?P<rest>(?:\s.*)?)"
)

FLASHRESULTS = PrinterLayout(
    "flashresults", "FlashResults", _ATHLETE, figures_in_row=True, laps_rounded_up=True
)
