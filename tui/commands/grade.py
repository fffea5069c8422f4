"""`lapbell grade`: how accurate the projections of a race were, checkpoint by checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import TypedDict  # pydantic takes no `typing.TypedDict` before Python 3.12

from race.json_version import VERSION
from race.lazy_dataclass import dataclass
from race.projection.board_model import BoardModel
from race.projection_grading import Grade, GradeSummary, grade
from replays.watching.recorded_race import RecordedRace
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.find_race import find_race
from tui.commands.write_output import print_json, print_unread
from tui.text.grade_rows import grade_rows
from tui.text.safe_text import clean
from tui.text.text_table import Column, text_table

if TYPE_CHECKING:
    from race.projection.previous_edition import Edition

EPILOG = """\
At each checkpoint the finish times are projected again from what was published by then,
and compared with the actual ones. Projections at even pace are graded in the same way.
A projected range should contain the actual time four times in five."""

COLUMNS = (
    Column("at", 12, "left"),
    Column("", 4),
    Column("error", 8),
    Column("even pace", 9),
    Column("ratio", 6),
    Column("in range", 9),
    Column("half range", 10),
    Column("projected first", align="left"),
)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell grade`."""

    race: str = argument(metavar="RACE|FILE", help="a race in the library, a race file, or results of a race")
    edition: Edition | None = argument("--edition", **option_types.EDITION)
    json: bool = argument("--json", **option_types.JSON)


def run(options: Options) -> None:
    """Print the grade."""
    recording = RecordedRace.of(find_race(options.race).log())
    print_unread(recording.unread)
    graded = grade(recording.history(estimates=False), BoardModel(options.edition))
    if options.json:
        print_json(grade_json(recording.race, graded))
    else:
        print(grade_text(recording, graded))


class ErrorsJson(TypedDict):
    """Some projections together. Times in milliseconds."""

    projections: int
    error_ms: int
    even_pace_error_ms: int
    ratio: float | None
    ranges: int
    ranges_held: int
    half_range_ms: int | None
    brier: float | None


class CheckpointGradeJson(ErrorsJson):
    """The projections made at one checkpoint."""

    id: str
    distance_m: float
    first: str | None
    first_chance: float | None
    first_won: bool | None


class WholeGradeJson(ErrorsJson):
    """All projections of the race."""

    firsts: int
    firsts_won: int
    firsts_chance: float | None


class GradeJson(TypedDict):
    """What `lapbell grade --json` prints."""

    version: int
    race: str
    checkpoints: list[CheckpointGradeJson]
    all: WholeGradeJson | None


def grade_json(race: str, graded: Grade | None) -> GradeJson:
    """The object that `lapbell grade --json` prints."""
    if graded is None or not graded.projections:
        return {"version": VERSION, "race": race, "checkpoints": [], "all": None}
    summary = graded.summary()
    return {
        "version": VERSION,
        "race": race,
        "checkpoints": [_checkpoint(graded, index) for index in graded.checkpoints],
        "all": {
            **_errors(summary),
            "firsts": summary.favourites,
            "firsts_won": summary.favourites_won,
            "firsts_chance": summary.favourites_chance,
        },
    }


def _checkpoint(graded: Grade, index: int) -> CheckpointGradeJson:
    checkpoint, favourite = graded.course.checkpoints[index], graded.favourite(index)
    return {
        "id": checkpoint.id,
        "distance_m": checkpoint.distance_m,
        **_errors(graded.summary(index)),
        "first": favourite.bib if favourite else None,
        "first_chance": favourite.chance if favourite else None,
        "first_won": favourite.won if favourite else None,
    }


def _errors(summary: GradeSummary) -> ErrorsJson:
    return {
        "projections": summary.projections,
        "error_ms": round(summary.error_ms),
        "even_pace_error_ms": round(summary.even_error_ms),
        "ratio": summary.ratio,
        "ranges": summary.ranges,
        "ranges_held": summary.held,
        "half_range_ms": None if summary.half_width_ms is None else round(summary.half_width_ms),
        "brier": summary.brier,
    }


def grade_text(recording: RecordedRace, graded: Grade | None) -> str:
    """A title, a line for each checkpoint, and one for all together."""
    history = recording.history(estimates=False)
    start_list = history.start_list
    title = ", ".join(p for p in (start_list.name, start_list.meet) if p) if start_list else recording.race
    if graded is None or not graded.projections:
        return f"{clean(title)}\n\nNothing to grade: no runner with a published result has a split before it."
    rows = grade_rows(graded, history.at(history.end_ms).runners)
    return f"{clean(title)}\n\n{text_table(COLUMNS, rows)}"
