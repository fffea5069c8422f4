"""Tables of real splits, each judged by projections that were not fitted on it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from race.calibration import GivenChance
from tests.projections.chance_tables import TableChances

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
    command = ["backtest", str(table.path), "--json"]
    if edition is not None:
        command += ["--edition", str(edition.path)]
    if table.group == ON_TRACK:
        command += ["--kind", "club"]
    return Judged(table, _said_by("lapbell", command, weights)["files"][0])


def _said_by(program: str, arguments: Sequence[str], weights: Path | None) -> Any:
    """The JSON that a module prints in a program of its own, perhaps with another net."""
    other = ["tests.projections.with_weights", str(weights)] if weights else []
    command = [sys.executable, "-m", *other, program, *arguments]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def chances_of_all(tables: Sequence[Table], folder: Path, workers: int) -> list[TableChances]:
    """The chances given in fields made of all tables, by the same nets as in `judged_all`."""

    def judge(table: Table) -> list[TableChances]:
        weights = fitted_without(table, folder) if table.group == "marathons" else None
        group = table.group if weights else "other races"
        found: defaultdict[str, list[GivenChance]] = defaultdict(list)
        said = _said_by("tests.projections.road_chances", [str(table.path)], weights)
        for fields, number, done, given in said:
            moment = ((table.name, number), done)
            found[f"{group}, {fields}"].append(GivenChance(*given)._replace(moment=moment))
        return [TableChances(kind, chances) for kind, chances in found.items()]

    with ThreadPoolExecutor(workers) as pool:
        return [each for found in pool.map(judge, tables) for each in found]


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
