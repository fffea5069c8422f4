"""Bests before a race: as its start list has them, or else the best that the races of the library know."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replays.catalogue.start_lists import compared_event

if TYPE_CHECKING:
    from race.messages import Entrant, StartList
    from race.times import Time
    from replays.people.head_to_head import ResultsReader
    from replays.people.known_people import Person

YEAR = len("2026")


class KnownBest(NamedTuple):
    """A personal or a season's best."""

    time: Time
    is_listed: bool
    """Whether the start list has it; else it is the best of the library, and there may be a better one."""


class Bests(NamedTuple):
    """What is known of an entrant."""

    pb: KnownBest | None = None
    sb: KnownBest | None = None


def known_bests(entrant: Entrant, person: Person | None, start_list: StartList, read: ResultsReader) -> Bests:
    """The bests of an entrant in the event of a race, before that race. `read` gives no later results."""
    found = _library_times(person, start_list, read) if person and not (entrant.pb and entrant.sb) else []
    season = [(date, time) for date, time in found if date[:YEAR] == start_list.date[:YEAR]]
    return Bests(_best(entrant.pb, found), _best(entrant.sb, season))


def _best(listed: Time | None, found: list[tuple[str, Time]]) -> KnownBest | None:
    if listed is not None:
        return KnownBest(listed, is_listed=True)
    fastest = min((time for _, time in found), key=lambda time: time.ms, default=None)
    return KnownBest(fastest, is_listed=False) if fastest is not None else None


def _library_times(person: Person, start_list: StartList, read: ResultsReader) -> list[tuple[str, Time]]:
    """The results of earlier days in the same event, and the bests on those start lists, with their days."""
    event, found = compared_event(start_list), []
    for listed, entrant in person.entries:
        date = listed.start_list.date
        if listed.event != event or entrant.role != "runner" or not "" < date < start_list.date:
            continue
        results = read(listed)
        time = results.result(entrant.bib).time if results is not None else None
        found += [(date, best) for best in (time, entrant.sb) if best is not None]
        if entrant.pb is not None:
            found.append(("", entrant.pb))  # of no known season
    return found
