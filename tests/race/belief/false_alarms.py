"""Counts the true splits that would be doubted: `python -m tests.race.belief.false_alarms FOLDER`.

FOLDER holds tables of splits, one race each (`*.csv.gz`): a row an athlete, with columns named for metres
from the start that hold seconds from crossing the start line, and `sex` and, if known, `start`, the seconds
from the gun to the start line. Each athlete's splits are weighed as they came in, one more at a time.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from race.belief.plausible_chain import TimedRead, heaviest_chain
from race.belief.stretch_limits import StretchLimits

FIRST = 100
"""So many of the first finishers are counted by themselves."""

SEXES = {"M": "men", "F": "women"}

GUN_INDEX = -1
WEIGHT = 10


@dataclass(frozen=True, slots=True)
class Table:
    """A race as a table of splits, athletes in the order of their finish."""

    name: str
    distances: list[float]
    athletes: list[tuple[str, list[TimedRead]]]
    """The sex of each, and the splits in the order of the course, the start line's with them if known."""

    @classmethod
    def read(cls, path: Path, every: int = 1) -> Table:
        """Read a table: the first finishers, and each so many of the others."""
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            names, *rows = csv.reader(file)
        metres = sorted((column for column in names if column.replace(".", "", 1).isdigit()), key=float)
        finish = names.index(metres[-1])
        rows.sort(key=lambda row: float(row[finish] or "inf"))
        kept = (dict(zip(names, row, strict=True)) for row in (*rows[:FIRST], *rows[FIRST::every]))
        athletes = [(SEXES.get(row["sex"], ""), list(_reads(row, metres))) for row in kept]
        return cls(path.name.removesuffix(".csv.gz"), [float(m) for m in metres], athletes)


@dataclass(slots=True)
class Alarms:
    """How many true splits are doubted."""

    splits: int = 0
    doubted: int = 0
    first: int = 0
    """Of those the ones of the first finishers."""


def _reads(row: dict[str, str], metres: Sequence[str]) -> Iterator[TimedRead]:
    start_ms = round(1000 * float(row.get("start") or 0))
    if start_ms > 0:
        yield TimedRead(GUN_INDEX, start_ms, 1, WEIGHT)
    for index, column in enumerate(metres):
        if row[column]:
            yield TimedRead(index, start_ms + round(1000 * float(row[column])), 1, WEIGHT)


def count(table: Table) -> Alarms:
    """Count the splits of a table that are doubted when they or later ones come."""
    limits = {sex: StretchLimits(table.distances, sex) for sex in ("", *SEXES.values())}
    alarms = Alarms()
    for place, (sex, reads) in enumerate(table.athletes):
        doubted = _doubted(reads, limits[sex])
        alarms.splits += len(reads)
        alarms.doubted += len(doubted)
        alarms.first += len(doubted) if place < FIRST else 0
    return alarms


def _doubted(reads: Sequence[TimedRead], limits: StretchLimits) -> set[int]:
    """The positions of the reads that were doubted at some time."""
    found: set[int] = set()
    first = reads[0] if reads else None

    def possible(before: TimedRead | None, read: TimedRead) -> bool:
        return limits.possible(before, read, first)

    before: TimedRead | None = None
    for position, read in enumerate(reads):
        if not found and possible(before, read):
            before = read  # All so far are possible after one another, and so are believed.
            continue
        chain = heaviest_chain(reads[: position + 1], possible, limits.unevenness)
        found |= set(range(position + 1)) - set(chain)
    return found


def tables(folder: Path) -> list[Path]:
    """The tables of a folder, by name."""
    return sorted(folder.glob("*.csv.gz"))


def main() -> None:
    """Print a line for each table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    total = Alarms()
    print("| table | splits | doubted | of the first hundred |\n|---|--:|--:|--:|")
    for path in tables(arguments.parse_args().folder):
        table = Table.read(path)
        alarms = count(table)
        total.splits += alarms.splits
        total.doubted += alarms.doubted
        total.first += alarms.first
        print(f"| {table.name} | {alarms.splits} | {alarms.doubted} | {alarms.first} |", flush=True)
    one_in = f"one in {total.splits // total.doubted:,}" if total.doubted else "none"
    print(f"| together | {total.splits} | {total.doubted} ({one_in}) | {total.first} |")


if __name__ == "__main__":
    main()
