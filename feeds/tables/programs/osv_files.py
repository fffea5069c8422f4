"""The files of Omega's Scan'O'Vision: results, the starts of heats, and the start list.

    "Event";"Round";"Heat";"Lap";"Bib";"Lane";"idStatus";"Time";"Result";"Rank";
       9;   1;   1;9999;"  3632";  2; 1;    89948;"       9.00  ";2

Results (`LSTRslt.txt`) have a row for each runner and lap of every heat of a meet; lap 9999 is the finish.
`Time` is in ten-thousandths of a second, in older versions in thousandths: `Result`, which is rounded up from
it, shows in which. `idStatus` is 1 of a time; what its other numbers mean is not known.

    "Event";"Round";"Heat";"Date";"Hour";"Wind";"Temp";"File";"Official"
       2;   1;   1;"   22.02.2025";" 10:29:35.3378";"       N/A";"       N/A";" ";"Official";

Starts (`LSTRRSLT.txt`) have a row for each heat. A start list has one too, with an event code such as
00501002 (event 5, round 1, heat 2), length and title, and below it a row for each entrant, without a code.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from feeds.tables.plain.person_cells import read_day
from feeds.tables.programs.delimited_rows import delimiter_of
from feeds.tables.programs.osv_times import osv_time, units_per_second
from feeds.tables.status_words import read_status

if TYPE_CHECKING:
    from race.times import Time

FINISH = 9999
"""The lap that is the finish."""

TIMED = "1"
"""The `idStatus` of a time."""

NOTHING = ("", "0")
"""Where there is no bib, no rank, or no status yet."""

LONGEST_LINE = 4000
"""Characters."""

MOST_ROWS = 200_000
MOST_BAD_LINES = 1000

_RESULTS = ("event", "round", "heat", "lap", "bib", "lane", "idstatus", "time", "result", "rank")
"""The heads of results, in their order."""

_CODE = re.compile(r"(\d{3})(\d{2})(\d{2,3})|(\w+)[-./ ](\w+)[-./ ](\w+)", re.ASCII)
_CLOCK = re.compile(r"\d{1,2}:\d\d:\d\d(?:[.,]\d{1,6})?", re.ASCII)
_MINUTE = re.compile(r"\d{1,2}:\d\d", re.ASCII)
_WIND = re.compile(r"([+-]?) ?(\d{1,2})[.,](\d)(?: ?m/s)?", re.ASCII)

OsvKey = tuple[str, str, str]
"""Event, round and heat, without zeros in front."""

OsvKind = Literal["results", "starts", "start list"]


class OsvRow(NamedTuple):
    """What is known of a runner at one lap of a heat."""

    line: int
    lap: int
    bib: str
    """Empty where none was entered."""
    lane: str
    place: str
    """The place, or why there is none, such as `status 5`; empty where neither is known."""
    time: Time | None


class OsvStart(NamedTuple):
    """The start of a heat."""

    day: str
    """As 2025-02-22; empty if it could be another."""
    clock: str
    """The time of day, without a zone."""
    wind: str
    is_official: bool


class OsvEntry(NamedTuple):
    """Someone on a start list."""

    line: int
    lane: str
    bib: str
    family: str
    given: str
    nation: str
    """A nation or a club, as it was entered."""


class OsvStartList(NamedTuple):
    """The start list of a heat."""

    title: str
    distance: str
    """In metres."""
    day: str
    planned: str
    """The time of day at which it is to start, as 16:30."""
    entries: tuple[OsvEntry, ...]


class OsvResults(NamedTuple):
    """The rows of a file of results, by heat, in its order."""

    heats: Mapping[OsvKey, Sequence[OsvRow]]
    bad_lines: Sequence[int]
    """The numbers of lines that are no rows."""


def osv_kind(text: str) -> OsvKind | None:
    """Which of the files a text is, by its heads; results also without heads."""
    heads = _heads(text)
    if {"event", "lap", "bib"} <= heads.keys():
        return "results"
    if {"event", "heat", "hour"} <= heads.keys():
        return "starts"
    if {"eventcode", "name"} <= heads.keys() and ("bibno" in heads or "bib" in heads):
        return "start list"
    rows = [cells for _, cells in islice(_rows(text[: 4 * LONGEST_LINE]), 2)]
    is_row = any(len(cells) >= len(_RESULTS) - 1 and all(map(str.isdigit, cells[:4])) for cells in rows)
    return "results" if is_row else None


def is_osv_table(text: str) -> bool:
    """Whether a text has heads between semicolons, as the other tables have that Scan'O'Vision keeps."""
    first = next(iter(text[: 4 * LONGEST_LINE].splitlines()), "")
    return first.count(";") >= 1 and len(_heads(text)) > 1 and not any(map(str.isdigit, _heads(text)))


def read_osv_results(text: str) -> OsvResults:
    """The rows of a file of results."""
    heads = _heads(text) if "lap" in _heads(text) else {head: i for i, head in enumerate(_RESULTS)}
    cells = [(number, _Cells(row, heads)) for number, row in _rows(text)]
    per_second = units_per_second((row["time"], row["result"]) for _, row in cells)
    heats: dict[OsvKey, list[OsvRow]] = {}
    bad_lines: list[int] = []
    for number, row in cells:
        key, lap = _key(row["event"], row["round"], row["heat"]), row["lap"]
        if key is None or not (lap.isascii() and lap.isdigit() and len(lap) <= 5):
            if row["event"].casefold() != "event" and len(bad_lines) < MOST_BAD_LINES:
                bad_lines.append(number)
            continue
        time = osv_time(row["time"], row["result"], per_second)
        bib = "" if row["bib"] in NOTHING else row["bib"]
        found = OsvRow(number, int(lap), bib, row["lane"], _place(row, time), time)
        heats.setdefault(key, []).append(found)
    return OsvResults(heats, bad_lines)


def read_osv_starts(text: str) -> dict[OsvKey, OsvStart]:
    """The starts of heats; of one that was started twice the last."""
    starts: dict[OsvKey, OsvStart] = {}
    heads = _heads(text)
    for _, cells in _rows(text):
        row = _Cells(cells, heads)
        key = _key(row["event"], row["round"], row["heat"])
        if key is not None:
            clock = row["hour"] if _CLOCK.fullmatch(row["hour"]) else ""
            is_official = row["official"].casefold().startswith("offi")
            starts[key] = OsvStart(read_day(row["date"]) or "", clock, _wind(row["wind"]), is_official)
    return starts


def read_osv_start_list(text: str) -> dict[OsvKey, OsvStartList]:
    """The start lists of heats."""
    lists: dict[OsvKey, OsvStartList] = {}
    heads = _heads(text)
    key: OsvKey | None = None
    for number, cells in _rows(text):
        row = _Cells(cells, heads)
        code = row["eventcode"]
        if code and "code" not in code.casefold():
            key = _event_code(code)
            length = re.fullmatch(r"(\d{2,6}) ?m?", row["length"], re.ASCII)
            title = " ".join(filter(None, (row["title1"], row["title2"])))
            planned = row["time"][:5] if _MINUTE.fullmatch(row["time"][:5]) else ""
            distance = length[1] if length else ""
            lists[key] = OsvStartList(title, distance, read_day(row["date"]) or "", planned, ())
        elif key is not None and not code:
            bib, lane = row["bibno"] or row["bib"], row["laneorder"] or row["lane"]
            entry = OsvEntry(number, lane, bib, row["name"], row["firstname"], row["nation"])
            if entry.bib not in NOTHING or entry.family:
                lists[key] = lists[key]._replace(entries=(*lists[key].entries, entry))
    return lists


class _Cells:
    """The cells of a row, by the heads of their columns; empty where there is none."""

    def __init__(self, cells: Sequence[str], heads: Mapping[str, int]) -> None:
        self._cells = cells
        self._heads = heads

    def __getitem__(self, head: str) -> str:
        at = self._heads.get(head, len(self._cells))
        return self._cells[at] if at < len(self._cells) else ""


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that is not empty, with its number; a line is a row whatever is quoted in it."""
    lines = text.splitlines()
    delimiter = delimiter_of(next((line for line in lines if line.strip()), ""))
    for number, line in enumerate(lines[:MOST_ROWS], start=1):
        if line.strip() and len(line) <= LONGEST_LINE:
            try:
                cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
            except csv.Error:
                cells = []
            yield number, [" ".join(cell.replace("\0", "").split()) for cell in cells] or [""]


