"""`lapbell check`: whether race files follow the format, and what is wrong by line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from feeds.errors import FeedError
from feeds.log import examine
from race.lazy_dataclass import dataclass
from replays.named_race import is_race_file
from tui.commands.command import USER_ERROR, argument
from tui.commands.write_output import print_line, print_note


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell check`."""

    files: Sequence[Path] = argument(
        metavar="FILE", nargs="+", type=Path, help="a race file (.jsonl, .jsonl.gz), or results of a race"
    )


def run(options: Options) -> int:
    """Print every problem; returns 2 if a file cannot be used."""
    code = 0
    for path in options.files:
        if not is_race_file(path):
            code = max(code, _check_results(path))
            continue
        log, problems = examine(path, by_hand=True)
        for problem in problems:
            print_line(f"{path}: {problem}")
        if any(problem.fatal for problem in problems):
            code = USER_ERROR
        elif log is not None:
            notes = f", {len(problems)} to review" if problems else ""
            print_line(f"{path}: good, {log.head} messages{notes}")
    return code


def _check_results(path: Path) -> int:
    """Say whether a table or a document can be read directly; returns the exit code."""
    # Loaded here, not at the top: a race file needs no parser of any other.
    from feeds.direct_conversion import convert_directly

    try:
        race = convert_directly(path)
    except FeedError as error:
        print_line(str(error))
        return USER_ERROR
    for note in race.notes:
        print_note(note)
    print_line(f"{path}: good, as a race file it has {race.log.head} messages")
    return 0
