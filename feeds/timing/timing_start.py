"""How a timing begins that has no race file yet: with a start list in a table, or one that is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, NamedTuple

from feeds.direct_conversion import convert_directly
from feeds.errors import FeedError
from feeds.log import read
from feeds.new_race import Field, new_race, read_field, read_points
from feeds.tables.usual_points import finish_line_points, point_name
from race.edits.log_lookup import state_now
from race.edits.starts import guns_now
from race.fold.history import History
from race.messages import StartList

if TYPE_CHECKING:
    from datetime import date as Date

    from race.event_names import EventTitle
    from race.messages import Entrant, Message


STILL_ON_S = 6 * 3600.0
"""A race of which nothing was heard for so long is over, even if no one has said so."""


class TypedRace(NamedTuple):
    """A race as it was typed."""

    title: EventTitle
    name: str
    points: Sequence[str] = ()
    """The checkpoints, as `feeds.new_race.read_points` reads them; if there are none, the finish line."""
    meet: str = ""
    venue: str = ""
    date: str = ""

    def with_field(self, field: Sequence[Entrant]) -> TimingStart:
        """The start with these entrants. Raises FeedError."""
        event = self.title.event
        at_line = [point_name(event, metres) for metres in finish_line_points(event)]
        points = read_points(self.points or at_line, event)
        about = {"meet": self.meet, "venue": self.venue, "date": self.date}
        made = new_race(self.title, points, Field(field), name=self.name, has_gun=False, **about)
        return TimingStart(made.race, made.messages, tuple(made.notes))


def on_its_day(typed: TypedRace, path: Path | None, today: Date) -> TypedRace:
    """The race today; or yesterday, if that began then and is not over, as a race through the night.

    Args:
        typed: The race, without its date.
        path: The file that it is kept in; None for the usual one.
        today: The day by this computer's clock.
    """
    of_today, of_yesterday = (
        typed._replace(date=day.isoformat()) for day in (today, today - timedelta(days=1))
    )
    if path is None and not _file_of(of_today).exists() and _goes_on(_file_of(of_yesterday)):
        return of_yesterday
    return of_today


def _file_of(typed: TypedRace) -> Path:
    return usual_file(typed.with_field(()).race)


def usual_file(race: str) -> Path:
    """Where a timing is kept unless another file is named: here, by the race."""
    return Path(f"{race}.jsonl")


def _goes_on(path: Path) -> bool:
    """Whether a timing has begun, has no official result yet, and was at work not long ago."""
    try:
        if time() - path.stat().st_mtime > STILL_ON_S:
            return False
        history = History(read(path).messages())
    except (FeedError, OSError):
        return False
    return bool(guns_now(history)) and not state_now(history).officials


class TimingStart(NamedTuple):
    """What is known before the first key is pressed."""

    race: str
    """The id of the race."""
    messages: Sequence[Message]
    notes: Sequence[str] = ()
    """What was understood of a table, and what was not."""

    @property
    def entrants(self) -> Sequence[Entrant]:
        """The entrants of its start list."""
        lists = (message for message in self.messages if isinstance(message, StartList))
        return next((start_list.entrants for start_list in lists), ())


def start_from_table(path: Path, typed: TypedRace | None = None) -> TimingStart:
    """The start from a start list, of which the event may be typed. Raises FeedError and OSError.

    The start list is by the file, so that it is known later what came from there.
    """
    if typed is not None:
        start = typed.with_field(read_field(path, typed.title.event).entrants)
    else:
        made = convert_directly(path)
        start = TimingStart(made.log.race, list(made.log.messages()), made.notes)
    signed = [replace(m, by=path.name) if isinstance(m, StartList) else m for m in start.messages]
    return start._replace(messages=signed)


def another_race(own: Sequence[Message], beginning: Sequence[Message], table: str) -> str:
    """What speaks against a timing going on with a table, so that no two races of a day are mixed up.

    Args:
        own: The messages of the timing.
        beginning: Those that the table would begin one with.
        table: The name of its file.

    Returns:
        `is the timing of start.csv`, or an empty text.
    """
    first = next((message for message in own if isinstance(message, StartList)), None)
    if first is not None and first.by not in ("", table):
        return f"is the timing of {first.by}"
    history = History(own)
    names = {entrant.name for entrant in history.start_list.entrants} if history.start_list else set()
    entrants = (entrant for m in beginning if isinstance(m, StartList) for entrant in m.entrants)
    if state_now(history).officials and any(entrant.name not in names for entrant in entrants):
        return f"is official, and has not all of {table}"
    return ""
