"""Marks as somebody types them.

A time, `sub-3:50=3:49.99`, or the run of an athlete of a recorded race, `Kerr=2024-bowerman-mile:Kerr`.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.messages import Mark


def add_to(command: ArgumentParser) -> None:
    """The option that takes marks."""
    command.add_argument(
        "--mark",
        dest="marks",
        metavar="LABEL=TIME|RACE[:ATHLETE]",
        type=mark,
        action="append",
        default=[],
        help="a time to race, or the run of an athlete (the winner) of a recorded race",
    )


def add_ghost_to(command: ArgumentParser) -> None:
    """The option that lays another race over this one."""
    command.add_argument(
        "--ghost",
        dest="marks",
        metavar="RACE[:ATHLETE]",
        type=ghost,
        action="append",
        help="lay a recorded race over it: its leaders, or one athlete, run along",
    )


def ghost(text: str) -> Mark:
    """The ghost that an option asks for. Raises ArgumentTypeError."""
    from feeds.errors import FeedError
    from replays.watching.mark_text import parse_ghost

    try:
        return parse_ghost(text)
    except FeedError as error:
        raise ArgumentTypeError(str(error)) from None


def refuse_for_race(marks: Iterable[Mark], path: Path) -> None:
    """Raise FeedError if a mark is a run of another event or distance than the race of a file."""
    runs = [mark for mark in marks if mark.distance_m is not None]
    if not runs:
        return
    from feeds.log import read
    from race.messages import StartList
    from replays.watching.recorded_marks import require_same_event

    start_list = next((m for m in read(path).messages() if isinstance(m, StartList)), None)
    for run in runs:
        require_same_event(run, start_list)


def mark(text: str) -> Mark:
    """The mark that an option states. Raises ArgumentTypeError."""
    from feeds.errors import FeedError
    from replays.watching.mark_text import parse_mark

    try:
        return parse_mark(text)
    except FeedError as error:
        raise ArgumentTypeError(str(error)) from None
