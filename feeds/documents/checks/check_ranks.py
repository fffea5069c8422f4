"""Ranks printed at a mark against the order of the times there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from feeds.consistency import TIED_MS
from feeds.documents.longest_chain import certain
from feeds.documents.printed_document import Contradiction, Performance, PrintedRace, Reading, Suspects


class _Ranked(NamedTuple):
    rank: int
    ms: int
    performance: Performance
    reading: Reading


def wrong_ranks(race: PrintedRace, suspects: Suspects) -> Iterator[Contradiction]:
    """Ranks that do not follow the times, with those left out that are suspect already.

    A tie is decided before rounding: shared ranks may show times TIED_MS apart, equal times different ranks.
    """
    for metres, ranked in _by_mark(race, suspects).items():
        good = certain(len(ranked), _order(ranked))
        for i in sorted(set(range(len(ranked))) - good):
            rank, _, performance, reading = ranked[i]
            text = f"{performance.family} is ranked {rank} at {metres:g} m in {reading.time},"
            text += " which does not fit the times around"
            yield Contradiction(performance.figures_document, reading.line, text, performance.suspect(metres))


def _order(ranked: list[_Ranked]) -> Callable[[int, int], bool]:
    def follows(i: int, j: int) -> bool:
        if i < 0 or j == len(ranked):
            return True
        ahead, behind = ranked[i], ranked[j]
        return behind.ms <= ahead.ms + TIED_MS if ahead.rank == behind.rank else ahead.ms <= behind.ms

    return follows


def _by_mark(race: PrintedRace, suspects: Suspects) -> dict[float, list[_Ranked]]:
    found: dict[float, list[_Ranked]] = defaultdict(list)
    for performance in race.performances:
        for reading in performance.marks:
            if reading.rank is not None and (performance.bib, reading.distance_m) not in suspects:
                ranked = _Ranked(reading.rank, reading.time.ms, performance, reading)
                found[reading.distance_m].append(ranked)
    return {metres: sorted(ranked, key=lambda entry: entry[:2]) for metres, ranked in found.items()}
