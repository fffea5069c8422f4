"""What a layout is, and how the rows that all layouts share are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from feeds.documents.printed_days import DAY, iso_day
from feeds.documents.printed_document import Performance
from feeds.documents.printed_names import read_name
from feeds.documents.row_figures import MARK_WORD, TIME
from race.messages import StatusCode
from race.times import Time

PLACE = r"(?:=?(?P<place>\d{1,3})(?:=|\.)?\s)?"
BIB = r"(?P<bib>\d{1,5})\s"
NAME = r"(?P<name>[^\W\d_][^\d()\[\]:]*?)\s"
NATION = r"(?P<nation>[A-Z]{3})\s"
BORN = rf"(?:(?P<born>(?i:{DAY}))\s)?"
POSITION = r"(?:(?P<position>\d{1,2})\s)?"
STATUS = r"DNF|DNS|DQ|DSQ"
RESULT = rf"(?P<result>{TIME}|{STATUS})(?P<rest>(?:\s.*)?)"

STANDINGS: dict[str, StatusCode] = {"DNF": "dnf", "DNS": "dns", "DQ": "dq", "DSQ": "dq"}

RULE = r"(?:(?:TR|CR|R)\s?)?\d{1,3}(?:\.\d{1,3})+[a-z]?"

_REST = re.compile(
    rf"\s*(?:(?P<thousandths>\(\.\d{{3}}\))|(?P<behind>\+?{TIME})(?!\S)|(?P<mark>{MARK_WORD})(?!\S)"
    rf"|(?P<rule>{RULE})(?!\S)|(?P<points>\d{{1,3}})(?!\S))"
)


@dataclass(frozen=True, slots=True)
class PrinterLayout:
    """How one printer writes."""

    key: str
    """What `--as` calls it."""
    printer: str
    """In words."""
    athlete: Callable[[str], re.Match[str] | None]
    """The parts of an athlete's row, None for any other row."""
    figures_in_row: bool = False
    """Whether marks and laps stand behind the result: `1:04.79 [1:04.79]`."""
    laps_rounded_up: bool = False
    position_word: str = "Start position"


def read_performance(match: re.Match[str], line: int, document: str, race_year: int | None) -> Performance:
    """An athlete's row up to the result. Raises ValueError for a time that is none."""
    parts = match.groupdict()
    name, family = read_name(parts["name"])
    word = next((parts[k] for k in ("place_word", "result") if parts.get(k) in STANDINGS), "")
    result = parts["result"]
    return Performance(
        line=line,
        document=document,
        name=name,
        family=family,
        nation=parts.get("nation") or "",
        bib=parts.get("bib") or "",
        born=iso_day(parts.get("born") or "", race_year),
        role="pacemaker" if parts.get("pacemaker") else "runner",
        place=int(parts["place"]) if parts.get("place") else None,
        result=Time.parse(result) if re.fullmatch(TIME, result) else None,
        status=STANDINGS.get(word) or (None if re.fullmatch(TIME, result) else "unknown"),
    )


def read_rest(text: str) -> dict[str, list[str]] | None:
    """What stands behind the result, by kind; None where a word of it is not understood."""
    found: dict[str, list[str]] = {"thousandths": [], "behind": [], "mark": [], "rule": [], "points": []}
    position = 0
    while text[position:].strip():
        match = _REST.match(text, position)
        if match is None:
            return None
        found[str(match.lastgroup)].append(str(match[str(match.lastgroup)]))
        position = match.end()
    return found
