"""A net with two layers of tanh and three outputs, and how it is trained: Adam on the pinball loss.

All is in doubles and in one thread, so that fitting again gives the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tests.fit.samples import Array, Samples

UNITS = (20, 10)

SHARES = (0.5, 0.1, 0.9)
"""The quantiles that the outputs stand for."""

SCALE, MOST = 0.1, 0.5
"""The size of the outputs, and the largest logarithm that is learnt from."""

RANGES_WEIGHT = 0.5

RATE, DECAYS, LEAST = 0.01, (0.9, 0.999), 1e-8
"""The first step of Adam, its two memories, and what keeps it from dividing by nothing."""


Layers = list[tuple["Array", "Array"]]
"""Of each layer the weights, inputs by units, and the biases."""


@dataclass(slots=True)
class Net:
    """The numbers of a net, and those by which its inputs are scaled."""

    layers: Layers
    means: Array
    deviations: Array

    def outputs(self, known: Array) -> Array:
        """The three quantiles for each sample."""
        return _forward(self.layers, (known - self.means) / self.deviations)[-1] * SCALE


def train(samples: Samples, seed: int, steps: int, batch: int = 4096) -> Net:
    """Fit a net."""
    rng = np.random.default_rng(seed)
    means, deviations = samples.known.mean(axis=0), samples.known.std(axis=0)
    deviations = np.where(deviations > LEAST, deviations, 1.0)
    known = (samples.known - means) / deviations
    slower = np.clip(samples.slower, -MOST, MOST) / SCALE
    weights = samples.weights / samples.weights.mean()
    layers: Layers = [
        (rng.normal(0, 1 / np.sqrt(inputs), (inputs, units)), np.zeros(units))
        for inputs, units in zip((known.shape[1], *UNITS), (*UNITS, len(SHARES)), strict=True)
    ]
    adam = _Adam(layers)
    order, begin = rng.permutation(len(slower)), 0
    for step in range(steps):
        if begin + batch > len(order):
            order, begin = rng.permutation(len(slower)), 0
        chosen = order[begin : begin + batch]
        begin += batch
        slopes = _slopes(layers, known[chosen], slower[chosen], weights[chosen])
        adam.step(slopes, RATE * (1 - step / steps))
    return Net(layers, means, deviations)


def _forward(layers: Layers, known: Array) -> list[Array]:
    """What comes out of each layer, the inputs first."""
    values = [known]
    for number, (weights, biases) in enumerate(layers, start=1):
        out = values[-1] @ weights + biases
        values.append(out if number == len(layers) else np.tanh(out))
    return values


def _slopes(layers: Layers, known: Array, slower: Array, weights: Array) -> Layers:
    """The slopes of the loss: the median counts in seconds, the ranges alike for all stretches."""
    values = _forward(layers, known)
    shares = np.array(SHARES)
    slope = np.where(slower[:, None] > values[-1], -shares, 1 - shares) / len(slower)
    slope[:, 0] *= weights
    slope[:, 1:] *= RANGES_WEIGHT
    slopes = []
    for number in range(len(layers) - 1, -1, -1):
        slopes.append((values[number].T @ slope, slope.sum(axis=0)))
        slope = (slope @ layers[number][0].T) * (1 - values[number] ** 2)
    return slopes[::-1]


class _Adam:
    """Adam: Kingma and Ba, 2015. It changes the numbers in place."""

    def __init__(self, layers: Layers) -> None:
        self._numbers = [numbers for layer in layers for numbers in layer]
        self._firsts = [np.zeros_like(numbers) for numbers in self._numbers]
        self._seconds = [np.zeros_like(numbers) for numbers in self._numbers]
        self._steps = 0

    def step(self, slopes: Layers, rate: float) -> None:
        self._steps += 1
        first_decay, second_decay = DECAYS
        flat = [slope for layer in slopes for slope in layer]
        for numbers, first, second, slope in zip(
            self._numbers, self._firsts, self._seconds, flat, strict=True
        ):
            first += (1 - first_decay) * (slope - first)
            second += (1 - second_decay) * (slope * slope - second)
            mean = first / (1 - first_decay**self._steps)
            square = second / (1 - second_decay**self._steps)
            numbers -= rate * mean / (np.sqrt(square) + LEAST)
