"""`lapbell grade`: how right the projections of a race were, checkpoint by checkpoint."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from tui.commands import option_types

if TYPE_CHECKING:
    from race.projection_grading import Favourite, Grade, GradeSummary
    from replays.watching.recorded_race import RecordedRace

VERSION = 1
"""Of the JSON. Fields may be added within a version; none changes its meaning."""

EPILOG = """\
Each projection is made again from what was published by then, and compared with the time that was run and
with even pace. A range should hold four times in five."""

TITLES = ("at", "", "error", "even pace", "ratio", "in range", "half range", "projected first")

WIDTHS = (12, 4, 8, 9, 6, 9, 10, 0)


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "grade",
        help="say how right the projections of a race were",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_grade)
    parser.add_argument("race", metavar="RACE|FILE", help="of the library, or a race file")
    option_types.add_edition(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")


def _grade(options: argparse.Namespace) -> None:
    from race.projection.board_model import BoardModel
    from race.projection_grading import grade
    from replays.library import find
    from replays.watching.recorded_race import RecordedRace

    recording = RecordedRace.read(find(options.race))
    graded = grade(recording.history(estimates=False), BoardModel(option_types.edition(options)))
    if options.json:
        from tui.commands.write_output import print_json

        print_json(as_json(recording.race, graded))
    else:
        print(as_text(recording, graded))


def as_json(race: str, graded: Grade | None) -> dict[str, Any]:
    """The object that `lapbell grade --json` prints. Times in milliseconds; unknown is None."""
    return {
        "version": VERSION,
        "race": race,
        "checkpoints": [_checkpoint(graded, index) for index in graded.checkpoints] if graded else [],
        "all": _together(graded.summary()) if graded and graded.projections else None,
    }


def _checkpoint(graded: Grade, index: int) -> dict[str, Any]:
    checkpoint, favourite = graded.course.checkpoints[index], graded.favourite(index)
    return {
        "id": checkpoint.id,
        "distance_m": checkpoint.distance_m,
        **_errors(graded.summary(index)),
        "first": favourite.bib if favourite else None,
        "first_chance": favourite.chance if favourite else None,
        "first_won": favourite.won if favourite else None,
    }


def _together(summary: GradeSummary) -> dict[str, Any]:
    return {
        **_errors(summary),
        "firsts": summary.favourites,
        "firsts_won": summary.favourites_won,
        "firsts_chance": summary.favourites_chance,
    }


def _errors(summary: GradeSummary) -> dict[str, Any]:
    return {
        "projections": summary.projections,
        "error_ms": round(summary.error_ms),
        "even_pace_error_ms": round(summary.even_error_ms),
        "ratio": summary.ratio,
        "ranges": summary.ranges,
        "ranges_held": summary.held,
        "half_range_ms": None if summary.half_width_ms is None else round(summary.half_width_ms),
    }


def as_text(recording: RecordedRace, graded: Grade | None) -> str:
    """A line a checkpoint, and one of all together."""
    from tui.text.safe_text import clean

    history = recording.history(estimates=False)
    start_list = history.start_list
    title = (
        clean(", ".join(p for p in (start_list.name, start_list.meet) if p)) if start_list else recording.race
    )
    if graded is None or not graded.projections:
        return f"{title}\n\nNothing to grade: nobody with a published result has a published split before it."
    names = {bib: runner.short_name for bib, runner in history.at(history.end_ms).runners.items()}
    lines = [_line(TITLES)]
    for index in graded.checkpoints:
        favourite = graded.favourite(index)
        first = _first(favourite, clean(names[favourite.bib])) if favourite else ""
        lines.append(_line((clean(graded.course.label(index)), *_cells(graded.summary(index)), first)))
    summary = graded.summary()
    return "\n".join([title, "", *lines, _line(("all", *_cells(summary), _firsts(summary)))])


def _line(cells: tuple[str, ...]) -> str:
    from tui.text.safe_text import fit

    first, *others = zip(cells, WIDTHS, strict=True)
    *figures, (last, _) = others
    return "  ".join([fit(*first), *(fit(cell, width, "right") for cell, width in figures), last]).rstrip()


def _cells(summary: GradeSummary) -> tuple[str, ...]:
    return (
        str(summary.projections),
        _seconds(summary.error_ms),
        _seconds(summary.even_error_ms),
        f"x{summary.ratio:.2f}" if summary.ratio is not None else "",
        f"{summary.coverage:.0%}".replace("%", " %") if summary.coverage is not None else "none",
        f"±{_seconds(summary.half_width_ms)}" if summary.half_width_ms is not None else "",
    )


def _seconds(ms: float) -> str:
    return f"{ms / 1000:.2f}"


def _first(favourite: Favourite, name: str) -> str:
    chance = "" if favourite.chance is None else f" {favourite.chance:.0%}".replace("%", " %")
    return f"{name}{chance}, {'won' if favourite.won else 'did not win'}"


def _firsts(summary: GradeSummary) -> str:
    given = summary.favourites_chance
    chance = "" if given is None else f", given {given:.0%} in the mean".replace("%", " %")
    return f"{summary.favourites_won} of {summary.favourites} won{chance}" if summary.favourites else ""