def _heads(text: str) -> dict[str, int]:
    """The columns by their heads, of which letters and digits count: `Lane / order` is `laneorder`."""
    _, cells = next(_rows(text[: 4 * LONGEST_LINE]), (0, []))
    heads: dict[str, int] = {}
    for index, cell in enumerate(cells):
        heads.setdefault("".join(filter(str.isalnum, cell)).casefold(), index)
    return heads


def _key(event: str, round_: str, heat: str) -> OsvKey | None:
    parts = [_plain(part) for part in (event, round_, heat)]
    if not all(re.fullmatch(r"[A-Za-z0-9]{1,12}", part) for part in parts) or event.casefold() == "event":
        return None
    return parts[0], parts[1], parts[2]


def _event_code(text: str) -> OsvKey:
    """The heat of an event code. One of a form that is not known is an event of one round and heat."""
    match = _CODE.fullmatch(text)
    parts = [part for part in match.groups() if part is not None] if match else [text[:16], "1", "1"]
    return _plain(parts[0]), _plain(parts[1]), _plain(parts[2])


def _plain(number: str) -> str:
    return number.lstrip("0") or "0"


def _place(row: _Cells, time: Time | None) -> str:
    """The place, or the word or the number for why there is none."""
    word = next((text for text in (row["result"], row["idstatus"]) if read_status(text)), "")
    if word or row["idstatus"] not in (TIMED, *NOTHING):
        return word or f"status {row['idstatus'][:8]}"
    return row["rank"] if time is not None and row["rank"] not in NOTHING else ""


def _wind(text: str) -> str:
    """Metres a second with a sign and a decimal; empty where it was not measured."""
    match = _WIND.fullmatch(text)
    return f"{match[1] or '+'}{match[2]}.{match[3]}" if match else ""
