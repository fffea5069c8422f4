"""The app on a stage: no terminal, a clock moved by hand, and the screen as lines of text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

from textual.app import App
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.worker import Worker, WorkerCancelled, WorkerFailed

from feeds.hub_address import Address
from race.messages import Mark
from race.times import Time
from replays.library import find
from replays.watching.session import Session
from tests.patience import PATIENCE_S
from tests.tui.shown_clock import shown_clock
from tui.app import LapbellApp
from tui.race_sources import HubSource, RaceSource, RecordedSource
from tui.screens.race import RaceScreen
from tui.screens.race_painting import FEED_STATE_S
from tui.text import race_headline
from tui.widgets.footer import KeyFooter
from tui.widgets.pane import Pane

WAYS = 6
"""A key goes from the app to the pane, and from there through all that holds the pane back to the app."""

AT_REST = 2
"""How often nothing must be left to do: what is done the first time may send something else on its way."""

LOOKS = 3
"""How often the screen must be the same before it is at rest: a scroll bar comes after what it scrolls."""

BOWERMAN = "2024-bowerman-mile"
LONDON = "2026-london-dl-mile"


def strips(app: App[Any]) -> list[Strip]:
    """The lines of the screen with their styles."""
    return app.screen._compositor.render_strips()  # noqa: SLF001 - nothing public has them


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds that only ever grow."""
        return self.now


class Stage:
    """A running app, as somebody at the keyboard has it."""

    def __init__(self, app: LapbellApp, pilot: Pilot[None], wall: Clock) -> None:
        self.app = app
        self.pilot = pilot
        self.wall = wall

    @property
    def lines(self) -> list[str]:
        """The screen from top to bottom, every line as wide as the screen."""
        return [strip.text for strip in strips(self.app)]

    @property
    def text(self) -> str:
        """The screen without the blanks at the ends of its lines."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def clock(self) -> str:
        """The race clock as it stands at the left of the head, large or in its second line."""
        return shown_clock(self.lines)

    @property
    def cursor_line(self) -> str:
        """The line with the cursor."""
        [line] = [line for line in self.lines if line.startswith("›")]
        return line.rstrip()

    @property
    def race(self) -> RaceScreen:
        """The race screen, whatever lies above it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, RaceScreen))

    @property
    def watch(self) -> Session:
        """The race and its playhead."""
        watch = self.race.session.watched
        assert watch is not None
        return watch

    @property
    def position(self) -> str:
        """Where the playhead is, as the clock shows it standing."""
        return race_headline.clock(self.watch.playhead.position_ms, moving=False)

    @property
    def focused(self) -> Pane:
        """The pane that the keys go to."""
        pane = self.app.focused
        assert isinstance(pane, Pane)
        return pane

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the one before has been shown."""
        for key in keys:
            await self.hit(key)
            await self.settle()

    async def hit(self, *keys: str) -> None:
        """Press keys faster than anything is shown."""
        for key in keys:
            self.app.simulate_key(key)
            await self.pilot.pause(0)
        await self._pump()

    async def type(self, text: str) -> None:
        """Write into a field."""
        for character in text:
            self.app.post_message(Key("space" if character == " " else character, character))
        await self._pump()
        await self.settle()

    async def _pump(self) -> None:
        """Let everything that has been sent arrive."""
        idle = 0
        for _ in range(WAYS):
            await self.pilot.pause(0)
            idle = 0 if self._has_messages() else idle + 1
            if idle == AT_REST:
                break

    def _has_messages(self) -> bool:
        """Whether there is anything that a part of the screen has not taken yet."""
        return any(
            one.message_queue_size for one in (self.app, *self.app.screen.walk_children(with_self=True))
        )

    async def resize(self, width: int, height: int) -> None:
        """Make the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        await self.until(lambda: self.app.screen.query_one(KeyFooter).size.width == width, f"{width} cells")
        await self._pump()
        await self.settle()

    async def until(
        self, condition: str | Callable[[], bool], what: str = "", state: Callable[[], object] = str
    ) -> None:
        """Wait for a text on the screen, or for a condition; `state` is what a failure shows besides."""
        deadline = monotonic() + PATIENCE_S
        while not (condition in self.text if isinstance(condition, str) else condition()):
            assert monotonic() < deadline, f"never came: {what or condition} {state()}\n{self.text}"
            await self.pilot.pause(0.005)

    async def settle(self) -> None:
        """Wait until everything asked for is on the screen."""
        begun = monotonic()
        before, same = self.text, 0
        while same < LOOKS:
            ending = [worker for worker in self.app.workers if not self._goes_on(worker)]
            if ending:  # what is painted may have begun work, such as looking up earlier meetings
                with suppress(WorkerFailed, WorkerCancelled):
                    await self.app.workers.wait_for_complete(ending)
            await self._pump()
            await self.pilot.pause(0.005)
            await self.until(lambda: not self._is_painting(begun), "an end of painting", self._painting)
            same = same + 1 if self.text == before else 0
            before = self.text

    def _goes_on(self, worker: Worker[Any]) -> bool:
        """Whether a worker follows a live race or polls a hub, and so has no end."""
        node = worker.node
        if worker.group != "feed" or not isinstance(node, RaceScreen):
            return worker.group == "hubs"
        return node.session.source.address is not None

    def _painting(self) -> object:
        """What each race screen has yet to paint."""
        return [
            {
                "level": screen.is_level,
                "due in": screen.pacing.due_s and screen.pacing.due_s - monotonic(),
                "timers": [*screen._timers],  # noqa: SLF001
                "callbacks": screen._callbacks,  # noqa: SLF001
                "dirty": screen._dirty_widgets,  # noqa: SLF001
                "batches": self.app._batch_count,  # noqa: SLF001
                "shown": screen.session.watched and screen.session.watched.view().clock_ms,
                "position": screen.session.watched and screen.session.watched.playhead.position_ms,
            }
            for screen in self.app.screen_stack
            if isinstance(screen, RaceScreen)
        ]

    def _is_painting(self, since: float) -> bool:
        """Whether a paint is due or views are behind; of a race that plays, whether there was none since."""
        if self.app.return_code is not None:
            return False
        for screen in self.app.screen_stack:
            if isinstance(screen, RaceScreen) and not screen.is_level:
                return True
            if isinstance(screen, RaceScreen) and (due_s := screen.pacing.due_s) is not None:
                session = screen.session
                plays = session.watched is not None and session.watched.playhead.playing
                if session.is_live and due_s > monotonic() + FEED_STATE_S / 4:
                    continue
                if not plays or screen.pacing.painted_s < since:
                    return True
        return False


