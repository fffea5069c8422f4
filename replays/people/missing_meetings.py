"""Where two people met beside the races of the library: `known_races.json`, each with its source."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from race.course import NEAR_M
from race.event import event_of
from race.messages import Checkpoint, Entrant, StartList
from race.times import Time
from replays.people.results import Result, margin, winner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replays.people.known_people import Person

KNOWN_RACES = Path(__file__).parent / "known_races.json"


class KnownRace(NamedTuple):
    """A race of which some results are known. Its name says which one it was: `Zurich 2023`."""

    start_list: StartList
    """Of those whose results are known; the date may be a year or a month, in which they met only once."""
    results: dict[str, Result]
    """By bib."""

    def result_of(self, person: Person) -> Result | None:
        """The result of a person; None of one who is not known to have run."""
        bibs = (e.bib for e in self.start_list.entrants if person.may_be(e, self.start_list))
        return next((self.results[bib] for bib in bibs), None)


class MissingMeeting(NamedTuple):
    """A race that both ran, and that the library does not have."""

    start_list: StartList
    results: tuple[Result, Result]
    """Of the first and of the second."""

    @property
    def is_over(self) -> bool:
        """Whether the race has ended, as all that are known have."""
        return True

    @property
    def winner(self) -> int | None:
        """0 if the first was ahead, 1 if the second was; None where that is not known."""
        return winner(*self.results)

    @property
    def margin(self) -> Time | None:
        """How far the winner was ahead; None unless both times are known."""
        return margin(*self.results)


def missing_meetings(first: Person, second: Person, in_library: Iterable[StartList]) -> list[MissingMeeting]:
    """Where two people are known to have met beside the races of the library that have both, oldest first."""
    there = list(in_library)
    missing: list[MissingMeeting] = []
    for known in known_races():
        both = known.result_of(first), known.result_of(second)
        if both[0] and both[1] and not any(_is_same(known.start_list, other) for other in there):
            missing.append(MissingMeeting(known.start_list, (both[0], both[1])))
    return sorted(missing, key=lambda meeting: meeting.start_list.date)


def _is_same(known: StartList, other: StartList) -> bool:
    """Whether two races are one, where the same two people ran in both: no one runs an event twice a day."""
    is_same_distance = abs(other.distance_m - known.distance_m) <= NEAR_M
    is_same_kind = event_of(other).kind == event_of(known).kind
    return is_same_distance and is_same_kind and other.date.startswith(known.date)


@cache
def known_races() -> list[KnownRace]:
    """The races of the file."""
    return [_known_race(body) for body in json.loads(KNOWN_RACES.read_bytes())["races"]]


def _known_race(body: dict[str, Any]) -> KnownRace:
    finish = Checkpoint(id="finish", distance_m=body["distance_m"])
    numbered = list(enumerate(body["results"], start=1))
    start_list = StartList(
        name=body["title"],
        date=body["date"],
        event=body["event"],
        sex=body["sex"],
        setting=body["setting"],
        distance_m=body["distance_m"],
        checkpoints=(finish,),
        entrants=tuple(Entrant(bib=str(n), name=row["name"], nation=row["nation"]) for n, row in numbered),
    )
    source = body["source"]
    return KnownRace(start_list, {str(n): _result(row, source) for n, row in numbered})


def _result(row: dict[str, Any], source: str) -> Result:
    time = Time.parse(row["time"]) if "time" in row else None
    return Result("finished", row.get("place"), time, "published", source)
