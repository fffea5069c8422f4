"""Head-to-head: every race of the library in which two people met, and who won, split by split."""

# No `from __future__ import annotations`: `lapbell schema` reads the annotations of the typed dictionaries.

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Self

from typing_extensions import TypedDict  # before Python 3.12 pydantic does not take typing.TypedDict

from race.json_version import VERSION
from race.laps import gap_at, lap
from race.lazy_dataclass import dataclass
from race.messages import Setting
from race.times import Time
from replays.catalogue.start_lists import ListedRace, ListedRaceJson
from replays.people.known_people import Person, PersonJson
from replays.people.missing_meetings import MissingMeeting, missing_meetings
from replays.people.results import RaceResults, Result, ResultJson, margin, to_json, winner

ResultsReader = Callable[[ListedRace], RaceResults | None]
"""Reads the results of a race; None where they cannot be read, or may not be shown."""


class BalanceJson(TypedDict):
    """How often each of the two won."""

    wins: dict[str, int]
    """By the id of the athlete."""
    undecided: int


class EventBalanceJson(BalanceJson):
    """How often each of the two won in one event."""

    event: str


class AthleteResultJson(ResultJson):
    """The result of one of the two."""

    athlete: str
    """The id."""


class SharedSplitJson(TypedDict):
    """A checkpoint that both passed; each list has the first athlete's figure and the second's."""

    checkpoint: str
    distance_m: float
    times_ms: list[int | None]
    laps_ms: list[int | None]
    """The lap that ends here."""
    ranks: list[int | None]
    gap_ms: int | None


class MeetingJson(ListedRaceJson):
    """A race that both started."""

    results: list[AthleteResultJson]
    winner: str | None
    """The id of the athlete who was ahead."""
    margin_ms: int | None
    splits: list[SharedSplitJson]


class MissingMeetingJson(TypedDict):
    """A race that both are known to have run, and that the library does not have."""

    name: str
    """Which race it was."""
    date: str
    """The day, the month or the year."""
    event: str
    setting: Setting
    distance_m: float
    results: list[AthleteResultJson]
    winner: str | None
    margin_ms: int | None


class HeadToHeadJson(TypedDict):
    """What `lapbell head-to-head --json` prints."""

    version: int
    athletes: list[PersonJson]
    balance: BalanceJson
    events: list[EventBalanceJson]
    meetings: list[MeetingJson]
    missing: list[MissingMeetingJson]


class SharedSplit(NamedTuple):
    """A checkpoint before the finish that both are known to have passed."""

    checkpoint: str
    label: str
    distance_m: float
    times: tuple[Time | None, Time | None]
    laps: tuple[Time | None, Time | None]
    """The lap that ends there."""
    ranks: tuple[int | None, int | None]
    gap: Time | None
    """How far the first was ahead of the second; negative where behind. None unless both were timed."""

    def to_json(self) -> SharedSplitJson:
        """The split as the command prints it."""
        return {
            "checkpoint": self.checkpoint,
            "distance_m": self.distance_m,
            "times_ms": [time.ms if time else None for time in self.times],
            "laps_ms": [lap.ms if lap else None for lap in self.laps],
            "ranks": list(self.ranks),
            "gap_ms": self.gap.ms if self.gap else None,
        }


