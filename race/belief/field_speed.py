"""Whether a field is on foot: if most of it is faster than anyone can run, no one is doubted for it.

Then a distance in the start list is wrong, or it is a race on wheels or skis.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from race.belief.human_limits import least_seconds
from race.event import event_of

if TYPE_CHECKING:
    from race.messages import Split, StartList

LEAST = 5
"""So many entrants at least must be too fast: a few may have been read by mistake."""


PLACES = 2
"""At so many checkpoints each, if there are so many: at one of them a clock may be wrong."""


class FieldSpeed:
    """The entrants of a log who are faster than anyone can run, from the first gun to several checkpoints."""

    def __init__(self) -> None:
        self._least_ms: dict[str, float] = {}
        """The least time to each checkpoint, by its id."""
        self._seen: set[str] = set()
        self._places: defaultdict[str, set[str]] = defaultdict(set)
        """By bib, the checkpoints to which the entrant was too fast."""
        self._too_fast: set[str] = set()

    @property
    def is_on_foot(self) -> bool:
        """Whether most of those seen can have run."""
        return len(self._too_fast) < LEAST or 2 * len(self._too_fast) <= len(self._seen)

    def lay_out(self, start_list: StartList) -> None:
        """Take the course."""
        event = event_of(start_list)
        points = start_list.checkpoints if event.is_on_foot else ()
        self._least_ms = {c.id: 1000 * least_seconds(c.distance_m, leg_m=event.leg_m) for c in points}

    def take(self, split: Split, race_ms: int) -> None:
        """Take a split, with its race time from the first gun."""
        self._seen.add(split.bib)
        if 0 < race_ms < self._least_ms.get(split.checkpoint, 0.0):
            places = self._places[split.bib]
            places.add(split.checkpoint)
            if len(places) >= min(len(self._least_ms), PLACES):
                self._too_fast.add(split.bib)
