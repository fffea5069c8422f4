"""What a layout is, and how the parts of an athlete's row are read in any of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from feeds.documents.printed_days import DAY, iso_day
from feeds.documents.printed_document import Performance
from feeds.documents.printed_names import is_family, read_name
from feeds.documents.row_figures import LONG_TIME, RESULT_NOTE, TIME, matches_alone
from race.lazy_dataclass import dataclass
from race.times import Time

if TYPE_CHECKING:
    from race.messages import StatusCode

PLACE = r"(?:=?(?P<place>\d{1,3})(?:=|\.|\))?\s)?"
BIB = r"(?P<bib>\d{1,5})\s"
NAME = r"(?P<name>[^\W\d_][^\d()\[\]:]*?)\s"
NATION = r"(?P<nation>[A-Z]{3})\s"
BORN = rf"(?:(?P<born>(?i:{DAY}))\s)?"
POSITION = r"(?:(?P<position>\d{1,2})\s)?"
STATUS = r"DNF|DNS|DQ|DSQ"
_WHOLE_SECONDS = r"(?(place)\d{1,3}:[0-5]\d(?![:.\d])|(?!))"
"""Minutes and seconds of a race on a road; without a place before them they could be a time of day."""
RESULT = rf"(?P<result>{LONG_TIME}|{TIME}|{_WHOLE_SECONDS}|{STATUS})(?P<rest>(?:\s.*)?)"

NATION_TO_POSITION = rf"{NATION}{BORN}{POSITION}"
"""The middle of a row: nation, birth date and start position, of which the last two may be missing."""

LONGEST_SHORT_NAME = 5
"""Letters of a club's."""

STATUSES: dict[str, StatusCode] = {"DNF": "dnf", "DNS": "dns", "DQ": "dq", "DSQ": "dq"}

RULE = r"(?:(?:TR|CR|R)\s?)?\d{1,3}(?:\.\d{1,3})+[a-z]?"

_REST = re.compile(
    rf"\s*(?:(?P<thousandths>\((?:\d{{1,2}}:)?\d{{0,2}}\.\d{{3}}\))|(?P<reaction>0\.\d{{3}})(?!\S)|(?P<behind>\+?{TIME})(?!\S)|(?P<note>{RESULT_NOTE})(?!\S)"
    rf"|(?P<pacemaker>(?i:\(?(?:pacemaker|pacer|pm)\)?))(?!\S)|(?P<rule>{RULE})(?!\S)|(?P<points>\d{{1,3}})(?!\S))"
)


@dataclass(frozen=True, slots=True)
class PrinterLayout:
    """How one printer writes."""

    key: str
    """Its name for `lapbell convert --as`."""
    printer: str
    """Its name in sentences."""
    pattern: re.Pattern[str]
    """An athlete's row, its parts as named groups."""
    is_foreign_name: Callable[[str], bool] | None = None
    """Whether a name is printed in an order of given and family name that this printer does not use."""
    figures_in_row: bool = False
    """Whether splits and laps follow the result in its row: `1:04.79 [1:04.79]`."""
    laps_rounded_up: bool = False
    """Whether each lap is rounded up on its own from thousandths."""
    position_word: str = "Start position"

    def athlete(self, text: str) -> re.Match[str] | None:
        """The parts of an athlete's row; None for any other row."""
        match = self.pattern.fullmatch(text)
        return None if match and self.is_foreign_name and self.is_foreign_name(match["name"]) else match


def read_performance(
    match: re.Match[str], line: int, document: str, race_year: int | None, *, is_team: bool = False
) -> Performance:
    """A row up to the result. Raises ValueError where that looks like a time but is not."""
    parts = match.groupdict()
    name, club = (parts["name"], "") if is_team else _without_club(parts["name"])
    position = parts.get("position") or ""
    if club and position.startswith("0"):
        club = f"{club} {position}"
    name, family = (name, name) if is_team and not name.isupper() else _read_name(name)
    words = ((parts.get(kind) or "").upper() for kind in ("place_word", "result"))
    word = next((word for word in words if word in STATUSES), "")
    number = parts.get("place") or ""  # of someone without a result it is the bib
    printed = parts["result"] or "-"
    result = Time.parse(printed) if printed[0].isdigit() else None
    return Performance(
        line=line,
        document=document,
        splits_line=line,
        splits_document=document,
        name=name,
        family=family,
        nation=parts.get("nation") or "",
        club=parts.get("club") or club,
        bib=parts.get("bib") or (number if word and match[0].startswith(f"{number} ") else ""),
        born=iso_day(parts.get("born") or "", race_year),
        role="pacemaker" if parts.get("pacemaker") else "runner",
        place=int(number) if number and not word else None,
        result=result,
        status=STATUSES.get(word) or (None if result else "unknown"),
    )


def _without_club(printed: str) -> tuple[str, str]:
    """A name that begins with the family name, and the club in capitals behind it: `BERG Anna TSV Bayer`."""
    words = printed.split()
    given = next((i for i, word in enumerate(words) if not is_family(word)), len(words))
    club = next((i for i in range(given + 1, len(words)) if words[i].isupper()), len(words))
    if not given or club == len(words) or not _is_short(words[club]):
        return printed, ""
    return " ".join(words[:club]), " ".join(words[club:])


def _is_short(word: str) -> bool:
    return 1 < len(word) <= LONGEST_SHORT_NAME


def _read_name(printed: str) -> tuple[str, str]:
    """The name and the family name, which may stand before a comma."""
    family, comma, given = printed.partition(", ")
    if not comma or "," in given:
        return read_name(printed)
    return read_name(f"{given} {family.upper()}") if family.isupper() else (f"{given} {family}", family)


def read_rest(text: str) -> dict[str, list[str]] | None:
    """What follows the result, by kind; None where a word of it is not understood."""
    matches = matches_alone(_REST, text)
    if matches is None:
        return None
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for match in matches:
        kinds[str(match.lastgroup)].append(match[str(match.lastgroup)])
    return kinds if len(kinds.get("behind", ())) < 2 else None
