"""How well the packs of road races are found again, in tables of real marathons and half marathons.

`python -m tests.replays.road_measures FOLDER` prints the table of docs/reconstruction.md. Of the first of
each race what a report has is kept: the leader's times and the result. Who is estimated to be with whom is
held against who was.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from race.messages import Checkpoint, Entrant, Estimate, Gun, Message, Split, StartList
from race.times import Time
from replays.reconstruction import reconstruct

CHOSEN_ON = ("boston-2011", "boston-2015", "chicago-40k-2013", "houston-2016")
"""The tables that the constants for roads were chosen on."""

HELD_BACK = (
    "boston-2014",
    "boston-2016",
    "boston-2018",
    "houston-half-2012-men",
    "boulogne-half-2022",
)

FIRST = 12
"""So many of each field, if they are not further behind than that."""

FURTHEST = 1.08
TOGETHER_S = 6.0
"""Two runners were together if they passed no further apart: the length of a pack, and whole seconds."""

Times = dict[str, dict[float, float]]
"""Seconds by bib and metres."""


class Found(NamedTuple):
    """How well the packs of a field were found again."""

    error: float
    """Of the likely times, in seconds."""
    right: float
    """The share of pairs shown together who were."""
    found: float
    """The share of pairs who were together who are shown so."""


def fields(path: Path) -> list[Times]:
    """The first men and the first women of a table, in the order of the finish."""
    with gzip.open(path, "rt") as file:
        rows = list(csv.DictReader(file))
    metres = [column for column in rows[0] if column.replace(".", "").isdigit()]
    found: list[Times] = []
    for sex in sorted({row["sex"] for row in rows}):
        finished = [row for row in rows if row["sex"] == sex and row[metres[-1]]]
        finished.sort(key=lambda row: float(row[metres[-1]]) + float(row["start"] or 0))
        field = {
            f"{number}": {float(m): float(row[m]) + float(row["start"] or 0) for m in metres if row[m]}
            for number, row in enumerate(finished[:FIRST])
        }
        finish = float(metres[-1])
        winning = min(times[finish] for times in field.values())
        found.append({bib: times for bib, times in field.items() if times[finish] <= FURTHEST * winning})
    return found


def report_of(field: Times) -> list[Message]:
    """What a report of the race might have: the leader's times, and the result."""
    metres = sorted({m for times in field.values() for m in times})
    ids = {m: f"{m}" for m in metres}
    start = StartList(
        name="Road race",
        distance_m=metres[-1],
        setting="road",
        checkpoints=tuple(Checkpoint(id=ids[m], distance_m=m) for m in metres),
        entrants=tuple(Entrant(bib=bib, name=bib) for bib in field),
    )
    messages: list[Message] = [start, Gun()]
    for m in metres:
        there = sorted((times[m], bib) for bib, times in field.items() if m in times)
        for rank, (seconds, bib) in enumerate(there if m == metres[-1] else there[:1], start=1):
            time = Time(round(seconds) * 1000, 0)
            messages.append(Split(bib=bib, checkpoint=ids[m], time=time, rank=rank, evidence="published"))
    return messages


def found_again(field: Times) -> Found:
    """How well the packs of a field are found again from a report of it."""
    together: defaultdict[tuple[str, int, int], dict[str, float]] = defaultdict(dict)
    errors: list[float] = []
    for m in reconstruct(report_of(field)):
        if isinstance(m, Estimate) and float(m.checkpoint) in field[m.bib]:
            true = field[m.bib][float(m.checkpoint)]
            errors.append(abs(m.band.likely_ms / 1000 - true))
            together[m.checkpoint, m.band.low_ms, m.band.high_ms][m.bib] = true
    shown = truly = both = 0
    at: defaultdict[str, list[tuple[float, tuple[int, int]]]] = defaultdict(list)
    for (checkpoint, *band), members in together.items():
        at[checkpoint] += [(true, (band[0], band[1])) for true in members.values()]
    for there in at.values():
        for (one_s, one), (other_s, other) in combinations(there, 2):
            is_true = abs(one_s - other_s) <= TOGETHER_S
            shown, truly = shown + (one == other), truly + is_true
            both += is_true and one == other
    return Found(mean(errors), both / max(shown, 1), both / max(truly, 1))


def measured(folder: Path, tables: tuple[str, ...]) -> Found:
    """The means over all fields of some tables."""
    found = [found_again(field) for table in tables for field in fields(folder / f"{table}.csv.gz")]
    return Found(*(mean(values) for values in zip(*found, strict=True)))


def main() -> None:
    """Print the table."""
    print("| tables | time | together, rightly | found |\n|---|---|---|---|")
    for name, tables in (("chosen on", CHOSEN_ON), ("held back", HELD_BACK)):
        found = measured(Path(sys.argv[1]), tables)
        print(f"| {name} | {found.error:.0f} s | {found.right:.0%} | {found.found:.0%} |")


if __name__ == "__main__":
    main()
