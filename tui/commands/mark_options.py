"""The options that take marks: `--mark` and `--ghost`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feeds.log_header import read_start
from replays.watching.mark_text import parse_ghost, parse_mark
from replays.watching.recorded_marks import require_same_event
from tui.commands.option_types import option_type

if TYPE_CHECKING:
    from race.messages import Mark


MARK: dict[str, Any] = {
    "metavar": "LABEL=TIME|RACE[:ATHLETE]",
    "type": option_type(parse_mark),
    "action": "append",
    "default": [],
    "help": "add a mark: a time to race against, or the run of an athlete (by default the winner) in a "
    "recorded race; may be repeated",
}

GHOST: dict[str, Any] = {
    "metavar": "RACE[:ATHLETE]",
    "type": option_type(parse_ghost),
    "action": "append",
    "default": [],
    "help": "lay another recorded race, or the run of one of its athletes, over this one; may be repeated",
}


def require_marks_fit(marks: Iterable[Mark], path: Path) -> None:
    """Raise FeedError if a mark is a run of another event or distance than the race of a file."""
    runs = [mark for mark in marks if mark.distance_m is not None]
    if not runs:
        return
    _, start_list = read_start(path)
    for run in runs:
        require_same_event(run, start_list)
