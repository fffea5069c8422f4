"""The pace curve of road marathons: a small net over the pace so far and over the latest stretches.

The net has two layers of tanh and three outputs: the median, and the distances from it to the bounds between
which four in five are, of ln(pace over the stretch to come / average pace so far). Its numbers are in
`marathon_weights`, which `make fit` writes; docs/projection.md says how it was fitted and how good it is.
"""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

from race.projection.marathon_weights import NET
from race.projection.pace_curve import REFERENCE_PACE, Expectation, Splits, Stretch
from race.projection.racers import held, may_hold, widened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.projection.small_net import SmallNet

MARATHON_M = 42_195

WINDOWS = (0.025, 0.06, 0.12, 0.24, 0.48)
"""The latest paces are taken over at least these parts of the distance."""

MOST_OFF = 0.6
"""The largest logarithm of a latest pace over the average one."""

LEAST_DONE = 0.1
"""Before this part of the distance nothing was measured: even pace comes in, and there is no range."""


class MarathonCurve:
    """The curve on a course whose checkpoints are `distances` metres from the start, the finish last."""

    hold = 40
    own_share = 0.9
    carry = 0.0

    def __init__(self, distances: Sequence[float], net: SmallNet = NET) -> None:
        self.distances = distances
        self._net = net
        whole_m = max(distances[-1], MARATHON_M)
        self._fractions = [metres / whole_m for metres in distances]

    def expect(self, splits: Splits) -> Expectation:
        """What is expected after the last of a runner's reads."""
        return _NetExpectation(splits, self.distances, self._fractions, self._net)


class _NetExpectation(Expectation):
    def __init__(
        self, splits: Splits, distances: Sequence[float], fractions: Sequence[float], net: SmallNet
    ) -> None:
        super().__init__(splits.reads[-1])
        self._distances, self._fractions, self._net = distances, fractions, net
        self._begun = net.begin(inputs(splits, distances, fractions))
        self._traits = splits.traits
        self._even_pace = self.read.seconds / distances[self.read.checkpoint]
        self._may_hold = may_hold(splits.traits, self._even_pace * MARATHON_M)

    def _stretch(self, checkpoint: int) -> Stretch:
        here = self.read.checkpoint
        metres = self._distances[checkpoint] - self._distances[here]
        slower, low, high = self._net.outputs(self._begun, self._fractions[checkpoint])
        bounds, seconds = (min(low, 0.0), max(high, 0.0)), metres * self._even_pace
        if self._may_hold:
            left_s = (self._distances[-1] - self._distances[here]) * self._even_pace
            expected = held(self._traits, self.read.seconds, left_s, slower)
            slower, bounds = expected, widened(slower, expected, bounds)
        done = self._fractions[here]
        if done < LEAST_DONE:
            return Stretch(seconds * exp(slower * done / LEAST_DONE), None)
        return Stretch(seconds * exp(slower), bounds)


def inputs(splits: Splits, distances: Sequence[float], fractions: Sequence[float]) -> list[float]:
    """What the net takes in about a runner, besides the checkpoint that is asked for.

    The fraction done, the level of the average pace, then as logarithms over the average the latest paces by
    `WINDOWS` and that of the first stretch, the length of the latest stretch, the queue at the start and
    the sex.
    """
    reads = splits.reads
    last = reads[-1]
    seconds, metres, done = last.seconds, distances[last.checkpoint], fractions[last.checkpoint]
    pace = seconds / metres
    latest: list[float] = []
    for read in reversed(reads[:-1]):
        part = done - fractions[read.checkpoint]
        while len(latest) < len(WINDOWS) and part >= WINDOWS[len(latest)]:
            latest.append(_off((seconds - read.seconds) / (metres - distances[read.checkpoint]) / pace))
        if len(latest) == len(WINDOWS):
            break
    latest += [0.0] * (len(WINDOWS) - len(latest))
    first = reads[0]
    before = fractions[reads[-2].checkpoint] if len(reads) > 1 else 0.0
    return [
        done,
        log(pace / REFERENCE_PACE),
        *latest,
        _off(first.seconds / distances[first.checkpoint] / pace),
        done - before,
        splits.traits.queue,
        splits.traits.sex,
    ]


def _off(ratio: float) -> float:
    return min(max(log(ratio), -MOST_OFF), MOST_OFF)
