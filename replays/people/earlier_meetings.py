"""How often two entrants of a race that is watched have met before it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from replays.people.head_to_head import HeadToHead
from replays.people.people_index import library_people
from replays.people.results_cache import ResultsCache, SpoilerFreeResults

if TYPE_CHECKING:
    from race.board import Board
    from replays.people.known_people import People


class EarlierMeetings:
    """Meetings of earlier days, from the library, which is read when it is first asked."""

    def __init__(self) -> None:
        self._people: People | None = None
        self._cache = ResultsCache()

    def of(self, board: Board, first: str, second: str) -> HeadToHead | None:
        """The meetings of two bibs, without the race itself; None where they never met before it."""
        if self._people is None:
            self._people = library_people()[0]
        start_list = board.state.start_list
        if start_list is None:
            return None
        entrants = [board.state.runners[bib].entrant for bib in (first, second)]
        known = [self._people.recognise(entrant, board.race, start_list) for entrant in entrants]
        if known[0] is None or known[1] is None or known[0] is known[1]:
            return None
        pair = HeadToHead.of(known[0], known[1], SpoilerFreeResults(self._cache, board).results)
        earlier = [
            meeting
            for meeting in pair.meetings
            if meeting.is_over and meeting.listed.start_list.date < start_list.date
        ]
        return replace(pair, meetings=earlier, missing=[]) if earlier else None
