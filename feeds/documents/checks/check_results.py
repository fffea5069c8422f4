"""Results against places, the finish column, and the times behind the winner."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from feeds.documents.longest_chain import disputed
from feeds.documents.printed_document import Contradiction, Performance, PrintedRace

HUNDREDTH_MS = 10


def wrong_results(race: PrintedRace) -> Iterator[Contradiction]:
    """Every result that something else in the documents contradicts."""
    placed = [p for p in race.performances if p.place is not None and p.result is not None]
    for performance in race.performances:
        yield from _finish_column(performance, race)
    for before, after in pairwise(placed):
        if (after.place or 0) < (before.place or 0) and before.document == after.document:
            text = f"place {after.place} ({after.family}) is printed below place {before.place}"
            yield _wrong_result(after, race, text)
    yield from _order(race, placed)
    for performance in placed:
        if performance.thousandths and not _rounds_up(performance):
            text = f"{performance.family}'s {performance.result} is not {performance.thousandths} rounded up"
            yield _wrong_result(performance, race, text)
    winner = next((performance for performance in placed if performance.place == 1), None)
    if winner is not None:
        yield from _behind(race, winner)


def _wrong_result(performance: Performance, race: PrintedRace, text: str) -> Contradiction:
    suspects = performance.suspects_at(race.heading.distance_m)
    return Contradiction(performance.document, performance.line, text, suspects)


def _finish_column(performance: Performance, race: PrintedRace) -> Iterator[Contradiction]:
    family, finish, distance_m = performance.family, performance.finish, race.heading.distance_m
    if finish is None:
        return
    if performance.result is not None and finish.time.ms != performance.result.ms:
        text = f"the finish column has {family} in {finish.time}, but the result is {performance.result}"
        yield performance.contradiction(finish.line, text, distance_m)
    if performance.place is not None and finish.printed_place not in (None, performance.place):
        text = (
            f"the finish column ranks {family} {finish.printed_place}, but the place is {performance.place}"
        )
        yield performance.contradiction(finish.line, text, distance_m)


def _order(race: PrintedRace, placed: list[Performance]) -> Iterator[Contradiction]:
    ordered = sorted(placed, key=lambda p: (p.place or 0, p.result or (0,), p.thousandths))

    def follows(i: int, j: int) -> bool:
        if i < 0 or j == len(ordered):
            return True
        ahead, behind = ordered[i], ordered[j]
        if ahead.place == behind.place:
            return ahead.result == behind.result
        return _finish_key(ahead, behind) <= _finish_key(behind, ahead)

    for i in disputed(len(ordered), follows):
        performance = ordered[i]
        text = f"{performance.family} has place {performance.place} in {performance.result},"
        yield _wrong_result(performance, race, f"{text} which does not fit the results around it")


def _finish_key(performance: Performance, other: Performance) -> tuple[int, str]:
    """What results are ordered by; thousandths count where both have them."""
    assert performance.result is not None
    return performance.result.ms, performance.thousandths if other.thousandths else ""


def _behind(race: PrintedRace, winner: Performance) -> Iterator[Contradiction]:
    """Times behind the winner, which are computed from thousandths: up to 0.01 s above the difference."""
    assert winner.result is not None
    for performance in race.performances:
        if performance.result is None or performance.behind is None:
            continue
        difference = performance.result.minus(winner.result)
        if not 0 <= performance.behind.ms - difference.ms <= HUNDREDTH_MS:
            text = f"{performance.family} is {performance.behind} behind, but the results give {difference}"
            yield performance.contradiction(performance.splits_line, text, race.heading.distance_m)


def _rounds_up(performance: Performance) -> bool:
    assert performance.result is not None
    thousandths = int(performance.thousandths.removeprefix("."))
    return -(-thousandths // 10) * 10 % 1000 == performance.result.ms % 1000
