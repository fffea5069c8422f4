"""Results with fewer decimals than the others of their race: perhaps a digit was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.times import Time


def coarse_results(results: Sequence[tuple[str, Time]]) -> Iterator[str]:
    """A note for each of the runners whose result has fewer decimals than is usual among them."""
    usual = Counter(time.digits for _, time in results).most_common(1)
    for who, time in results:
        if time.digits < usual[0][0]:
            yield f"{who}: {time} has fewer decimals than the other results"
