"""A career: all races of the library in which somebody ran, the bests, and whom they met most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from race.times import Time
from replays.catalogue.start_lists import ListedRace
from replays.people.head_to_head import VERSION, ResultsReader
from replays.people.known_people import People, Person, RaceEntry
from replays.people.results import RaceResults, Result, to_json


class Appearance(NamedTuple):
    """Somebody in a race."""

    entry: RaceEntry
    result: Result | None
    """None where it is not to be told."""

    @property
    def listed(self) -> ListedRace:
        """The race."""
        return self.entry.listed

    def to_json(self) -> dict[str, Any]:
        """As the command prints it."""
        entrant = self.entry.entrant
        who = {"bib": entrant.bib, "role": entrant.role, "pb_ms": entrant.pb.ms if entrant.pb else None}
        return self.listed.to_json() | who | to_json(self.result)


class EventBest(NamedTuple):
    """The best of somebody in an event."""

    event: str
    run: Appearance | None
    """The best race of the library; None where no time is known there."""
    time: Time | None
    """The time then."""
    pb: Time | None
    """The best before the newest race of the event whose start list tells of one."""
    pb_before: str
    """The day of that race."""

    def to_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {
            "event": self.event,
            "time_ms": self.time.ms if self.time else None,
            "race": self.run.listed.race if self.run else None,
            "date": self.run.listed.start_list.date or None if self.run else None,
            "pb_ms": self.pb.ms if self.pb else None,
            "pb_before": self.pb_before or None,
        }


@dataclass(slots=True)
class Rival:
    """Somebody met in races, and how often each was ahead."""

    person: Person
    meetings: int = 0
    won: int = 0
    lost: int = 0

    def to_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return self.person.to_json() | {"meetings": self.meetings, "won": self.won, "lost": self.lost}


@dataclass(frozen=True, slots=True)
class AthleteHistory:
    """Somebody's races, the oldest first."""

    person: Person
    appearances: list[Appearance]
    rivals: list[Rival]
    """Everybody met, those met most first."""

    @classmethod
    def of(cls, person: Person, people: People, read: ResultsReader) -> AthleteHistory:
        """Read all races of somebody."""
        appearances: list[Appearance] = []
        rivals: dict[str, Rival] = {}
        for entry in person.entries:
            results = read(entry.listed)
            own = results.result(entry.entrant.bib) if results else None
            appearances.append(Appearance(entry, own))
            _meet(rivals, people, entry, results)
        return cls(person, appearances, sorted(rivals.values(), key=_rank))

    def bests(self) -> list[EventBest]:
        """The bests, the event run most first."""
        events: dict[str, list[Appearance]] = {}
        for appearance in self.appearances:
            if appearance.entry.entrant.role == "runner":
                events.setdefault(appearance.listed.event, []).append(appearance)
        runs = sorted(events.items(), key=lambda item: -len(item[1]))
        return [best for event, several in runs if (best := _best(event, several)).time or best.pb]

    def to_json(self) -> dict[str, Any]:
        """The object that `lapbell athlete --json` prints."""
        return {
            "version": VERSION,
            "athlete": self.person.to_json(),
            "races": [appearance.to_json() for appearance in self.appearances],
            "bests": [best.to_json() for best in self.bests()],
            "rivals": [rival.to_json() for rival in self.rivals],
        }


def _best(event: str, appearances: list[Appearance]) -> EventBest:
    """The best of some races of an event, as far as they may be told of; so may what was known before."""
    told = [one for one in appearances if one.result is not None]
    timed = [(one.result.time, one) for one in told if one.result is not None and one.result.time]
    time, run = min(timed, key=lambda pair: pair[0].ms, default=(None, None))
    pbs = [(one.entry.entrant.pb, one.entry.date) for one in told if one.entry.entrant.pb]
    pb, day = pbs[-1] if pbs else (None, "")
    return EventBest(event, run, time, pb, day)


def _meet(rivals: dict[str, Rival], people: People, entry: RaceEntry, results: RaceResults | None) -> None:
    """Count whom somebody met in a race: all who ran, too, and did not pace."""
    listed, entrant = entry
    own = results.result(entrant.bib) if results else None
    if entrant.role != "runner" or (own is not None and not own.started):
        return
    for other in listed.start_list.entrants:
        theirs = results.result(other.bib) if results else None
        if other.bib == entrant.bib or other.role != "runner" or (theirs is not None and not theirs.started):
            continue
        person = people.person(listed, other.bib)
        rival = rivals.setdefault(person.id, Rival(person))
        rival.meetings += 1
        if own is not None and theirs is not None:
            rival.won += own.beats(theirs)
            rival.lost += theirs.beats(own)


def _rank(rival: Rival) -> tuple[int, str]:
    return -rival.meetings, rival.person.id
