"""The options that take marks: `--mark` and `--ghost`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feeds.log import read
from race.messages import StartList
from tui.commands.option_types import option_type

if TYPE_CHECKING:
    from race.messages import Mark


@option_type
def mark(text: str) -> Mark:
    """The mark that an option states."""
    # Loaded here, not at the top: few commands are given a mark.
    from replays.watching.mark_text import parse_mark

    return parse_mark(text)


@option_type
def ghost(text: str) -> Mark:
    """The ghost that an option asks for: a recorded race or one athlete's run."""
    # Loaded here, not at the top: few commands are given a ghost.
    from replays.watching.mark_text import parse_ghost

    return parse_ghost(text)


MARK: dict[str, Any] = {
    "metavar": "LABEL=TIME|RACE[:ATHLETE]",
    "type": mark,
    "action": "append",
    "default": [],
    "help": "add a mark: a time to race, or the run of an athlete (by default the winner) of a recorded "
    "race; may be repeated",
}

GHOST: dict[str, Any] = {
    "metavar": "RACE[:ATHLETE]",
    "type": ghost,
    "action": "append",
    "default": [],
    "help": "lay another recorded race, or the run of one of its athletes, over this one; may be repeated",
}


def require_marks_fit(marks: Iterable[Mark], path: Path) -> None:
    """Raise FeedError if a mark is a run of another event or distance than the race of a file."""
    runs = [mark for mark in marks if mark.distance_m is not None]
    if not runs:
        return
    # Loaded here, not at the top: few commands are given a run.
    from replays.watching.recorded_marks import require_same_event

    start_list = next((m for m in read(path).messages() if isinstance(m, StartList)), None)
    for run in runs:
        require_same_event(run, start_list)
