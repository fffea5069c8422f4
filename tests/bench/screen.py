"""The screen: how soon a split and a key are painted, with a driver that encodes and throws away.

The board is painted first, and what stands beside it in a later frame: both are measured. It has to run in a
terminal: without one the program ends after some seconds.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from textual import events
from textual.drivers.headless_driver import HeadlessDriver

from tests.bench.engine import p95
from tui.app import LapbellApp
from tui.drivers.changed_cells import with_changed_cells
from tui.race_sources import RecordedSource
from tui.screens.race import RaceScreen
from tui.widgets.repaint_pacing import LONE_S

START_MS = 100_000
KEYS = ("right", "left", "down", "up", "right_square_bracket", "left_square_bracket", "m", "m")
ROUNDS = 25
SPEED = 8.0

REST_S, DONE_S = 0.06, 2.0
"""After a key all is drawn when nothing has been written for so long, and after it a race is at its end."""


class Ages(NamedTuple):
    """95th percentiles in ms, of the first frame that holds it and of the last that has to."""

    board: float
    """Until it is on the board."""
    level: float
    """Until the moments and the views beside the board show it too."""


class PaintTimes(NamedTuple):
    """From a split's moment or from a key to the paint."""

    lone: Ages
    """Of splits where none came just before."""
    rush: Ages
    """Of all the splits of a race at `SPEED`."""
    key: Ages


class Frame(NamedTuple):
    """What was on the screen when a frame had been written."""

    written_s: float
    """By `time.monotonic`."""
    board_ms: int
    """The race time that the board shows."""
    level_ms: int
    """The race time that all views show."""


class Discard(HeadlessDriver):
    """A terminal that takes everything at once; frames are encoded for it as for a real one."""

    screen: RaceScreen | None = None

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.frames: list[Frame] = []
        self.written = asyncio.Event()

    @property
    def is_headless(self) -> bool:
        """Not as far as Textual is concerned, which would not encode the frames."""
        return False

    def write(self, data: str) -> None:
        """Take what changes."""

    def flush(self) -> None:
        """Textual is done with a frame, whether anything changed or not."""
        screen, now_s = self.screen, monotonic()
        self.written.set()
        if screen is None or screen.board.shown is None:
            return
        scenes = [view.scene for view in (screen.view, screen.beside) if view.display]
        level_ms = min((scene.clock_ms if scene else 0) for scene in scenes)
        self.frames.append(Frame(now_s, screen.board.shown.clock_ms, level_ms))


async def paint_times(race: Path) -> PaintTimes:
    """How soon splits and keys are painted."""
    app = LapbellApp(RecordedSource(race, at_ms=START_MS))
    app.driver_class = with_changed_cells(Discard)
    running = asyncio.create_task(app.run_async(size=(200, 50)))
    screen = await opened(app)
    driver = app._driver  # noqa: SLF001 - nothing public has it
    assert isinstance(driver, Discard)
    driver.screen = screen
    keys = await _key_times(driver, screen)
    splits = await _split_times(driver, screen)
    app.exit()
    await running
    lone = [age for age, since_ms in splits if since_ms >= LONE_S * 1000]
    return PaintTimes(_worst(lone), _worst([age for age, _ in splits]), _worst(keys))


def _worst(ages: list[Ages]) -> Ages:
    return Ages(p95([age.board for age in ages]), p95([age.level for age in ages]))


async def opened(app: LapbellApp) -> RaceScreen:
    """The race screen, with the race on it and at rest."""
    while True:
        await asyncio.sleep(0.1)
        screen = app.screen if app.is_running and app.screen_stack else None
        if isinstance(screen, RaceScreen) and screen.board.shown is not None:
            await asyncio.sleep(0.5)
            return screen


async def _last_frame(driver: Discard, rest_s: float = REST_S) -> None:
    """Wait until nothing has been written for so long."""
    with suppress(TimeoutError):
        while True:
            driver.written.clear()
            async with asyncio.timeout(rest_s):
                await driver.written.wait()


async def _key_times(driver: Discard, screen: RaceScreen) -> list[Ages]:
    """Press keys of a paused race, each when the one before has been drawn."""
    watch, times = screen.session.watched, []
    assert watch is not None
    for name in KEYS * ROUNDS:
        driver.frames.clear()
        start_s = monotonic()
        driver.process_message(events.Key(name, None))
        await _last_frame(driver)
        now_ms = watch.playhead.position_ms
        assert screen.is_level, f"the views are behind the board after {name}"
        board_s = next(frame.written_s for frame in driver.frames if frame.board_ms == now_ms)
        times.append(Ages((board_s - start_s) * 1000, (driver.frames[-1].written_s - start_s) * 1000))
    return times


async def _split_times(driver: Discard, screen: RaceScreen) -> list[tuple[Ages, float]]:
    """Play on, and take for each split the ms from when it was due to its paint, and from the one before."""
    watch = screen.session.watched
    assert watch is not None
    watch.playhead.set_speed(SPEED)
    watch.playhead.seek(START_MS)
    due = [START_MS, *(ms for ms in watch.race.step_times("message") if ms > START_MS)]
    driver.frames.clear()
    driver.process_message(events.Key("space", " "))
    begin_s = monotonic()
    await _last_frame(driver, DONE_S)
    frames, times = driver.frames, []
    for before_ms, due_ms in pairwise(due):
        due_s = begin_s + (due_ms - START_MS) / 1000 / SPEED
        board_s = next(frame.written_s for frame in frames if frame.board_ms >= due_ms)
        level_s = next(frame.written_s for frame in frames if frame.level_ms >= due_ms)
        ages = Ages((board_s - due_s) * 1000, (level_s - due_s) * 1000)
        times.append((ages, (due_ms - before_ms) / SPEED))
    return times
