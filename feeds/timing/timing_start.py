"""How a timing begins that has no race file yet: with a start list in a table, or one that is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feeds.direct_conversion import convert_directly
from feeds.new_race import Field, new_race, read_field, read_points
from feeds.tables.usual_points import finish_line_points, point_name
from race.edits.log_lookup import state_now
from race.fold.history import History
from race.messages import StartList

if TYPE_CHECKING:
    from race.event_names import EventTitle
    from race.messages import Entrant, Message


class TypedRace(NamedTuple):
    """A race as it was typed."""

    title: EventTitle
    name: str
    points: Sequence[str] = ()
    """The checkpoints, as `feeds.new_race.read_points` reads them; if there are none, the finish line."""
    meet: str = ""
    venue: str = ""
    date: str = ""

    def with_field(self, field: Sequence[Entrant], notes: Sequence[str] = ()) -> TimingStart:
        """The start with these entrants. Raises FeedError."""
        event = self.title.event
        at_line = [point_name(event, metres) for metres in finish_line_points(event)]
        points = read_points(self.points or at_line, event)
        about = {"meet": self.meet, "venue": self.venue, "date": self.date}
        made = new_race(self.title, points, Field(field), name=self.name, has_gun=False, **about)
        return TimingStart(made.race, made.messages, (*notes, *made.notes))


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
