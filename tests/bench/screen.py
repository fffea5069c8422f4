"""The screen: how soon a split and a key are painted, with a driver that encodes and throws away.

It has to run in a terminal: without one the program ends after some seconds.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any, NamedTuple

from textual import events
from textual.drivers.headless_driver import HeadlessDriver

from tests.bench.engine import p95
from tui.app import LapbellApp
from tui.drivers.changed_cells import with_changed_cells
from tui.race_sources import RecordedSource
from tui.screens.race import RaceScreen

START_MS = 100_000
KEYS = ("right", "left", "down", "up", "right_square_bracket", "left_square_bracket", "m", "m")
ROUNDS = 25
SPEED = 8.0

LONE_MS = 250
"""Of wall time since the split before: so long after it a split is painted at once, and not as in a rush."""


class PaintTimes(NamedTuple):
    """95th percentiles in ms."""

    lone: float
    """From a split's moment to its paint, where none came just before it."""
    rush: float
    """The same of all the splits of a race at `SPEED`."""
    key: float
    """From a key to its paint."""


class Discard(HeadlessDriver):
    """A terminal that takes everything at once; frames are encoded for it as for a real one."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.written = asyncio.Event()

    @property
    def is_headless(self) -> bool:
        """Not as far as Textual is concerned, which would not encode the frames."""
        return False

    def write(self, data: str) -> None:
        """Take what changes."""

    def flush(self) -> None:
        """Textual is done with a frame, whether anything changed or not."""
        self.written.set()


async def paint_times(race: Path) -> PaintTimes:
    """How soon splits and keys are painted."""
    app = LapbellApp(RecordedSource(race, at_ms=START_MS))
    app.driver_class = with_changed_cells(Discard)
    running = asyncio.create_task(app.run_async(size=(200, 50)))
    screen = await opened(app)
    driver = app._driver  # noqa: SLF001 - nothing public has it
    assert isinstance(driver, Discard)
    keys = await _key_times(driver)
    splits = await _split_times(driver, screen)
    app.exit()
    await running
    lone = [age for age, since in splits if since >= LONE_MS]
    return PaintTimes(p95(lone), p95([age for age, _ in splits]), p95(keys))


async def opened(app: LapbellApp) -> RaceScreen:
    """The race screen, with the race on it and at rest."""
    while True:
        await asyncio.sleep(0.1)
        screen = app.screen if app.is_running and app.screen_stack else None
        if isinstance(screen, RaceScreen) and screen.board.shown is not None:
            await asyncio.sleep(0.5)
            return screen


async def _key_times(driver: Discard) -> list[float]:
    times = []
    for name in KEYS * ROUNDS:
        await asyncio.sleep(0.06)
        driver.written.clear()
        start = perf_counter()
        driver.process_message(events.Key(name, None))
        await asyncio.wait_for(driver.written.wait(), 5)
        times.append((perf_counter() - start) * 1000)
    return times


async def _split_times(driver: Discard, screen: RaceScreen) -> list[tuple[float, float]]:
    """Play on, and take for each split the ms from when it was due to its paint, and from the one before."""
    watch = screen.session.watched
    assert watch is not None
    driver.written.clear()
    watch.playhead.set_speed(SPEED)
    watch.playhead.seek(START_MS)
    due = [ms for ms in watch.race.step_times("message") if ms > START_MS]
    driver.process_message(events.Key("space", " "))
    begin, before, times = monotonic(), START_MS, []
    while due:
        await asyncio.wait_for(driver.written.wait(), 5)
        driver.written.clear()
        now, shown = monotonic(), screen.board.shown
        while due and shown is not None and due[0] <= shown.clock_ms:
            age = (now - begin) * 1000 - (due[0] - START_MS) / SPEED
            times.append((age, (due[0] - before) / SPEED))
            before = due.pop(0)
    return times
