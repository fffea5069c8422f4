"""Those who came to a checkpoint and were not timed there: between which times each of them did."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner


class Untimed:
    """The runners without a passing at a checkpoint at which they are known to have been.

    In whatever order they came, a place there is known before the first of them may have come and after the
    last one must have, and between two of them too where they were far apart.
    """

    def __init__(self, runners: Iterable[Runner], index: int) -> None:
        bands = [band_there(r, index) for r in runners if index in r.estimates and index not in r.passings]
        self._low_ms = sorted(low for low, _ in bands)
        self._high_ms = sorted(high for _, high in bands)

    def __bool__(self) -> bool:
        return bool(self._low_ms)

    def moves(self, place: int, passing: Passing, *, past_them: bool) -> int | None:
        """The place counted among those with a time as it is among all; None where that is not known.

        An official place stands. Only with `past_them` is a place known behind any of them: a printed one
        may count them or not, and a result may be missing for any reason.
        """
        if passing.official_place is not None or not self._low_ms:
            return place
        if passing.time is None:
            return None
        ms = passing.time.ms
        sure, possible = bisect_left(self._high_ms, ms), bisect_left(self._low_ms, ms)
        return place + sure if sure == possible and (past_them or not sure) else None


def band_there(runner: Runner, index: int) -> tuple[int, int]:
    """The least and the most time that a runner took to a checkpoint, from the own gun like all places."""
    gun_ms, band = _gun_ms(runner), runner.estimates[index]
    return band.low_ms - gun_ms, band.high_ms - gun_ms


def _gun_ms(runner: Runner) -> int:
    """When the gun of a runner went, in race time; that of the first where the runner has not been timed."""
    passing = runner.last
    return passing.when_ms - passing.time.ms if passing is not None and passing.time is not None else 0
