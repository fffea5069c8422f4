"""A passing as RACE RESULT writes it in a line: columns between semicolons, of which old versions have fewer.

    7750;ZCMBG52;;10:50:00.477;0;72;127;;1;1;1;;16731;2,9;17;0;D-5662;;0;D-5662

Number, bib or code, date, time; column 10 is the loop of an active transponder, the last four are box, file,
antenna and the id of the box. Version 1 of the exporter leaves out column 11. Columns are counted from 0.
"""

from __future__ import annotations

import re
from typing import NamedTuple

FEWEST, WITHOUT_LOOP_ONLY = 4, 19
"""Numbers of columns: of the oldest decoders, and of version 1 of the exporter."""

LOOP, BOX, BOX_ID = 10, 16, 19

MARKER = "99999"
"""The code of a start button or a light beam, unless the operator gives it another."""

_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)
_RUN_SCORE = re.compile(r"RSBCI,(?P<bib>[^,]{1,64}),(?P<time>[^,]{1,40}),(?P<place>[^,]{1,200})")


class Passing(NamedTuple):
    """A transponder was seen."""

    code: str
    """Of the transponder; for bibs with a printed number, that."""
    bib: str
    """The runner's, where it is sent; else empty."""
    date: str
    """As yyyy-MM-dd; empty where it is not sent, and `0000-00-00` where the clock is not set."""
    time: str
    places: tuple[str, ...]
    """Names of the place, first the most exact one."""
    is_marker: bool = False


def read_passing(line: str) -> Passing:
    """A passing in columns. Raises ValueError."""
    columns = [column.strip() for column in line.split(";")]
    if len(columns) < FEWEST:
        raise ValueError(
            f"a passing has {FEWEST} columns or more, and this {len(columns)}; `table` reads other columns"
        )
    if columns[0] and not _NUMBER.fullmatch(columns[0]):
        raise ValueError("a passing begins with its number")
    if _lacks_loop_only(columns):
        columns.insert(LOOP + 1, "")
    loop, box, box_id = (columns[index] if index < len(columns) else "" for index in (LOOP, BOX, BOX_ID))
    names = [name for name in (box, box_id) if name] or [""]
    places = (f"{names[0]}/{loop}", *names) if loop.strip("0") and names[0] else tuple(names)
    code = columns[1]
    if not code or not code.isprintable():
        raise ValueError("no transponder")
    return Passing(code, "", columns[2], columns[3], places, code == MARKER)


def read_run_score(line: str) -> Passing:
    """A passing in the format RunScore: `RSBCI,12,10:50:00.477,START+FINISH`. Raises ValueError."""
    match = _RUN_SCORE.fullmatch(line.strip())
    if match is None:
        raise ValueError("not a line of the format RunScore")
    bib = match["bib"].strip()
    return Passing(bib, bib, "", match["time"], (match["place"].strip(),))


def _lacks_loop_only(columns: list[str]) -> bool:
    """Whether column 11 is left out, so that the box stands before its place, and behind it the file."""
    if len(columns) < WITHOUT_LOOP_ONLY:
        return False
    before, box = (_NUMBER.fullmatch(columns[index] or "0") for index in (BOX - 1, BOX))
    return bool(box) if len(columns) == WITHOUT_LOOP_ONLY else bool(box) and not before
