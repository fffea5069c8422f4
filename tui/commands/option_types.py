"""What is typed behind the options of the command line."""

from __future__ import annotations

import math
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from race.times import Time
from replays.watching.live_playhead import LONGEST_DELAY_S

if TYPE_CHECKING:
    from race.projection.previous_edition import Edition


def time(text: str) -> Time:
    """A race time. Raises ArgumentTypeError."""
    try:
        return Time.parse(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def speed(text: str) -> float:
    """How fast a race runs, 1 being as it was. Raises ArgumentTypeError."""
    try:
        number = float(text.removesuffix("x"))
    except ValueError:
        number = 0.0
    if not 0.25 <= number <= 64:
        raise ArgumentTypeError(f"{text!r} is no speed from 0.25 to 64")
    return number


def speed_or_max(text: str) -> float | None:
    """The same, or None for `max`: as fast as it goes. Raises ArgumentTypeError."""
    return None if text == "max" else speed(text)


def seconds(text: str, most: float = 86_400) -> float:
    """A time span in seconds. Raises ArgumentTypeError."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= most:
        raise ArgumentTypeError(f"{text!r} is no number of seconds up to {most:g}")
    return number


def delay(text: str) -> float:
    """How late a live race is shown, in seconds. Raises ArgumentTypeError."""
    return seconds(text, LONGEST_DELAY_S)


def add_edition(parser: ArgumentParser) -> None:
    """The option that names an earlier edition of the course."""
    text = "results of an earlier edition of the course, to project by: a split table or a race file"
    parser.add_argument("--edition", type=Path, metavar="FILE", help=text)


def edition(options: Namespace) -> Edition | None:
    """The earlier edition that is named, if any. Raises FeedError where its file is none."""
    if options.edition is None:
        return None
    from replays.backtests.editions import read_edition

    return read_edition(options.edition)
