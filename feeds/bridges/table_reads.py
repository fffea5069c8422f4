"""The bridge `table`: reads as lines of columns, such as CSV. A mapping file says which column is what.

separator = ";"         # or "tab"; if nothing is said, the one that divides the first line most
time = "unix"           # how times are written: "clock" (the default), "unix", "unix ms", "local unix"
place = "Finish"        # where all reads are, if no column says it
skip = "^#"             # lines to leave out: a regular expression
gun = "GUN"             # what stands in the column of chips where the line is a gun

[columns]               # by their heads in the first line, or by their numbers, from 1
chip = "Tag"
time = 2
place = "Location"
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from feeds.bridges.reads.device_clock import STYLES
from feeds.bridges.reads.mapping_values import said_text
from feeds.bridges.reads.raw_reads import RawGun, RawRead
from feeds.bridges.reads.reads_bridge import ReadsBridge
from feeds.errors import UserError
from feeds.legal_text import legal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feeds.bridges.bridge import BridgeSettings

ROLES = ("chip", "time", "date", "place")

DEFAULT_COLUMNS: dict[str, int | str] = {"chip": 1, "time": 2, "place": 3}

SEPARATORS = "\t;,~|"

MOST_SKIPPED = 200
"""Characters of a pattern of lines to leave out."""

LONGEST_CHIP = 64


class TableReads(ReadsBridge):
    """Reads with a chip, a time and a place in columns."""

    name = "table"
    keys = ("separator", "time", "place", "skip", "gun", "columns")
    summary = "reads of chips in the columns of a growing file, stdin, or a connection (CSV, TSV)"
    example = """\
  A reader appends lines such as  058000128608;09:31:05.42;Finish  to reads.csv. With
  map.toml saying

      separator = ";"
      zone = "Europe/Berlin"
      date = "2026-05-02"
      [places]
      Finish = ["300", "700", "1100", "finish"]
      [chips]
      058000128608 = "17"
      [guns]
      "" = "09:29:58.1"

  lapbell bridge table reads.csv --map map.toml --start-list 1500.jsonl --try
  lapbell bridge table reads.csv --map map.toml --start-list 1500.jsonl \\
      --with-start-list --to HOST:8400"""

    def __init__(self, settings: BridgeSettings) -> None:
        """Raises UserError for a mapping file that cannot be meant."""
        said = settings.table
        style = next((style for style in STYLES if style == said.get("time", "clock")), None)
        if style is None:
            raise UserError(f"mapping file: time must be one of {', '.join(STYLES)}")
        super().__init__(settings, style)
        self._separator = _separator(said)
        self._separators: dict[str, str] = {}
        """By origin, the one that its first line shows, where none is stated."""
        self._place = said_text(said, "place")
        self._gun = said_text(said, "gun")
        self._skip = _pattern(said_text(said, "skip"))
        self._said = _columns(said)
        self._columns: dict[str, dict[str, int]] = {}
        """By origin and role, the index of the column; not there before the heads were read."""

    def begin(self, origin: str) -> None:
        """Expect the heads of the columns, where columns go by them."""
        by_number = {role: said - 1 for role, said in self._said.items() if isinstance(said, int)}
        self.end(origin)
        if len(by_number) == len(self._said):
            self._columns[origin] = by_number

    def end(self, origin: str) -> None:
        """Forget the columns of a connection; the next one has another origin."""
        self._columns.pop(origin, None)
        self._separators.pop(origin, None)

    def read_line(self, line: str, origin: str) -> RawRead | RawGun | None:
        """The read of a row. Raises ValueError."""
        if self._skip is not None and self._skip.search(line):
            return None
        separator = self._separator or self._separators.setdefault(origin, max(SEPARATORS, key=line.count))
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
        columns = self._columns.get(origin)
        if columns is None:
            self._columns[origin] = self._found(cells)
            return None
        values = {role: cells[index] for role, index in columns.items() if index < len(cells)}
        if "chip" not in values or "time" not in values:
            raise ValueError(f"only {len(cells)} columns")
        chip = legal(values["chip"])
        if not chip or len(chip) > LONGEST_CHIP:
            raise ValueError("no chip" if not chip else "a chip has 64 characters at most")
        clock = self.clock.read(f"{values.get('date', '')} {values['time']}")
        place = legal(values.get("place", "") or self._place)[:200]
        return RawGun(clock, place) if chip == self._gun else RawRead(chip, clock, place)

    def _found(self, heads: list[str]) -> dict[str, int]:
        """The columns by their heads. Raises ValueError where one is not there."""
        columns = {}
        for role, said in self._said.items():
            if isinstance(said, int):
                columns[role] = said - 1
            elif said in heads:
                columns[role] = heads.index(said)
            else:
                raise ValueError(f"there is no column {said!r} among the heads")
        return columns


def _columns(said: Mapping[str, object]) -> dict[str, int | str]:
    columns = said.get("columns")
    if columns is None:
        return DEFAULT_COLUMNS
    if not isinstance(columns, dict):
        raise UserError('mapping file: [columns] must hold lines such as chip = "Tag" or chip = 1')
    for role, column in columns.items():
        if role not in ROLES:
            raise UserError(f"mapping file: unknown column {role!r} (there are {', '.join(ROLES)})")
        is_number = isinstance(column, int) and not isinstance(column, bool) and 0 < column <= 1000
        if not (is_number or isinstance(column, str)):
            raise UserError(
                f"mapping file: the column of the {role} must be a head in quotes, or a number from 1"
            )
    if "chip" not in columns or "time" not in columns:
        raise UserError("mapping file: [columns] must say where chip and time are")
    return columns


def _separator(said: Mapping[str, object]) -> str:
    """The separator that is stated; empty where none is."""
    separator = {"tab": "\t"}.get(text := said_text(said, "separator"), text)
    if len(separator) > 1 or (separator and separator in '"\r\n'):
        raise UserError('mapping file: separator must be one character, or "tab"')
    return separator


def _pattern(text: str) -> re.Pattern[str] | None:
    if len(text) > MOST_SKIPPED:
        raise UserError(f"mapping file: skip has {MOST_SKIPPED} characters at most")
    try:
        return re.compile(text) if text else None
    except re.error as error:
        raise UserError(f"mapping file: skip is no regular expression: {error}") from None
