"""Types of option values: each reads the text of one, and raises ArgumentTypeError where it cannot."""

from __future__ import annotations

import math
from argparse import ArgumentTypeError
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from feeds.errors import UserError
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.cue_lines import CueLine
    from race.projection.previous_edition import Edition

T = TypeVar("T")


def option_type(read: Callable[[str], T]) -> Callable[[str], T]:
    """An option type of a function that raises ValueError or UserError."""

    @wraps(read)
    def read_option(text: str) -> T:
        try:
            return read(text)
        except (ValueError, UserError) as error:
            raise ArgumentTypeError(str(error)) from None

    return read_option


time = option_type(Time.parse)
"""A race time, like 2:50.70."""


def number(text: str, kind: str, least: float, most: float) -> float:
    """A number in a range; `kind` names it in the error: `--speed takes a number from 0.25 to 64`."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise ArgumentTypeError(f"takes {kind} from {least:g} to {most:.10g}, not {text!r}")
    return value


def whole_number(text: str, kind: str, least: int, most: int) -> int:
    """A whole number in a range, named in the error as by `number`."""
    value = number(text, kind, least, most)
    if not value.is_integer():
        raise ArgumentTypeError(f"takes a whole number, not {text!r}")
    return int(value)


def speed(text: str) -> float:
    """How many times as fast a race runs, from 0.25 to 64; an `x` may follow."""
    return number(text.removesuffix("x"), "a number", 0.25, 64)


def speed_or_max(text: str) -> float | None:
    """A speed, or None for `max`: without waiting."""
    return None if text == "max" else speed(text)


def replay_speed(text: str) -> float | None:
    """A speed at which a recording of raw input is given to a bridge, or None for `max`."""
    return None if text == "max" else number(text.removesuffix("x"), "a number", 0.1, 1000)


def seconds(text: str) -> float:
    """A time span of at most a day."""
    return number(text, "a number of seconds", 0, 86_400)


def metres(text: str) -> float:
    """The length of a race."""
    return number(text, "a number of metres", 1, 1_000_000)


def rate(text: str) -> float:
    """Messages a second."""
    return number(text, "a number of messages a second", 1, 1_000_000)


def rows(text: str) -> int:
    """How many lines of a table there are at most."""
    return whole_number(text, "a number of rows", 1, 100_000)


def entrants(text: str) -> int:
    """How many runners there are."""
    return whole_number(text, "a number of entrants", 2, 100_000)


@option_type
def edition(text: str) -> Edition:
    """The earlier edition of a course that a file holds."""
    # Loaded here, not at the top: few commands are given an earlier edition.
    from replays.backtests.editions import read_edition

    return read_edition(Path(text))


FILE: dict[str, Any] = {"type": Path, "metavar": "FILE"}

TIME: dict[str, Any] = {"type": time, "metavar": "TIME"}

RACE_OR_URL: dict[str, Any] = {
    "metavar": "RACE|FILE|URL",
    "help": "a race in the library, a race file or results of a race, or a race on a hub: "
    "HOST:PORT/v1/races/RACE",
}

EDITION: dict[str, Any] = {
    **FILE,
    "type": edition,
    "help": "base the projections on an earlier edition of this race on the same course: a split table "
    "or a race file",
}


@option_type
def cue_lines(text: str) -> tuple[CueLine, ...]:
    """The notes about athletes that a file holds."""
    # Loaded here, not at the top: few commands are given notes.
    from feeds.tables.cue_lines import read_cue_lines

    return read_cue_lines(Path(text))


NOTES: dict[str, Any] = {
    **FILE,
    "type": cue_lines,
    "default": (),
    "help": "notes about athletes, for the preview of the field: a table with columns bib or name, and note, "
    "or a text with lines such as `11: ran 3:29 in May`",
}

OPERATOR: dict[str, Any] = {
    "action": "store_true",
    "help": "show what needs review: the claims that are not believed, and what would make them count",
}

JSON: dict[str, Any] = {"action": "store_true", "exclusive": "form", "help": "print JSON instead of text"}

TEXT: dict[str, Any] = {"action": "store_true", "exclusive": "form", "help": "print text (the default)"}
