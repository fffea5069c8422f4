"""A race as an announcer introduces it: the field, its meetings, what is at stake, pace and target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from race.lazy_dataclass import dataclass
from replays.people.head_to_head import HeadToHead
from replays.people.people_index import library_people
from replays.people.results_cache import ResultsCache, SpoilerFreeResults
from replays.preview.cue_matching import MatchedCues, match_cues
from replays.preview.known_bests import Bests, known_bests
from replays.preview.stakes import Stake, stakes

if TYPE_CHECKING:
    from feeds.tables.cue_lines import CueLine
    from race.board import Board
    from race.messages import Entrant, StartList
    from replays.people.known_people import People, Person

FAVOURITES = 4
"""The fastest of the field, whose meetings are listed."""

MOST_LOOKED_UP = 300
"""A larger field is not looked up in the library: of its runners only the start list's bests are shown."""

_PACE = re.compile(
    r"\b(pac(e|ed|er|ers|ing)|pacemak\w+|rabbits?|targets?|schedule|(wave ?)?lights?|attempt|to run under)\b",
    re.IGNORECASE,
)


class FieldEntry(NamedTuple):
    """Someone in the field."""

    entrant: Entrant
    bests: Bests
    cues: tuple[str, ...]
    status: str
    """`dns` of someone who has been scratched; else empty."""


@dataclass(frozen=True, slots=True)
class RacePreview:
    """What is known of a race before its gun."""

    board: Board
    entries: tuple[FieldEntry, ...]
    """In the order of the start list, pacemakers among them."""
    meetings: tuple[HeadToHead, ...]
    """Of the favourites, each with each."""
    stakes: tuple[Stake, ...]
    pacemakers: tuple[Entrant, ...]
    pace: tuple[str, ...]
    """What the start list and the notes say of pace and target."""
    cues: MatchedCues


class PreviewReader:
    """Makes previews; it reads the library once, and each race of it when that is needed."""

    def __init__(self, cues: Sequence[CueLine] = ()) -> None:
        self._cues = cues
        self._people: People | None = None
        self._results = ResultsCache()

    def preview(self, board: Board) -> RacePreview:
        """The preview of a race by its board at the gun or before. No result of its day or later is used."""
        start_list = board.state.start_list
        entrants = start_list.entrants if start_list is not None else ()
        cues = match_cues(self._cues, entrants)
        if start_list is None:
            return RacePreview(board, (), (), (), (), (), cues)
        read = SpoilerFreeResults(self._results, board).results
        people = self._people_of(board, start_list)
        entries = tuple(
            FieldEntry(
                entrant,
                known_bests(entrant, people.get(entrant.bib), start_list, read),
                cues.by_bib.get(entrant.bib, ()),
                "dns" if board.state.runners[entrant.bib].out == "dns" else "",
            )
            for entrant in entrants
        )
        running = [entry for entry in entries if not entry.status and entry.entrant.role == "runner"]
        bests = {entry.entrant.bib: entry.bests.pb.time for entry in running if entry.bests.pb is not None}
        fastest = sorted((bib for bib in bests if bib in people), key=lambda bib: bests[bib].ms)[:FAVOURITES]
        return RacePreview(
            board,
            entries,
            tuple(HeadToHead.of(people[a], people[b], read) for a, b in combinations(fastest, 2)),
            stakes(start_list, [entry.entrant for entry in running], bests),
            tuple(e.entrant for e in entries if e.entrant.role == "pacemaker" and not e.status),
            _said_of_pace(board, start_list),
            cues,
        )

    def _people_of(self, board: Board, start_list: StartList) -> dict[str, Person]:
        """The people of the library who are in the field, by bib."""
        if len(start_list.entrants) > MOST_LOOKED_UP:
            return {}
        if self._people is None:
            self._people, self._results.broken = library_people()
        known = ((e.bib, self._people.recognise(e, board.race, start_list)) for e in start_list.entrants)
        return {bib: person for bib, person in known if person is not None}


def _said_of_pace(board: Board, start_list: StartList) -> tuple[str, ...]:
    """Notes from before the gun, and of a race to come the remarks about pace and target.

    The remarks of a recorded race were written afterwards, and may say how it ended.
    """
    notes = [note.text for note in board.state.notes]
    is_to_come = board.edge.now_ms is not None and board.phase == "before"
    remarks = [text for text in start_list.remarks if is_to_come and _PACE.search(text)]
    return tuple(dict.fromkeys((*notes, *remarks)))
