"""Split tables: results of races with every athlete's time at every checkpoint, as CSV.

The columns `race`, `athlete`, `sex`, `wave`, `start` and `status` are followed by one for each checkpoint,
named by its metres from the start; the last one is the finish. `docs/backtest.md` describes them.
"""

from __future__ import annotations

import csv
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import nan
from pathlib import Path
from typing import BinaryIO, NamedTuple

from feeds.errors import Problem, RaceFileError
from feeds.unpacked_file import unpacked
from race.messages import SEXES
from race.times import LONGEST_MS

SUFFIXES = (".csv", ".csv.gz")

LEADING = ["race", "athlete", "sex", "wave", "start", "status"]

LONGEST_LINE = 65_536
"""Bytes."""

MOST_ATHLETES = 500_000

MOST_CHECKPOINTS = 1000

FARTHEST_M = 1_000_000.0

LONGEST_S = LONGEST_MS / 1000


class Athlete(NamedTuple):
    """A row of a table."""

    race: str
    start_s: float
    """Seconds from the gun to the athlete's own start; 0 where it is unknown."""
    seconds: tuple[float | None, ...]
    """From the athlete's own start to each checkpoint; None where nothing was read."""
    sex: str = ""
    """`men` or `women`; empty where the table does not say it."""


class SplitTable(NamedTuple):
    """The checkpoints of a table and its rows."""

    distances: tuple[float, ...]
    """Metres from the start of each checkpoint."""
    athletes: Iterator[Athlete]
    """Read lazily. Raises RaceFileError at a line that is wrong."""


@contextmanager
def open_table(path: Path) -> Iterator[SplitTable]:
    """A split table, gzipped or not, open while its rows are read.

    Raises RaceFileError where it cannot be read or does not begin as a split table.
    """
    reader = _TableReader(path.name)
    try:
        with unpacked(path) as file:
            rows = csv.reader(reader.lines(file), strict=True)
            distances = reader.distances(_heads(rows))
            yield SplitTable(distances, reader.athletes(rows, len(distances)))
    except UnicodeDecodeError:
        raise reader.error("not UTF-8") from None
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise reader.error(f"cannot be read: {reason}") from None


def _heads(rows: Iterator[list[str]]) -> list[str]:
    """The first row; nothing of a file that is no CSV, such as a race file."""
    try:
        return next(rows, [])
    except csv.Error:
        return []


class _TableReader:
    """Reads a file and knows its current line."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._line = 0

    def error(self, text: str) -> RaceFileError:
        """An error at the current line."""
        return RaceFileError(self._name, [Problem(self._line, text)])

    def lines(self, file: BinaryIO) -> Iterator[str]:
        """The lines as text."""
        while line := file.readline(LONGEST_LINE + 1):
            self._line += 1
            if len(line) > LONGEST_LINE:
                raise self.error(f"longer than {LONGEST_LINE} bytes")
            if self._line > MOST_ATHLETES + 1:
                raise self.error(f"more than {MOST_ATHLETES} athletes")
            yield line.decode("utf-8-sig")

    def distances(self, columns: list[str]) -> tuple[float, ...]:
        """The checkpoints in the first line."""
        named = columns[len(LEADING) :]
        if columns[: len(LEADING)] != LEADING or not 1 <= len(named) <= MOST_CHECKPOINTS:
            raise self.error(f"a split table begins with {','.join(LEADING)}, and then metres")
        distances = tuple(self._number(metres, FARTHEST_M, "a distance in metres") for metres in named)
        if any(end <= start for start, end in zip((0.0, *distances), distances, strict=False)):
            raise self.error("the distances do not rise")
        return distances

    def athletes(self, rows: Iterator[list[str]], checkpoints: int) -> Iterator[Athlete]:
        """The lines after the first one."""
        for row in rows:
            if len(row) != len(LEADING) + checkpoints:
                raise self.error(f"{len(row)} columns, but the first line has {len(LEADING) + checkpoints}")
            start_s = (
                self._number(row[4], LONGEST_S, "a start in seconds", least=-LONGEST_S) if row[4] else 0.0
            )
            yield Athlete(row[0], start_s, self._rising(row[len(LEADING) :]), SEXES.get(row[2], ""))

    def _rising(self, times: Sequence[str]) -> tuple[float | None, ...]:
        """Times in seconds; one that is not later than those before it counts as missing."""
        times_s: list[float | None] = []
        latest = 0.0
        for text in times:
            seconds = self._number(text, LONGEST_S, "a time in seconds") if text else 0.0
            times_s.append(seconds if seconds > latest else None)
            latest = max(latest, seconds)
        return tuple(times_s)

    def _number(self, text: str, most: float, what: str, least: float = 0.0) -> float:
        try:
            number = float(text)
        except ValueError:
            number = nan
        if not least <= number <= most:
            raise self.error(f"{text[:40]!r} is not {what}")
        return number
