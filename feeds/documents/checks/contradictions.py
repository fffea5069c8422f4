"""The figures of a race are held against each other; nothing is repaired.

What is looked for is what was seen in printed documents: wrong column heads, marks of another reading, laps
that do not add up, ranks that follow a wrong time, results out of order.
"""

from __future__ import annotations

from feeds.documents.checks.check_laps import wrong_laps
from feeds.documents.checks.check_ranks import wrong_ranks
from feeds.documents.checks.check_results import wrong_results
from feeds.documents.checks.check_times import gaps, wrong_heads, wrong_times
from feeds.documents.printed_document import Contradiction, PrintedRace, Suspects


def contradictions(race: PrintedRace) -> list[Contradiction]:
    """Everything that cannot be right, in the order of the documents and their lines."""
    found = [slip for document in race.documents for slip in document.slips]
    found += [*race.slips, *gaps(race), *wrong_heads(race)]
    found += wrong_times(race, _suspects(race, found))
    found += wrong_laps(race)
    found += wrong_ranks(race, _suspects(race, found))
    found += wrong_results(race)
    order = [document.name for document in race.documents]
    return sorted(dict.fromkeys(found), key=lambda slip: (order.index(slip.document), slip.line))


def _suspects(race: PrintedRace, slips: list[Contradiction]) -> Suspects:
    return race.doubtful.union(*(slip.suspects for slip in slips))
