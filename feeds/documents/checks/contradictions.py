"""The figures of a race checked against each other; nothing is repaired.

The checks look for what has been seen in printed documents: wrong column heads, another athlete's splits,
laps that do not add up, places that follow a wrong time, results out of order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from feeds.documents.checks.check_laps import wrong_laps
from feeds.documents.checks.check_ranks import wrong_ranks
from feeds.documents.checks.check_results import wrong_results
from feeds.documents.checks.check_times import unclear_fits, wrong_heads, wrong_times

if TYPE_CHECKING:
    from feeds.documents.printed_document import Contradiction, PrintedRace, Suspects


def find_contradictions(race: PrintedRace) -> list[Contradiction]:
    """Everything that cannot be right, in the order of the documents and their lines."""
    found = [each for document in race.documents for each in document.contradictions]
    found += [*race.contradictions, *unclear_fits(race), *wrong_heads(race)]
    found += wrong_times(race, all_suspects(race, found))
    found += wrong_laps(race)
    found += wrong_ranks(race, all_suspects(race, found))
    found += wrong_results(race)
    order = [document.name for document in race.documents]
    return sorted(dict.fromkeys(found), key=lambda each: (order.index(each.document), each.line))


def all_suspects(race: PrintedRace, contradictions: Sequence[Contradiction]) -> Suspects:
    """The splits that the publisher flagged, or that some contradictions make suspect."""
    return race.flagged.union(*(contradiction.suspects for contradiction in contradictions))
