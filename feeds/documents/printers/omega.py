"""Omega: `3 MYERS Cameron AUS 3:48.35 0.14` in a race analysis, without bibs.

In a result list the birth date and the start position follow the nation, and `(PM)` the name of a pacemaker.
"""

from __future__ import annotations

import re

from feeds.documents.printed_names import has_family_last
from feeds.documents.printers.printer_layout import NAME, NATION_TO_POSITION, PLACE, RESULT, PrinterLayout

_ATHLETE = re.compile(rf"{PLACE}{NAME}(?P<pacemaker>\(PM\)\s)?{NATION_TO_POSITION}{RESULT}")

OMEGA = PrinterLayout("omega", "Omega", _ATHLETE, has_family_last)
