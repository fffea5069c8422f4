"""`lapbell check`: whether race files follow the format, and what is wrong by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from feeds.log import examine
from tui.commands.command import USER_ERROR, argument
from tui.commands.write_output import print_line


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell check`."""

    files: Sequence[Path] = argument(
        metavar="FILE", nargs="+", type=Path, help="a race file: .jsonl or .jsonl.gz"
    )


def run(options: Options) -> int:
    """Print every problem; returns 2 if a file cannot be used."""
    code = 0
    for path in options.files:
        log, problems = examine(path, by_hand=True)
        for problem in problems:
            print_line(f"{path}: {problem}")
        if any(problem.fatal for problem in problems):
            code = USER_ERROR
        elif log is not None:
            notes = f", {len(problems)} to look at" if problems else ""
            print_line(f"{path}: good, {log.head} messages{notes}")
    return code
