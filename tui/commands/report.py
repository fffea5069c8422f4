"""`lapbell report`: a race as a page to hand on, one of its charts, or a sheet for the printer."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from feeds.atomic_write import atomic_write
from feeds.errors import UserError
from race.lazy_dataclass import dataclass
from replays.watching.recorded_race import RecordedRace
from tui.commands import mark_options, option_types
from tui.commands.command import argument, user_errors
from tui.commands.find_race import find_race
from tui.commands.write_output import print_unread
from tui.report.charts.palette import LIGHT
from tui.report.page import page
from tui.report.picture_files import picture_bytes
from tui.report.race_charts import ChartName, RaceCharts
from tui.report.race_report import Choices, race_report, race_title, report_scene
from tui.report.sheets.lap_sheet import lap_sheet
from tui.report.sheets.result_sheet import result_sheet
from tui.report.sheets.sheet_html import sheet_html
from tui.report.sheets.sheet_text import sheet_text
from tui.report.sheets.start_sheet import start_sheet

if TYPE_CHECKING:
    from race.messages import Mark, StartList
    from race.times import Time
    from tui.views.scene import Scene

SheetName = Literal["result", "start", "laps"]

KINDS: dict[str, tuple[str, ...]] = {
    "report": (".html", ".htm"),
    "sheet": (".txt", ".html", ".htm"),
    "chart": (".svg", ".png"),
}
"""The endings of the files of each kind; a file without one is of the first."""

EPILOG = """\
The page is one file that needs no network. To make it, pip install 'lapbell[report]'.
`lapbell export` writes figures for a spreadsheet, `lapbell picture` the screen as it
looks."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell report`."""

    race: str = argument(metavar="RACE|FILE", help="a race in the library, a race file, or results of a race")
    output: Path | None = argument(
        "-o", "--output", type=Path, metavar="FILE", help="write to this file (default: to standard output)"
    )
    at: Time | None = argument(
        "--at", **option_types.TIME, help="report up to this race time, like 2:50.70 (default: the end)"
    )
    compared: tuple[str, str] | None = argument(
        "--compare", nargs=2, metavar="BIB|NAME", help="add the comparison of these two athletes"
    )
    runner: str = argument(
        "--runner",
        default="",
        metavar="BIB|NAME",
        help="the runner whose race is shown lap by lap (default: the winner or the leader)",
    )
    rival: str = argument(
        "--rival",
        default="",
        metavar="BIB|NAME",
        help="the runner on whom time is gained or lost (default: the next in the running order)",
    )
    only: ChartName | None = argument(
        "--only",
        choices=get_args(ChartName),
        exclusive="part",
        help="write this chart alone, as an .svg or, with the extra lapbell[png], a .png",
    )
    sheet: SheetName | None = argument(
        "--sheet",
        choices=get_args(SheetName),
        exclusive="part",
        help="write a sheet for the printer, as .txt (the default) or .html; needs no extra",
    )
    marks: Sequence[Mark] = argument("--mark", **mark_options.MARK)


def run(options: Options) -> None:
    """Write the page, a sheet or a chart. Raises UserError for a file of another kind, before any work."""
    _check_kind(options)
    recording = RecordedRace.of(find_race(options.race).log())
    print_unread(recording.unread)
    at_ms = options.at.ms if options.at is not None else recording.end_ms
    scene = report_scene(recording, at_ms, options.marks)
    start_list = scene.board.state.start_list
    assert start_list is not None
    if options.sheet is not None:
        _write(_sheet(scene, start_list, options.sheet, options.output).encode(), options.output)
    elif options.only is not None:
        picture = RaceCharts(scene, LIGHT, race_title(start_list)).chart(options.only)
        if picture is None:
            raise UserError(f"there is nothing to show yet in the chart of {options.only}")
        _write(picture_bytes(picture.svg, options.output or Path()), options.output)
    else:
        choices = Choices(options.compared, options.runner, options.rival)
        _write(page(race_report(scene, choices)).encode(), options.output)


def _check_kind(options: Options) -> None:
    """Refuse the name of a file that would hold another kind of file than it says."""
    suffix = _suffix(options.output)
    what = "sheet" if options.sheet is not None else "chart" if options.only is not None else "report"
    kinds = KINDS[what]
    if suffix not in ("", *kinds):
        hint = "; --only gaps writes a chart" if what == "report" and suffix in KINDS["chart"] else ""
        raise UserError(f"a {what} is {' or '.join(kinds)}, not {suffix!r}{hint}")


def _suffix(path: Path | None) -> str:
    return path.suffix.lower() if path is not None else ""


def _sheet(scene: Scene, start_list: StartList, name: SheetName, path: Path | None) -> str:
    """A sheet as text, or as a page where the name of its file asks for one."""
    if name == "laps":
        sheet = lap_sheet(scene, start_list)
    else:
        sheet = {"result": result_sheet, "start": start_sheet}[name](scene.board, start_list)
    return sheet_html(sheet) if _suffix(path) in KINDS["report"] else sheet_text(sheet)


def _write(content: bytes, path: Path | None) -> None:
    """Write to a file, or to standard output."""
    if path is None:
        sys.stdout.write(content.decode())
        return
    with user_errors(f"write {path}"), atomic_write(path) as file:
        file.write(content)
