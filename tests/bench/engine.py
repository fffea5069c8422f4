"""The engine: folding, seeking and the running order, on a 2-hour race of 300 entrants."""

from __future__ import annotations

from random import Random
from statistics import median, quantiles
from time import perf_counter

from race.board import Board
from race.history import History
from race.moments import moments
from race.standings import standings
from tests.bench.races import large_race

SEEKS = 400


def fold_rate() -> float:
    """Messages folded a second, from an empty history to the end."""
    messages = large_race()
    start = perf_counter()
    history = History(messages)
    history.at(history.end_ms)
    return len(messages) / (perf_counter() - start)


def seek_p95_ms() -> tuple[float, float]:
    """95th percentile in ms of a seek to anywhere: the state alone, and with board and moments."""
    history = History(large_race())
    history.at(history.end_ms)
    random = Random(2)
    states, views = [], []
    for _ in range(SEEKS):
        clock_ms = random.randrange(history.end_ms)
        start = perf_counter()
        state = history.at(clock_ms)
        sought = perf_counter()
        Board.at("large", clock_ms, state)
        moments(state, clock_ms)
        states.append((sought - start) * 1000)
        views.append((perf_counter() - start) * 1000)
    return p95(states), p95(views)


def standings_ms() -> tuple[float, float]:
    """Median milliseconds half-way through: running order and projections of all, and all as JSON."""
    history = History(large_race())
    clock_ms = history.end_ms // 2
    state = history.at(clock_ms)
    orders, boards = [], []
    for _ in range(30):
        start = perf_counter()
        assert all(row.projected_place for row in standings(state))
        ordered = perf_counter()
        Board.at("large", clock_ms, state).to_json()
        orders.append((ordered - start) * 1000)
        boards.append((perf_counter() - ordered) * 1000)
    return median(orders), median(boards)


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20)[-1]
