"""Results against places, against the finish column, against the times behind the winner."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from feeds.documents.longest_chain import certain
from feeds.documents.printed_document import Contradiction, Performance, PrintedRace

HUNDREDTH_MS = 10


def wrong_results(race: PrintedRace) -> Iterator[Contradiction]:
    """Every result that something else in the documents contradicts."""
    placed = [p for p in race.performances if p.place is not None and p.result is not None]
    for performance in race.performances:
        yield from _finish_column(performance, race)
    for before, after in pairwise(placed):
        if (after.place or 0) < (before.place or 0) and before.document == after.document:
            text = f"place {after.place} ({after.family}) stands below place {before.place}"
            yield _slip(after, race, text)
    yield from _order(race, placed)
    for performance in placed:
        if performance.thousandths and not _rounds_up(performance):
            text = f"{performance.result} of {performance.family} is not {performance.thousandths} rounded up"
            yield _slip(performance, race, text)
    winner = next((performance for performance in placed if performance.place == 1), None)
    if winner is not None:
        yield from _behind(race, winner)


def _slip(performance: Performance, race: PrintedRace, text: str) -> Contradiction:
    suspect = performance.suspect(race.title.distance_m)
    return Contradiction(performance.document, performance.line, text, suspect)


def _finish_column(performance: Performance, race: PrintedRace) -> Iterator[Contradiction]:
    finish = performance.finish
    if finish is None:
        return
    where = (performance.figures_document, finish.line)
    suspect = performance.suspect(race.title.distance_m)
    if performance.result is not None and finish.time.ms != performance.result.ms:
        text = (
            f"{performance.family} is at the finish in {finish.time}, and the result is {performance.result}"
        )
        yield Contradiction(*where, text, suspect)
    if performance.place is not None and finish.rank not in (None, performance.place):
        text = (
            f"{performance.family} is ranked {finish.rank} at the finish, and has place {performance.place}"
        )
        yield Contradiction(*where, text, suspect)


def _order(race: PrintedRace, placed: list[Performance]) -> Iterator[Contradiction]:
    ordered = sorted(placed, key=lambda p: (p.place or 0, p.result or (0,), p.thousandths))

    def follows(i: int, j: int) -> bool:
        if i < 0 or j == len(ordered):
            return True
        ahead, behind = ordered[i], ordered[j]
        if ahead.place == behind.place:
            return ahead.result == behind.result
        return _finish_key(ahead, behind) <= _finish_key(behind, ahead)

    for i in sorted(set(range(len(ordered))) - certain(len(ordered), follows)):
        performance = ordered[i]
        text = f"{performance.family} has place {performance.place} in {performance.result},"
        yield _slip(performance, race, f"{text} which does not fit the results around")


def _finish_key(own: Performance, other: Performance) -> tuple[int, str]:
    """What a result is ordered by; thousandths count where both have them."""
    assert own.result is not None
    return own.result.ms, own.thousandths if other.thousandths else ""


def _behind(race: PrintedRace, winner: Performance) -> Iterator[Contradiction]:
    """The time behind is computed from thousandths: up to a hundredth more than the difference."""
    assert winner.result is not None
    for performance in race.performances:
        if performance.result is None or performance.behind is None:
            continue
        difference = performance.result.minus(winner.result)
        if not 0 <= performance.behind.ms - difference.ms <= HUNDREDTH_MS:
            text = f"{performance.family} is {performance.behind} behind, and the results give {difference}"
            suspect = performance.suspect(race.title.distance_m)
            yield Contradiction(performance.figures_document, performance.figures_line, text, suspect)


def _rounds_up(performance: Performance) -> bool:
    assert performance.result is not None
    thousandths = int(performance.thousandths.removeprefix("."))
    return -(-thousandths // 10) * 10 % 1000 == performance.result.ms % 1000
