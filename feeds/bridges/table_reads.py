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

from feeds.bridges.reads.mapping_values import said_text
from feeds.bridges.reads.read_fields import KEYS, Columns, ReadFields, time_style
from feeds.bridges.reads.reads_bridge import ReadsBridge
from feeds.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.reads.raw_reads import RawGun, RawRead

DEFAULT_COLUMNS: Columns = {"chip": 1, "time": 2, "place": 3}

SEPARATORS = "\t;,~|"

MOST_SKIPPED = 200
"""Characters of a pattern of lines to leave out."""


class TableReads(ReadsBridge):
    """Reads with a chip, a time and a place in columns."""

    name = "table"
    keys = ("separator", "skip", *KEYS)
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
        super().__init__(settings, time_style(said))
        self._separator = _separator(said)
        self._separators: dict[str, str] = {}
        """By origin, the one that its first line shows, where none is stated."""
        self._skip = _pattern(said_text(said, "skip"))
        self._fields = ReadFields(said, DEFAULT_COLUMNS)
        self._said = self._fields.columns
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
        return self._fields.read(values, self.clock)

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
