"""Judges the projections on races that they were not fitted on, and prints the tables of the docs.

    python -m tests.projections [--write] [--tracks] [--fits FOLDER]

`--write` puts them into docs/projection.md and docs/grading.md and draws the picture; `--tracks` judges the
track alone, without a picture, in a minute instead of an hour. `--fits` keeps the nets that were fitted
without a race in a folder, and takes those that are there. The tables of splits are those beside the folder
that LAPBELL_SAMPLES names.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from tests.page_section import DOCS, write
from tests.projections import road_tables, track_tables
from tests.projections.chance_tables import by_fields, chance_points, reliability
from tests.projections.held_out import (
    ON_TRACK,
    Table,
    chances_of_all,
    judged_all,
    judged_with_editions,
    tables_of,
)
from tests.projections.track_races import HEATS, MIDDLE, judged_races
from tui.report.charts.calibration_chart import CalibrationPoint, calibration_chart
from tui.report.charts.palette import LIGHT
from tui.report.charts.vega import Heading, draw

if TYPE_CHECKING:
    from collections.abc import Sequence

WORKERS = 2

PICTURE = DOCS / "pictures" / "calibration.svg"

HEADING = Heading(
    "How far projections are to be relied on",
    "Ranges should hold four times in five, runners win as often as their chance says; lines: 95 % intervals",
)


class Findings(NamedTuple):
    """What goes into the docs."""

    sections: dict[tuple[str, str], str]
    """By page and section."""
    ranges: list[CalibrationPoint]
    chances: list[CalibrationPoint]


def main() -> None:
    """Judge, print, and perhaps write."""
    parser = argparse.ArgumentParser(prog="python -m tests.projections", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the docs and draw the picture")
    parser.add_argument("--tracks", action="store_true", help="judge the track alone")
    parser.add_argument("--fits", type=Path, metavar="FOLDER", help="keep the fitted nets here, and use them")
    options = parser.parse_args()
    samples = os.environ.get("LAPBELL_SAMPLES")
    if samples is None:
        sys.exit("LAPBELL_SAMPLES does not name the folder beside the tables of splits: nothing to judge by")
    tables = tables_of(Path(samples).parent / "split-data")
    found = [on_tracks([table for table in tables if table.group == ON_TRACK], Path(samples))]
    if not options.tracks:
        found.insert(0, on_roads([table for table in tables if table.group != ON_TRACK], options.fits))
    for (page, name), text in [item for each in found for item in each.sections.items()]:
        print(f"{page}.md, {name}\n\n{text}\n", flush=True)
        if options.write:
            write(DOCS / f"{page}.md", name, text)
    if options.write and not options.tracks:
        ranges, chances = (
            [p for each in found for p in each.ranges],
            [p for each in found for p in each.chances],
        )
        spec = calibration_chart(ranges, chances, LIGHT)
        PICTURE.write_text(draw(spec, LIGHT, "calibration", HEADING), encoding="utf-8")


def on_roads(tables: Sequence[Table], fits: Path | None) -> Findings:
    """Roads, trails and skiing, with fitted nets in a folder."""
    with TemporaryDirectory() as folder:
        judged = judged_all(tables, fits or Path(folder), WORKERS)
        chances = chances_of_all(tables, fits or Path(folder), WORKERS)
    marathons = [each for each in chances if each.kind.startswith("marathons")]
    others = [each for each in chances if each not in marathons]
    sections = {
        ("projection", "by race"): road_tables.by_race(judged),
        ("projection", "by kilometre"): road_tables.by_mat(judged),
        ("projection", "by part"): road_tables.by_part(judged),
        ("projection", "editions"): road_tables.with_editions(judged_with_editions(tables, WORKERS), judged),
        ("grading", "fields"): by_fields([*marathons, *others]),
        ("grading", "chances in marathons"): reliability(marathons),
        ("grading", "chances in other races"): reliability(others),
    }
    return Findings(sections, list(road_tables.ranges_points(judged)), chance_points(marathons, "marathons"))


def on_tracks(tables: Sequence[Table], samples: Path) -> Findings:
    """The races of the library and of the Diamond League, and the heats of tables."""
    races = judged_races([table.path for table in tables], samples)
    club = [race for race in races if race.kind == HEATS]
    middle = [race for race in races if race.kind.startswith(MIDDLE) and race.kind != HEATS]
    sections = {
        ("grading", "by kind"): track_tables.by_kind(races),
        ("grading", "by part"): track_tables.by_part(races),
        ("grading", "chances"): reliability([*middle, *club]),
    }
    named = ((middle, "1500 m, elite"), (club, HEATS))
    ranges = [point for races, kind in named for point in track_tables.ranges_points(races, kind)]
    chances = [point for races, kind in named for point in chance_points(races, kind)]
    return Findings(sections, ranges, chances)


if __name__ == "__main__":
    main()
