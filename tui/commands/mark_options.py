"""Marks as somebody types them.

A time, `sub-3:50=3:49.99`, or the run of an athlete of a recorded race, `Kerr=2024-bowerman-mile:Kerr`.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from race.times import Time

if TYPE_CHECKING:
    from race.messages import Mark
    from replays.watching.recorded_race import RecordedRace

FORM = "LABEL=TIME or LABEL=RACE[:ATHLETE]"


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
    from replays.watching.recorded_marks import ghost_of

    try:
        return ghost_of(*_race_and_athlete(text))
    except FeedError as error:
        raise ArgumentTypeError(str(error)) from None


def refuse_for_race(marks: Iterable[Mark], path: Path) -> None:
    """Raise FeedError if a mark is a run of another event or distance than the race of a file."""
    runs = [mark for mark in marks if mark.distance_m is not None]
    if not runs:
        return
    from feeds.log import read
    from race.messages import StartList
    from replays.watching.recorded_marks import refuse_others

    start_list = next((m for m in read(path).messages() if isinstance(m, StartList)), None)
    for run in runs:
        refuse_others(run, start_list)


def mark(text: str) -> Mark:
    """The mark that an option states. Raises ArgumentTypeError."""
    from feeds.errors import FeedError

    try:
        return parse(text)
    except FeedError as error:
        raise ArgumentTypeError(str(error)) from None


def parse(text: str) -> Mark:
    """A mark from its label and, behind the last `=`, a time or a run. Raises FeedError.

    The code of a time is its label: whoever runs it is told to have.
    """
    from feeds.errors import FeedError
    from race.messages import Mark

    label, separator, value = (part.strip() for part in text.rpartition("="))
    if not separator or not label or not value:
        raise FeedError(f"{text!r} is no mark: write {FORM}")
    try:
        time = Time.parse(value)
    except ValueError as error:
        if not any(character.isalpha() for character in value):
            raise FeedError(str(error)) from None
        return _run(label, value)
    if time.ms == 0:
        raise FeedError(f"{text!r} is no mark: nobody runs that fast")
    return Mark(label=label, code=label, time=Time(time.ms, max(time.digits, 2)))


def _run(label: str, value: str) -> Mark:
    from replays.watching.recorded_marks import run_of

    return run_of(label, *_race_and_athlete(value))


def _race_and_athlete(value: str) -> tuple[RecordedRace, str]:
    """A recorded race and, behind a colon, an athlete of it; none where there is none."""
    from replays.library import find
    from replays.watching.recorded_race import RecordedRace

    race, _, athlete = value.rpartition(":")
    if not race or "/" in athlete or "\\" in athlete:
        race, athlete = value, ""
    return RecordedRace.read(find(race)), athlete.strip()
