"""An athlete's history: all races of the library an athlete ran in, the bests, and the rivals met most."""

# No `from __future__ import annotations`: `lapbell schema` reads the annotations of the typed dictionaries.

from typing import NamedTuple, Self

from typing_extensions import TypedDict  # before Python 3.12 pydantic does not take typing.TypedDict

from race.json_version import VERSION
from race.lazy_dataclass import dataclass
from race.messages import Role
from race.times import Time
from replays.catalogue.start_lists import ListedRace, ListedRaceJson
from replays.people.head_to_head import ResultsReader
from replays.people.known_people import People, Person, PersonJson, RaceEntry
from replays.people.names_apart import names_apart
from replays.people.results import RaceResults, Result, ResultJson, to_json


class AppearanceJson(ListedRaceJson, ResultJson):
    """A race of the athlete, with the result."""

    bib: str
    role: Role
    pb_ms: int | None
    """The best before the race, as its start list has it."""


class EventBestJson(TypedDict):
    """The athlete's best in an event."""

    event: str
    time_ms: int | None
    """The best result of the library."""
    race: str | None
    date: str | None
    pb_ms: int | None
    """The best before the newest race of the event whose start list has one; null for an event indoors."""
    pb_before: str | None
    """The day of that race."""


class RivalJson(PersonJson):
    """A person met in these races."""

    meetings: int
    won: int
    lost: int


class AthleteJson(TypedDict):
    """What `lapbell athlete --json` prints."""

    version: int
    athlete: PersonJson
    races: list[AppearanceJson]
    bests: list[EventBestJson]
    rivals: list[RivalJson]


class Appearance(NamedTuple):
    """A race of the athlete."""

    entry: RaceEntry
    result: Result | None
    """None where it may not be shown."""

    @property
    def listed(self) -> ListedRace:
        """The race."""
        return self.entry.listed

    def to_json(self) -> AppearanceJson:
        """The race as the command prints it."""
        entrant = self.entry.entrant
        return {
            **self.listed.to_json(),
            "bib": entrant.bib,
            "role": entrant.role,
            "pb_ms": entrant.pb.ms if entrant.pb else None,
            **to_json(self.result),
        }


class EventBest(NamedTuple):
    """The athlete's best in an event."""

    event: str
    run: Appearance | None
    """The best race of the library; None where no time is known."""
    time: Time | None
    """The time in that race."""
    pb: Time | None
    """The personal best on the newest start list of the event that has one; None for an event indoors, where
    start lists have the best of any track."""
    pb_before: str
    """The day of that race: the personal best is from before it."""

    def to_json(self) -> EventBestJson:
        """The best as the command prints it."""
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
    """A person the athlete met in races, and how often the athlete won and lost against that person."""

    person: Person
    name: str
    """With what tells the rival apart from another of the same name."""
    meetings: int = 0
    won: int = 0
    lost: int = 0

    def to_json(self) -> RivalJson:
        """The rival as the command prints it."""
        return {**self.person.to_json(), "meetings": self.meetings, "won": self.won, "lost": self.lost}


@dataclass(frozen=True, slots=True)
class AthleteHistory:
    """An athlete's races, the oldest first."""

    person: Person
    appearances: list[Appearance]
    rivals: list[Rival]
    """Those met most often first."""

    @classmethod
    def of(cls, person: Person, people: People, read: ResultsReader) -> Self:
        """Read all races of an athlete."""
        appearances: list[Appearance] = []
        rivals: dict[str, Rival] = {}
        for entry in person.entries:
            results = read(entry.listed)
            result = results.result(entry.entrant.bib) if results else None
            appearances.append(Appearance(entry, result))
            _count_rivals(rivals, people, entry, results)
        by_meetings = sorted(rivals.values(), key=lambda rival: (-rival.meetings, rival.person.id))
        names = names_apart([rival.person for rival in by_meetings])
        for rival, name in zip(by_meetings, names, strict=True):
            rival.name = name
        return cls(person, appearances, by_meetings)

    def bests(self) -> list[EventBest]:
        """The best of each event, the event run most often first."""
        events: dict[str, list[Appearance]] = {}
        for appearance in self.appearances:
            if appearance.entry.entrant.role == "runner":
                events.setdefault(appearance.listed.event, []).append(appearance)
        by_count = sorted(events.items(), key=lambda item: -len(item[1]))
        return [best for event, runs in by_count if (best := _best(event, runs)).time or best.pb]

    def to_json(self) -> AthleteJson:
        """The object that `lapbell athlete --json` prints."""
        return {
            "version": VERSION,
            "athlete": self.person.to_json(),
            "races": [appearance.to_json() for appearance in self.appearances],
            "bests": [best.to_json() for best in self.bests()],
            "rivals": [rival.to_json() for rival in self.rivals],
        }


def _best(event: str, runs: list[Appearance]) -> EventBest:
    """The best of an athlete's races of an event, of those whose results may be shown."""
    shown = [(run, run.result) for run in runs if run.result is not None]
    timed = [(result.time, run) for run, result in shown if result.time]
    time, best = min(timed, key=lambda pair: pair[0].ms, default=(None, None))
    outdoors = (run.entry for run, _ in shown if run.listed.start_list.setting != "indoor")
    pbs = [(entry.entrant.pb, entry.date) for entry in outdoors if entry.entrant.pb]
    pb, day = pbs[-1] if pbs else (None, "")
    return EventBest(event, best, time, pb, day)


def _count_rivals(
    rivals: dict[str, Rival], people: People, entry: RaceEntry, results: RaceResults | None
) -> None:
    """Count the runners an athlete met in a race: those who started, and did not pace."""
    listed, entrant = entry
    result = results.result(entrant.bib) if results else None
    if entrant.role != "runner" or (result is not None and not result.started):
        return
    for other in listed.start_list.entrants:
        theirs = results.result(other.bib) if results else None
        if other.bib == entrant.bib or other.role != "runner" or (theirs is not None and not theirs.started):
            continue
        person = people.person(listed, other.bib)
        rival = rivals.setdefault(person.id, Rival(person, person.name))
        rival.meetings += 1
        if result is not None and theirs is not None:
            rival.won += result.beats(theirs)
            rival.lost += theirs.beats(result)