@dataclass(frozen=True, slots=True)
class Meeting:
    """A race that both ran."""

    listed: ListedRace
    results: tuple[Result, Result] | None
    """Of the first and of the second; None where they may not be shown."""
    splits: tuple[SharedSplit, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether the race has ended for both, and its results may be shown."""
        return self.results is not None and all(result.status != "running" for result in self.results)

    @property
    def winner(self) -> int | None:
        """0 if the first was ahead, 1 if the second was; None where that is not known."""
        return winner(*self.results) if self.results is not None else None

    @property
    def margin(self) -> Time | None:
        """How far the winner was ahead; None unless both times are known."""
        return margin(*self.results) if self.results is not None else None

    def to_json(self, ids: tuple[str, str]) -> MeetingJson:
        """The meeting as the command prints it."""
        return {
            **self.listed.to_json(),
            "results": _results_json(ids, self.results or (None, None)),
            "winner": ids[self.winner] if self.winner is not None else None,
            "margin_ms": self.margin.ms if self.margin else None,
            "splits": [split.to_json() for split in self.splits],
        }


class Balance(NamedTuple):
    """How often each of the two won."""

    first: int = 0
    second: int = 0
    undecided: int = 0
    """Meetings in which it is not known who was ahead."""

    @classmethod
    def of(cls, meetings: Iterable[Meeting]) -> Self:
        """The balance of those meetings that are over."""
        won = Counter(meeting.winner for meeting in meetings if meeting.is_over)
        return cls(won[0], won[1], won[None])

    def to_json(self, ids: tuple[str, str]) -> BalanceJson:
        """The balance as the command prints it."""
        return {"wins": {ids[0]: self.first, ids[1]: self.second}, "undecided": self.undecided}


@dataclass(frozen=True, slots=True)
class HeadToHead:
    """Two people and their meetings, the oldest first."""

    people: tuple[Person, Person]
    meetings: list[Meeting]
    missing: list[MissingMeeting]
    """What is known beside the library; the balance does not count it."""

    @classmethod
    def of(cls, first: Person, second: Person, read: ResultsReader) -> Self:
        """Read every race that both started, and neither of them paced."""
        shared = (listed.start_list for listed, _ in shared_races(first, second))
        missing = missing_meetings(first, second, shared)
        return cls((first, second), list(_meetings(first, second, read)), missing)

    @property
    def balance(self) -> Balance:
        """The balance of all meetings."""
        return Balance.of(self.meetings)

    def by_event(self) -> dict[str, Balance]:
        """The balance in each event."""
        events = dict.fromkeys(meeting.listed.event for meeting in self.meetings if meeting.is_over)
        return {e: Balance.of(m for m in self.meetings if m.listed.event == e) for e in events}

    def to_json(self) -> HeadToHeadJson:
        """The object that `lapbell head-to-head --json` prints."""
        ids = (self.people[0].id, self.people[1].id)
        return {
            "version": VERSION,
            "athletes": [person.to_json() for person in self.people],
            "balance": self.balance.to_json(ids),
            "events": [{"event": e, **balance.to_json(ids)} for e, balance in self.by_event().items()],
            "meetings": [meeting.to_json(ids) for meeting in self.meetings],
            "missing": [_missing_json(ids, meeting) for meeting in self.missing],
        }


def _results_json(
    ids: tuple[str, str], results: tuple[Result | None, Result | None]
) -> list[AthleteResultJson]:
    both = zip(ids, results, strict=True)
    return [{"athlete": athlete, **to_json(result)} for athlete, result in both]


def _missing_json(ids: tuple[str, str], meeting: MissingMeeting) -> MissingMeetingJson:
    start_list = meeting.start_list
    return {
        "name": start_list.name,
        "date": start_list.date,
        "event": start_list.event,
        "setting": start_list.setting,
        "distance_m": start_list.distance_m,
        "results": _results_json(ids, meeting.results),
        "winner": ids[meeting.winner] if meeting.winner is not None else None,
        "margin_ms": meeting.margin.ms if meeting.margin else None,
    }


def shared_races(first: Person, second: Person) -> list[tuple[ListedRace, tuple[str, str]]]:
    """The races in which both were entered as runners, the oldest first, with their bibs."""
    others = {entry.listed.names: entry.entrant for entry in second.entries if entry.entrant.role == "runner"}
    return [
        (listed, (entrant.bib, others[listed.names].bib))
        for listed, entrant in first.entries
        if entrant.role == "runner" and listed.names in others
    ]


def _meetings(first: Person, second: Person, read: ResultsReader) -> Iterator[Meeting]:
    for listed, bibs in shared_races(first, second):
        results = read(listed)
        if results is None:
            yield Meeting(listed, None)
            continue
        both = (results.result(bibs[0]), results.result(bibs[1]))
        if both[0].started and both[1].started:
            yield Meeting(listed, both, tuple(_splits(results, bibs)))


def _splits(results: RaceResults, bibs: tuple[str, str]) -> Iterator[SharedSplit]:
    course = results.state.course
    assert course is not None
    first, second = (results.state.runners[bib] for bib in bibs)
    for index in sorted(first.passings.keys() & second.passings.keys() - {course.finish}):
        gap, laps = gap_at(course, second, first, index), [lap(course, r, index) for r in (first, second)]
        yield SharedSplit(
            course.checkpoints[index].id,
            course.label(index),
            course.distance(index),
            (first.time_at(index), second.time_at(index)),
            (laps[0].time if laps[0] else None, laps[1].time if laps[1] else None),
            (first.passings[index].official_place, second.passings[index].official_place),
            gap.time if gap else None,
        )
