"""A small net: two layers of tanh, evaluated in plain Python.

It is asked of several targets for the same inputs: what the first layer makes of these is worked out once.
"""

from __future__ import annotations

from math import tanh
from operator import mul
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Numbers = tuple[float, ...]


class SmallNet(NamedTuple):
    """The numbers of a net."""

    weights: tuple[Numbers, ...]
    """Of the first layer, by unit: of each input but the target."""
    target: Numbers
    """By unit of the first layer: of the target."""
    biases: Numbers
    """By unit of the first layer."""
    hidden: tuple[Numbers, ...]
    """Of the second layer, by unit: of each unit of the first."""
    hidden_biases: Numbers
    output: tuple[Numbers, ...]
    """By output: of each unit of the second layer."""
    output_biases: Numbers

    def begin(self, inputs: Sequence[float]) -> list[float]:
        """What the first layer makes of all inputs but the target."""
        return _layer(self.weights, self.biases, inputs)

    def outputs(self, begun: Sequence[float], target: float) -> list[float]:
        """The outputs for a target."""
        first = [tanh(value + weight * target) for value, weight in zip(begun, self.target, strict=True)]
        second = list(map(tanh, _layer(self.hidden, self.hidden_biases, first)))
        return _layer(self.output, self.output_biases, second)


def _layer(weights: Sequence[Numbers], biases: Numbers, values: Sequence[float]) -> list[float]:
    return [bias + sum(map(mul, row, values)) for bias, row in zip(biases, weights, strict=True)]
