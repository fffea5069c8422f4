"""What is made at the desk of a hub: a race, from a file or as it is typed, and a token to publish it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.log_header import read_start
from feeds.new_race import BIBS, read_bibs, read_entrant, read_event
from feeds.serving.tokens import Tokens
from feeds.timing.timing_start import TypedRace, start_from_table
from race.messages import StartList
from replays.named_race import is_race_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.messages import Entrant, Message


def read_new_race(text: str) -> tuple[str, StartList]:
    """The id and the start list of a file, or of `1500 m = 11 Anna Berg, 14 Ruth Okafor`.

    Raises ValueError with what cannot be understood.
    """
    event, equals, field = text.partition("=")
    try:
        if equals:
            typed = TypedRace(read_event(event.strip()), event.strip(), date=Date.today().isoformat())
            start = typed.with_field(_field(field))
            return start.race, _start_list(start.messages)
        path = Path(text)
        if not path.is_file():
            raise ValueError(f"there is no file {text}; or write 1500 m = 11 Anna Berg, 14 Ruth Okafor")
        if is_race_file(path):
            race, start_list = read_start(path)
            return race, _start_list([start_list])
        start = start_from_table(path)
        return start.race, _start_list(start.messages)
    except OSError as error:
        raise ValueError(f"cannot read {text}: {error.strerror or error}") from None
    except FeedError as error:
        raise ValueError(str(error)) from None


def _field(text: str) -> list[Entrant]:
    """`11 Anna Berg, 14 Ruth Okafor`, or `1-30`."""
    entries = [entry.strip() for entry in text.split(",") if entry.strip()]
    if all(BIBS.fullmatch(entry) for entry in entries):
        return read_bibs(text)
    return [read_entrant(entry) for entry in entries]


def _start_list(messages: Sequence[Message | None]) -> StartList:
    start_list = next((m for m in messages if isinstance(m, StartList)), None)
    if start_list is None:
        raise ValueError("there is no start list in it")
    return replace(start_list, id=None, heard_ms=None)


def new_token(folder: Path, race: str, source: str) -> str:
    """A token to publish a race as a source, of the hub that has a folder. Raises ValueError."""
    try:
        return Tokens(folder).issue(race, source, name="made at the desk")
    except FeedError as error:
        raise ValueError(str(error)) from None
    except OSError as error:
        raise ValueError(f"cannot change the tokens in {folder}: {error.strerror or error}") from None
