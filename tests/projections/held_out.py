"""Tables of real splits, each judged by projections that were not fitted on it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.commands.backtest import CheckpointErrorsJson, FileReportJson

EDITIONS = (
    ("ultravasan90-2014", "ultravasan90-2016"),
    ("ultravasan90-2016", "ultravasan90-2018"),
    ("ultravasan90-2018", "ultravasan90-2022"),
    ("ultravasan90-2022", "ultravasan90-2024"),
    ("ultravasan45-2017", "ultravasan45-2019"),
    ("ultravasan45-2019", "ultravasan45-2023"),
    ("mauerweg100-2014", "mauerweg100-2015"),
    ("mauerweg100-2015", "mauerweg100-2018"),
    ("boston-2015", "boston-2016"),
    ("boston-2016", "boston-2018"),
)
"""Editions of a course, and the race that is projected with each."""

ON_TRACK = "track"


class Table(NamedTuple):
    """A table of splits."""

    name: str
    path: Path
    sport: str
    """As `races.csv` names it: `marathon`, `half marathon`, `trail ultra run 90 km`, `track 1500 m` ..."""

    @property
    def group(self) -> str:
        """The kind of race, for the tables of the docs."""
        for word, group in (("half", "half marathons"), ("marathon", "marathons"), ("ski", "ski races")):
            if word in self.sport:
                return group
        return ON_TRACK if ON_TRACK in self.sport.split() else "ultras"


class Judged(NamedTuple):
    """What a backtest said of a table."""

    table: Table
    report: FileReportJson

    @property
    def finishes(self) -> list[CheckpointErrorsJson]:
        """The checkpoints at which finishes were shown."""
        return [checkpoint for checkpoint in self.report["checkpoints"] if checkpoint["finish"] is not None]


def tables_of(folder: Path) -> list[Table]:
    """The tables of a folder that has a `races.csv`."""
    with (folder / "races.csv").open(encoding="utf-8", newline="") as file:
        return [
            Table(row["file"].removesuffix(".csv.gz"), folder / row["file"], row["sport"])
            for row in csv.DictReader(file)
        ]


def fitted_without(table: Table, folder: Path) -> Path:
    """The numbers of the net fitted on all other tables, as a module in a folder, unless it is there."""
    path = folder / f"{table.name.replace('-', '_')}.py"
    if path.exists():
        return path
    arguments = [str(table.path.parent), "--without", table.name, "--to", str(path)]
    subprocess.run([sys.executable, "-m", "tests.fit", *arguments], check=True)
    return path


def judged(table: Table, edition: Table | None = None, weights: Path | None = None) -> Judged:
    """A backtest of a table in a program of its own, perhaps with an earlier edition or another net."""
    program = ["-m", "tests.projections.with_weights", str(weights)] if weights else ["-m", "lapbell"]
    command = ["backtest", str(table.path), "--json"]
    if edition is not None:
        command += ["--edition", str(edition.path)]
    if table.group == ON_TRACK:
        command += ["--kind", "club"]
    done = subprocess.run([sys.executable, *program, *command], check=True, capture_output=True, text=True)
    return Judged(table, json.loads(done.stdout)["files"][0])


def judged_all(tables: Sequence[Table], folder: Path, workers: int) -> list[Judged]:
    """All tables, each marathon by a net that was fitted without it."""

    def judge(table: Table) -> Judged:
        weights = fitted_without(table, folder) if table.group == "marathons" else None
        return judged(table, weights=weights)

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(judge, tables))


def judged_with_editions(tables: Sequence[Table], workers: int) -> list[tuple[str, Judged]]:
    """Races with an earlier edition, whose name comes first."""
    by_name = {table.name: table for table in tables}
    pairs = [(by_name[first], by_name[then]) for first, then in EDITIONS if {first, then} <= by_name.keys()]
    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(lambda pair: judged(pair[1], pair[0]), pairs))
    return [(edition.name, race) for (edition, _), race in zip(pairs, found, strict=True)]
