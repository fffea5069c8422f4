"""Pace curves: what is expected of a runner after a time, by the kind of race. The types that they share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Bounds = tuple[float, float]
"""Lower and upper bound of the logarithm of the real over the expected time of a stretch."""

REFERENCE_PACE = 0.33
"""Seconds a metre, 5:30 a kilometre: the pace at which the level of a runner is 0."""

SEX = {"men": -1.0, "women": 1.0, "": 0.0}
"""As in `Traits`, by what it is called elsewhere."""


class Read(NamedTuple):
    """A runner's time at a checkpoint, as a model takes it."""

    checkpoint: int
    seconds: float
    """From the runner's own start."""
    when_ms: int
    """Race time, in milliseconds from the first gun."""


class Traits(NamedTuple):
    """What is known of a runner besides times."""

    queue: float = 0.0
    """How long the way to the start line may have been, where its crossing was not timed: 1 in the largest
    fields; 0 where times count from the line."""
    sex: float = 0.0
    """-1 for a man, 1 for a woman, 0 where it is not known."""
    best_s: float | None = None
    """The personal best over the distance, in seconds, where the start list has it."""
    is_in_small_field: bool = False
    """Whether so few are entered that only the leaders are known."""


UNKNOWN = Traits()


class Splits(NamedTuple):
    """What is known of a runner."""

    reads: Sequence[Read]
    """In order."""
    traits: Traits = UNKNOWN


class Stretch(NamedTuple):
    """What is expected of a runner on the way to a checkpoint."""

    seconds: float
    bounds: Bounds | None
    """Between them are four in five; None where that was not measured."""


class Expectation(ABC):
    """What is expected of a runner after one read."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self._known: dict[int, Stretch] = {}

    def to(self, checkpoint: int) -> Stretch:
        """The stretch from the read to a checkpoint ahead; each is worked out once."""
        stretch = self._known.get(checkpoint)
        if stretch is None:
            stretch = self._known[checkpoint] = self._stretch(checkpoint)
        return stretch

    @abstractmethod
    def _stretch(self, checkpoint: int) -> Stretch:
        """The stretch, worked out."""


class PaceCurve(Protocol):
    """A curve on a course."""

    distances: Sequence[float]
    """Metres from the start, by checkpoint, the finish last."""
    hold: int
    """How many runners ahead weigh as much as the curve."""
    own_share: float
    """How much of a range is the runner's own; the rest is common to all in the race."""
    carry: float
    """How much of what runners ahead lost or gained is expected on stretches not run yet."""

    def expect(self, splits: Splits) -> Expectation:
        """What is expected after the last of a runner's reads, which is before the finish."""
