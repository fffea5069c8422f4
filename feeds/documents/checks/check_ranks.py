"""Places printed at an intermediate against the order of the times there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from feeds.documents.longest_chain import disputed
from feeds.documents.printed_document import Contradiction, Performance, PrintedRace, PrintedSplit, Suspects
from race.belief.printed_places import TIED_MS

_Ranked = tuple[int, int, Performance, PrintedSplit]
"""Printed place, time in milliseconds, and what they were read from."""


def wrong_ranks(race: PrintedRace, suspects: Suspects) -> Iterator[Contradiction]:
    """Printed places that do not follow the times; splits that are suspect already are left out.

    A tie is decided before rounding: shared places may show times TIED_MS apart, equal times
    different places.
    """
    for metres, ranked in _by_intermediate(race, suspects).items():
        for i in disputed(len(ranked), _order(ranked)):
            rank, _, performance, split = ranked[i]
            text = f"{performance.family} is ranked {rank} at {metres:g} m in {split.time},"
            text += " which does not fit the times around it"
            yield performance.contradiction(split.line, text, metres)


def _order(ranked: list[_Ranked]) -> Callable[[int, int], bool]:
    def follows(i: int, j: int) -> bool:
        if i < 0 or j == len(ranked):
            return True
        (place_ahead, ms_ahead, *_), (place_behind, ms_behind, *_) = ranked[i], ranked[j]
        return ms_behind <= ms_ahead + TIED_MS if place_ahead == place_behind else ms_ahead <= ms_behind

    return follows


def _by_intermediate(race: PrintedRace, suspects: Suspects) -> dict[float, list[_Ranked]]:
    by_metres: dict[float, list[_Ranked]] = defaultdict(list)
    for performance in race.performances:
        for split in performance.splits:
            place = split.printed_place
            if place is not None and (performance.bib, split.distance_m) not in suspects:
                by_metres[split.distance_m].append((place, split.time.ms, performance, split))
    return {metres: sorted(ranked, key=lambda entry: entry[:2]) for metres, ranked in by_metres.items()}
