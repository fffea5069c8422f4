"""What changes in one race of an event from file to file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from feeds.bridges.iof.control_distances import ControlDistances
from feeds.bridges.iof.iof_race_messages import iof_event, iof_hints, iof_messages
from feeds.bridges.snapshot_differ import SnapshotDiffer
from feeds.errors import FeedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.bridges.bridge import BridgeSettings
    from feeds.tables.programs.iof_event import IofEvent
    from feeds.tables.programs.iof_race import IofRace
    from race.messages import Message

MOST_NOTES = 3
"""On one file."""


class News(NamedTuple):
    """What a file changes."""

    messages: Sequence[Message] = ()
    notes: Sequence[str] = ()
    fault: str = ""
    """Why nothing can be made of it."""


class RaceNews:
    """A race, and what was published of it."""

    def __init__(self, settings: BridgeSettings) -> None:
        self._settings = settings
        self._differ = SnapshotDiffer("iof")
        self._distances = ControlDistances()
        self._order: dict[str, int] = {}
        """The bibs in the order in which they came: in a result list it changes with every finisher."""

    def of(self, race: IofRace, about: IofEvent, record: int) -> News:
        """What is new in a race as it is now."""
        for runner in race.runners:
            self._order.setdefault(runner.bib, len(self._order))
        race = replace(race, runners=sorted(race.runners, key=lambda runner: self._order[runner.bib]))
        try:
            event, assumed = iof_event(race, iof_hints(self._settings))
            messages = iof_messages(race, about, event, self._settings, self._distances)
        except FeedError as error:
            return News(fault=str(error))
        new = self._differ.whole(messages, record)
        faults = self._differ.faults()[:MOST_NOTES]
        return News(new, [*filter(None, [assumed]), *race.notes[:MOST_NOTES], *faults])
