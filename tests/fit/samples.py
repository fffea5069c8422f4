"""Samples of split tables: what was known of a runner at a checkpoint, and the pace up to a later one."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race.projection.marathon_curve import MARATHON_M, inputs
from race.projection.pace_curve import Read, Splits, Traits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

Indices = np.ndarray[tuple[int, ...], np.dtype[np.intp]]

AWAY = ((0.5, 0.0), (0.75, 0.3), (1.0, 0.85))
"""Of the samples up to a share, so many of the earlier checkpoints are left out, as races have other ones."""

EVENLY = 0.3
"""So many of the runners are taken evenly over all paces, as the fastest and the slowest are few."""

UNTIMED = 0.25
"""So many samples count from the gun."""

LONGEST_QUEUE_S = 1500
"""So long after the gun the last runner of the largest fields crosses the start line."""

UNKNOWN = 0.25
"""Of so many samples the sex is taken to be unknown, as in some races it is."""

QUEUES = (0.5, 1.3)
"""Between so many times as long as that it may be."""

FINISH_WEIGHT = 4.0
"""How much more the finish counts than another checkpoint."""


@dataclass(slots=True)
class Table:
    """The times of a race in seconds, a row for each runner; not a number where none was taken."""

    distances: Sequence[float]
    times: Array
    sexes: Sequence[float]
    """As in `Splits`, by runner."""


class _Runner(NamedTuple):
    """A runner of whom samples are taken."""

    seconds: Array
    """From the gun, or from the start line where there was no queue."""
    queue: float
    sex: float


@dataclass(slots=True)
class Samples:
    """What is known, what was run, and how much each sample counts."""

    known: Array
    """The inputs of the net, the part of the distance up to the later checkpoint last."""
    slower: Array
    """Logarithm of the pace up to it over the average pace so far."""
    weights: Array
    """About in seconds of the stretch."""


def samples_of(tables: Iterable[Table], most: int, seed: int) -> Samples:
    """Samples of at most so many runners at each checkpoint of each table.

    Those of a table do not depend on the others, so that a race that is left out changes nothing else.
    """
    rows: list[list[float]] = []
    slower: list[float] = []
    weights: list[float] = []
    for table in tables:
        rng = np.random.default_rng(seed)
        places = _start_places(table)
        for here in range(len(table.distances) - 1):
            there = np.flatnonzero(~np.isnan(table.times[:, here]))
            for runner in _chosen(rng, there, table.times[there, here], most):
                seconds = table.times[runner]
                queue = rng.random() if rng.random() < UNTIMED else 0.0
                late_s = queue * LONGEST_QUEUE_S * rng.uniform(*QUEUES) * places[runner]
                away = rng.random(here) < _away(rng.random())
                sex = 0.0 if rng.random() < UNKNOWN else table.sexes[runner]
                known = _Runner(seconds + late_s, queue, sex)
                _add(table.distances, known, away, (rows, slower, weights))
    return Samples(np.array(rows), np.array(slower), np.array(weights))


def _chosen(rng: np.random.Generator, there: Indices, seconds: Array, most: int) -> Indices:
    """Who of those at a checkpoint are taken: some by chance, the others evenly over all paces."""
    by_chance = rng.choice(there, min(round(most * (1 - EVENLY)), len(there)), replace=False)
    order, paces = np.argsort(seconds), np.log(np.sort(seconds))
    wanted = rng.uniform(paces[0], paces[-1], min(round(most * EVENLY), len(there)))
    evenly = there[order[np.searchsorted(paces, wanted)]]
    return np.concatenate([by_chance, evenly])


def _start_places(table: Table) -> Array:
    """How far back each runner starts, from 0 to 1: the slow ones do."""
    paces = np.nanmax(table.times / np.array(table.distances), axis=1)
    places: Array = np.argsort(np.argsort(paces)) / max(len(paces) - 1, 1)
    return places**1.5


def _away(chance: float) -> float:
    return next(away for share, away in AWAY if chance < share)


def _add(
    distances: Sequence[float],
    runner: _Runner,
    away: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    samples: tuple[list[list[float]], list[float], list[float]],
) -> None:
    """Add the samples of a runner at a checkpoint, one for each later time."""
    rows, slower, weights = samples
    seconds, queue, sex = runner
    here, whole_m = len(away), max(distances[-1], MARATHON_M)
    fractions = [metres / whole_m for metres in distances]
    seen = [*np.flatnonzero(~away & ~np.isnan(seconds[:here])), here]
    reads = [Read(int(index), float(seconds[index]), 0) for index in seen]
    known = inputs(Splits(reads, Traits(queue, sex)), distances, fractions)
    pace = reads[-1].seconds / distances[here]
    for there in range(here + 1, len(distances)):
        run_s = float(seconds[there] - seconds[here])
        if run_s > 0:
            even_s = (distances[there] - distances[here]) * pace
            rows.append([*known, fractions[there]])
            slower.append(log(run_s / even_s))
            weights.append(even_s * (FINISH_WEIGHT if there == len(distances) - 1 else 1.0))
