"""Results with fewer decimals than the others of their race: perhaps a digit was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.times import Time


def coarse_results(results: Sequence[tuple[str, Time]]) -> Iterator[str]:
    """A note for each runner whose result has fewer decimals than is usual; of two as usual, the more."""
    counts = Counter(time.digits for _, time in results)
    usual = max(counts, key=lambda digits: (counts[digits], digits), default=0)
    for who, time in results:
        if time.digits < usual:
            yield f"{who}: {time} has fewer decimals than the other results"