@asynccontextmanager
async def on_stage(
    race: str | Path | None,
    at: str | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    speed: float = 1.0,
    clock: Clock | None = None,
    live_first: bool = False,
    marks: tuple[Mark, ...] = (),
    operator: bool = False,
    notifies: bool = False,
) -> AsyncIterator[Stage]:
    """The app with a race of the library, a race file, or the library itself, shown and at rest.

    What it `notifies` its viewer of stands on the screen for a while, if asked for.
    """
    path = find(race) if isinstance(race, str) else race
    at_ms = Time.parse(at).ms if at else None
    station = RecordedSource(path, speed=speed, at_ms=at_ms, marks=marks, operator=operator) if path else None
    async with _shown(station, size, clock or Clock(), live_first=live_first, notifies=notifies) as stage:
        yield stage


@asynccontextmanager
async def on_air(
    url: str,
    *,
    size: tuple[int, int] = (80, 24),
    delay_s: float = 0.0,
    operator: bool = False,
    notifies: bool = False,
) -> AsyncIterator[Stage]:
    """The app with a live race, shown and at rest."""
    source = HubSource(Address.parse(url), delay_s=delay_s, operator=operator)
    async with _shown(source, size, Clock(), notifies=notifies) as stage:
        session = stage.race.session
        await stage.until(lambda: session.watched is not None or bool(session.failure), "the race")
        await stage.settle()
        yield stage


@asynccontextmanager
async def on_current(hub: str, *, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Stage]:
    """The app of someone who watches the race that is on at a hub."""
    async with _shown(None, size, Clock(), current=Address.parse(hub)) as stage:
        yield stage


@asynccontextmanager
async def on_screen(
    first: Callable[[], Screen[None]], *, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Stage]:
    """The app with a screen of its own at first."""
    async with _shown(None, size, Clock(), first=first) as stage:
        yield stage


@asynccontextmanager
async def _shown(
    station: RaceSource | None,
    size: tuple[int, int],
    wall: Clock,
    *,
    live_first: bool = False,
    current: Address | None = None,
    first: Callable[[], Screen[None]] | None = None,
    notifies: bool = False,
) -> AsyncIterator[Stage]:
    app = LapbellApp(station, live_first=live_first, current=current, clock=wall, first=first)
    async with app.run_test(size=size, notifications=notifies) as pilot:
        stage = Stage(app, pilot, wall)
        await stage.until("q Quit")
        await stage.settle()
        yield stage
