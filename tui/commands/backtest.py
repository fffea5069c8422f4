"""`lapbell backtest`: how right the projections would have been, on races of which all splits are known."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from race.messages import Setting
from tui.commands import option_types

if TYPE_CHECKING:
    from rich.progress import Progress

    from race.projection.previous_edition import Edition
    from replays.backtests.backtest import BacktestSummary, CheckpointErrors, FileReport

VERSION = 1
"""Of the JSON. Fields may be added within a version; none changes its meaning."""

EPILOG = """\
FILES are split tables: CSV, a line an athlete and a column a checkpoint, gzipped or not. Every finish that
would have been projected is compared with the one that came, and with constant pace, the pace of the last
segment, and Riegel's formula. A range should hold four times in five."""

TITLES = ("at", "", "error", "constant", "", "last seg.", "Riegel", "with range", "in range", "range")

WIDTHS = (9, 8, 8, 8, 6, 9, 8, 10, 8, 8)


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "backtest",
        help="measure the projections on tables of splits",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_backtest)
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a split table: .csv or .csv.gz")
    option_types.add_edition(parser)
    parser.add_argument(
        "--setting", choices=get_args(Setting), help="of the races (default: by their distance)"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")


def _backtest(options: argparse.Namespace) -> None:
    reports = _reports(options.files, option_types.edition(options), options.setting)
    if options.json:
        from tui.commands.write_output import print_json

        print_json(as_json(reports))
    else:
        print(as_text(reports))


def _reports(files: list[Path], edition: Edition | None, setting: Setting | None) -> list[FileReport]:
    """Of all files, with a bar on stderr where somebody sees it."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        return [_report(path, edition, setting, bar) for path in files]


def _report(path: Path, edition: Edition | None, setting: Setting | None, bar: Progress) -> FileReport:
    from replays.backtests.backtest import backtest
    from tui.text.safe_text import clean

    task = bar.add_task(clean(path.name), total=1.0)
    report = backtest(path, edition, setting, lambda part: bar.update(task, completed=part))
    bar.update(task, completed=1.0)
    return report


def as_json(reports: list[FileReport]) -> dict[str, Any]:
    """The object that `lapbell backtest --json` prints. Times in milliseconds; unknown is None."""
    return {
        "version": VERSION,
        "files": [_file(report) for report in reports],
        "all": _together(look for report in reports for look in report.checkpoints),
    }


def _file(report: FileReport) -> dict[str, Any]:
    return {
        "file": report.name,
        "distance_m": report.distance_m,
        "setting": report.setting,
        "races": report.races,
        "athletes": report.athletes,
        "checkpoints": [{"distance_m": look.distance_m, **_together([look])} for look in report.checkpoints],
        "all": _together(report.checkpoints),
    }


def _together(looks: Iterable[CheckpointErrors]) -> dict[str, Any]:
    from replays.backtests.backtest import summarised

    looks = list(looks)
    return {
        "finish": _figures(summarised(look.finish for look in looks)),
        "next": _figures(summarised(look.following for look in looks)),
    }


def _figures(summary: BacktestSummary | None) -> dict[str, Any] | None:
    if summary is None:
        return None
    return {
        "projections": summary.projections,
        "error_ms": {rule: round(seconds * 1000) for rule, seconds in summary.error_s.items()},
        "ratio": {rule: summary.ratio(rule) for rule in summary.error_s if rule != "model"},
        "ranges": summary.ranged,
        "ranges_held": summary.held,
        "coverage": summary.coverage,
        "width_ms": None if summary.width_s is None else round(summary.width_s * 1000),
    }


def as_text(reports: list[FileReport]) -> str:
    """A table a file, and a line of all of them."""
    from replays.backtests.backtest import summarised
    from tui.text.safe_text import clean

    blocks = []
    for report in reports:
        title = f"{clean(report.name)}: {report.distance_m:g} m, {report.setting}, {report.athletes} athletes"
        lines = [title, _line(TITLES)]
        lines += [
            _line((f"{look.distance_m:g}", *_cells(summary)))
            for look in report.checkpoints
            if (summary := summarised([look.finish]))
        ]
        blocks.append([*lines, _all(report.checkpoints)])
    if len(reports) > 1:
        blocks.append([_line(TITLES), _all(look for report in reports for look in report.checkpoints)])
    return "\n\n".join("\n".join(lines) for lines in blocks)


def _all(looks: Iterable[CheckpointErrors]) -> str:
    from replays.backtests.backtest import summarised

    summary = summarised(look.finish for look in looks)
    return (
        _line(("all", *_cells(summary)))
        if summary
        else "Nothing to measure: nobody has a finish and a split."
    )


def _cells(summary: BacktestSummary) -> tuple[str, ...]:
    ratio = summary.ratio("constant")
    errors = {rule: f"{seconds:.1f} s" for rule, seconds in summary.error_s.items()}
    return (
        str(summary.projections),
        errors["model"],
        errors["constant"],
        f"x{ratio:.2f}" if ratio is not None else "",
        errors["last_segment"],
        errors["riegel"],
        _percent(summary.ranged / summary.projections),
        _percent(summary.coverage) if summary.coverage is not None else "none",
        f"{summary.width_s:.0f} s" if summary.width_s is not None else "",
    )


def _percent(part: float) -> str:
    return f"{part:.1%}".replace("%", " %")


def _line(cells: tuple[str, ...]) -> str:
    return "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))
