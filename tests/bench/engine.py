"""The engine: folding, seeking and the running order, on a 2-hour race of 300 entrants, in processor time."""

from __future__ import annotations

import gc
from random import Random
from statistics import median, quantiles
from time import process_time

from race.board import Board
from race.board_json import board_json
from race.fold.history import History
from race.fold.state import RaceState
from race.messages import Mark
from race.moments.commentary import Commentary
from race.projection.board_model import BoardModel
from race.standings import standings
from race.times import LONGEST_MS, Time
from tests.bench.measured import Row
from tests.bench.races import large_race

SEEKS = 400

SPLITS = 200

IN_SIGHT = 60
"""Rows on a tall screen."""

MARKS = (Mark(label="2:30", time=Time.parse("2:30:00")), Mark(label="3:00", time=Time.parse("3:00:00")))


def fold_rate() -> float:
    """Messages folded a second, from an empty history to the end."""
    messages = large_race()
    start = process_time()
    history = History(messages)
    history.at(history.end_ms)
    return len(messages) / (process_time() - start)


def seek_p95_ms() -> tuple[float, float]:
    """95th percentile in ms of a seek to anywhere: the state alone, and all of a view as it is drawn."""
    history = History(large_race())
    history.at(history.end_ms)
    random = Random(2)
    engine = Engine()
    states, views = [], []
    for _ in range(SEEKS):
        clock_ms = random.randrange(history.end_ms)
        start = process_time()
        state = history.at(clock_ms)
        sought = process_time()
        engine.show(state, clock_ms)
        states.append((sought - start) * 1000)
        views.append((process_time() - start) * 1000)
    return p95(states), p95(views)


def split_ms(entrants: int, checkpoints: int = 12) -> tuple[float, float]:
    """Median and 95th percentile in ms after a split: order, marks, projections of all, and moments."""
    messages = large_race(entrants, checkpoints)
    middle, history, engine = len(messages) // 2, History(), Engine()
    history.extend(messages[:middle])
    times = []
    for message in messages[middle : middle + SPLITS]:
        history.extend([message])
        state = history.at(history.end_ms)
        start = process_time()
        engine.show(state, history.end_ms, projected=entrants)
        times.append((process_time() - start) * 1000)
    return median(times), p95(times)


def projections_ms(entrants: int) -> tuple[float, float]:
    """Median ms after a split of a marathon: the order and the projections in sight, and all others."""
    messages = large_race(entrants, checkpoints=12, step_m=3500)
    middle, history, model = len(messages) // 2, History(), BoardModel()
    history.extend(messages[:middle])
    gc.collect()
    gc.freeze()  # as the app does with a race that it has read
    in_sight, others = [], []
    for message in messages[middle : middle + SPLITS]:
        history.extend([message])
        state = history.at(history.end_ms)
        start = process_time()
        rows = standings(state, model, history.end_ms)
        for row in rows[:IN_SIGHT]:
            _ = row.projection, row.next
        seen = process_time()
        for row in rows[IN_SIGHT:]:
            _ = row.projection, row.next
        in_sight.append((seen - start) * 1000)
        others.append((process_time() - seen) * 1000)
    gc.unfreeze()
    return median(in_sight), median(others)


class Engine:
    """What is kept from one state of a race to the next."""

    def __init__(self) -> None:
        self._model, self._commentary = BoardModel(), Commentary()

    def show(self, state: RaceState, clock_ms: int, projected: int = IN_SIGHT) -> None:
        """Work out the board, its marks, the rows in sight, so many projections, and the moments."""
        board = Board.at("large", clock_ms, state, self._model, MARKS)
        assert len(board.marks) == len(MARKS)
        for row in board.rows[:IN_SIGHT]:
            _ = row.lap, row.gap, row.interval, row.gain
        for row in board.rows[:projected]:
            _ = row.projection
        self._commentary.moments(state, LONGEST_MS, board.rows[0].field.projector)


def standings_ms() -> tuple[float, float]:
    """Median milliseconds half-way through: running order and projections of all, and all as JSON."""
    history = History(large_race())
    clock_ms = history.end_ms // 2
    state = history.at(clock_ms)
    model = BoardModel()
    assert all(row.projected_place for row in standings(state, model))
    orders, boards = [], []
    for _ in range(30):
        start = process_time()
        assert all(row.projected_place for row in standings(state, model))
        ordered = process_time()
        board_json(Board.at("large", clock_ms, state, model))
        orders.append((ordered - start) * 1000)
        boards.append((process_time() - ordered) * 1000)
    return median(orders), median(boards)


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20)[-1]


def rows() -> list[Row]:
    """The table of it."""
    state, view = seek_p95_ms()
    found = [
        Row("seek in 2 hours of 300 entrants, p95", f"{state:.1f} ms", "10 ms"),
        Row("the same with 60 rows, their projections and moments", f"{view:.1f} ms", "30 ms"),
    ]
    for entrants, aim in ((300, "15 ms"), (30, "2 ms")):
        middle, most = split_ms(entrants)
        what = f"after a split: order, marks, projections, moments of {entrants}"
        found.append(Row(what, f"{middle:.1f} ms, p95 {most:.1f} ms", aim))
    for entrants, aim in ((30, "0.5 ms"), (300, "3.5 ms")):
        in_sight, _ = projections_ms(entrants)
        what = f"after a split: order and projections in sight of {entrants}"
        found.append(Row(what, f"{in_sight:.2f} ms", aim))
    _, others = projections_ms(5000)
    order, board = standings_ms()
    return [
        *found,
        Row("the projections of the rest of 5,000", f"{others:.0f} ms", "100 ms"),
        Row("standings and projections, 300 entrants", f"{order:.1f} ms", "15 ms"),
        Row("all that is said of 300 entrants, as JSON", f"{board:.1f} ms"),
        Row("messages folded a second", f"{fold_rate():,.0f}"),
    ]
