"""`lapbell backtest`: how accurate the projections would have been in races whose splits are all known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from typing_extensions import TypedDict  # pydantic takes no `typing.TypedDict` before Python 3.12

from race.calibration import brier
from race.json_version import VERSION
from race.lazy_dataclass import dataclass
from race.messages import RaceKind, Setting
from replays.backtests.backtest import backtest
from replays.backtests.projection_errors import BacktestSummary, CheckpointErrors, summarised
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.write_output import print_json, progress_bar
from tui.text.safe_text import clean
from tui.text.text_table import Column, text_table

if TYPE_CHECKING:
    from rich.progress import Progress

    from race.projection.previous_edition import Edition
    from replays.backtests.file_report import FileReport

EPILOG = """\
A FILE is a split table: CSV, gzipped or not, with a line for each athlete and a column
for each checkpoint. The finish times that Lapbell would have projected are compared
with the actual ones, and so are the projections of three simpler rules: constant pace,
the pace of the last segment, and Riegel's formula. A projected range should contain the
actual time four times in five."""

COLUMNS = (
    Column("at", 9),
    Column("", 8),
    Column("error", 8),
    Column("constant", 8),
    Column("", 6),
    Column("last seg.", 9),
    Column("Riegel", 8),
    Column("with range", 10),
    Column("in range", 8),
    Column("range", 8),
)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell backtest`."""

    files: Sequence[Path] = argument(
        metavar="FILE", nargs="+", type=Path, help="a split table: .csv or .csv.gz"
    )
    edition: Edition | None = argument("--edition", **option_types.EDITION)
    setting: Setting | None = argument(
        "--setting",
        choices=get_args(Setting),
        help="where the races were run (default: guessed from their distance)",
    )
    kind: RaceKind | None = argument(
        "--kind", choices=get_args(RaceKind), help="how the races were run, on a track (default: not known)"
    )
    json: bool = argument("--json", **option_types.JSON)


def run(options: Options) -> None:
    """Print the errors at each checkpoint, with a progress bar on a terminal."""
    with progress_bar() as bar:
        reports = [_report(path, options, bar) for path in options.files]
    if options.json:
        print_json(backtest_json(reports))
    else:
        print(backtest_text(reports))


def _report(path: Path, options: Options, bar: Progress) -> FileReport:
    task = bar.add_task(clean(path.name), total=1.0)
    report = backtest(
        path,
        options.edition,
        options.setting,
        options.kind,
        lambda share: bar.update(task, completed=share),
    )
    bar.update(task, completed=1.0)
    return report


class ProjectionErrorsJson(TypedDict):
    """The errors of some projections. Times in milliseconds."""

    projections: int
    error_ms: dict[str, int]
    ratio: dict[str, float | None]
    ranges: int
    ranges_held: int
    coverage: float | None
    width_ms: int | None


class FinishAndNextJson(TypedDict):
    """The projections of the finish, and those of the next checkpoint."""

    finish: ProjectionErrorsJson | None
    next: ProjectionErrorsJson | None


class CheckpointErrorsJson(FinishAndNextJson):
    """The projections made at one checkpoint."""

    distance_m: float


class FileReportJson(TypedDict):
    """One file."""

    file: str
    distance_m: float
    setting: Setting
    races: int
    athletes: int
    projected: int
    checkpoints: list[CheckpointErrorsJson]
    all: FinishAndNextJson
    coverage_interval: list[float] | None
    brier: float | None


class BacktestJson(TypedDict):
    """What `lapbell backtest --json` prints."""

    version: int
    files: list[FileReportJson]
    all: FinishAndNextJson


def backtest_json(reports: list[FileReport]) -> BacktestJson:
    """The object that `lapbell backtest --json` prints."""
    return {
        "version": VERSION,
        "files": [_file(report) for report in reports],
        "all": _together(checkpoint for report in reports for checkpoint in report.checkpoints),
    }


def _file(report: FileReport) -> FileReportJson:
    return {
        "file": report.name,
        "distance_m": report.distance_m,
        "setting": report.setting,
        "races": report.races,
        "athletes": report.athletes,
        "projected": report.projected,
        "checkpoints": [
            {"distance_m": checkpoint.distance_m, **_together([checkpoint])}
            for checkpoint in report.checkpoints
        ],
        "all": _together(report.checkpoints),
        "coverage_interval": None if report.held.interval is None else [*report.held.interval],
        "brier": brier(report.chances),
    }


def _together(checkpoints: Iterable[CheckpointErrors]) -> FinishAndNextJson:
    checkpoints = list(checkpoints)
    return {
        "finish": _errors(summarised(checkpoint.finish for checkpoint in checkpoints)),
        "next": _errors(summarised(checkpoint.following for checkpoint in checkpoints)),
    }


def _errors(summary: BacktestSummary | None) -> ProjectionErrorsJson | None:
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


def backtest_text(reports: list[FileReport]) -> str:
    """A table for each file, and the errors of all of them together if there are several."""
    blocks = []
    for report in reports:
        title = f"{clean(report.name)}: {report.distance_m:g} m, {report.setting}, {_athletes(report)}"
        rows = [
            (f"{checkpoint.distance_m:g}", *_cells(summary))
            for checkpoint in report.checkpoints
            if (summary := summarised([checkpoint.finish]))
        ]
        blocks.append("\n".join([title, _table(rows, report.checkpoints), *_below(report)]))
    if len(reports) > 1:
        blocks.append(_table([], [checkpoint for report in reports for checkpoint in report.checkpoints]))
    return "\n\n".join(blocks)


def _below(report: FileReport) -> Iterator[str]:
    """What is said of a file below its table."""
    if (interval := report.held.interval) is not None:
        low, high = map(_percent, interval)
        yield f"Ranges that hold, with 95 % confidence: {low} to {high}"
    if (score := brier(report.chances)) is not None:
        yield f"Brier score of the chances of winning: {score:.3f}"


def _athletes(report: FileReport) -> str:
    selected = f", {report.projected} of them projected" if report.projected < report.athletes else ""
    return f"{report.athletes} athletes{selected}"


def _table(rows: list[tuple[str, ...]], checkpoints: Sequence[CheckpointErrors]) -> str:
    """Some rows, and one of all the checkpoints together."""
    summary = summarised(checkpoint.finish for checkpoint in checkpoints)
    if summary is None:
        return "Nothing to measure: no athlete has both a finish and a split."
    return text_table(COLUMNS, [*rows, ("all", *_cells(summary))])


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


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"
