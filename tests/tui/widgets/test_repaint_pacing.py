"""The pacer paints at once after silence, seldom in a burst, and never for nothing."""

from __future__ import annotations

import io
from asyncio import TimerHandle
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from types import SimpleNamespace
from typing import cast

import pytest
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.geometry import Size
from textual.widget import Widget

from tests.patience import until
from tui.widgets.repaint_pacing import (
    AT_ONCE,
    FRAMES_A_SECOND,
    LONE_S,
    RUSH_A_SECOND,
    RepaintPacing,
    terminal_backlog,
)

FPS = 20


class Alarm:
    """A timer of the wall below."""

    def __init__(self, due: float, ring: Callable[[], None]) -> None:
        self.due = due
        self.ring = ring
        self.stopped = False

    def cancel(self) -> None:
        """Never ring."""
        self.stopped = True


class Wall:
    """An owner of a pacer, with a clock and timers that move when told, and a terminal that may lag."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.size = Size(80, 24)
        self.alarms: list[Alarm] = []
        self.waiting = 0
        queue = SimpleNamespace(qsize=lambda: self.waiting)
        self.app = SimpleNamespace(_driver=SimpleNamespace(_writer_thread=SimpleNamespace(_queue=queue)))
        self.painted: list[float] = []

    def set_alarm(self, _: Widget, delay: float, ring: Callable[[], None]) -> TimerHandle:
        """Ring once, after a delay."""
        alarm = Alarm(self.now + delay, ring)
        self.alarms.append(alarm)
        return cast(TimerHandle, alarm)

    def wait(self, seconds: float) -> None:
        """Let time pass, and every timer ring at its time."""
        end = self.now + seconds
        while due := [alarm for alarm in self.alarms if not alarm.stopped and alarm.due <= end]:
            first = min(due, key=lambda alarm: alarm.due)
            self.alarms.remove(first)
            self.now = max(self.now, first.due)
            first.ring()
        self.now = end

    def paint(self) -> None:
        """Note when it was painted."""
        self.painted.append(self.now)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """A wall whose clock the pacer reads."""
    wall = Wall()
    monkeypatch.setattr("tui.widgets.repaint_pacing.monotonic", lambda: wall.now)
    return wall


@pytest.fixture
def pacer(wall: Wall) -> RepaintPacing:
    """A pacer of the wall."""
    return RepaintPacing(cast(Widget, wall), wall.paint, FPS, alarm=wall.set_alarm)


def test_the_first_request_paints_at_once(wall: Wall, pacer: RepaintPacing) -> None:
    """After silence nothing is waited for."""
    pacer.request()

    assert wall.painted == [1000.0]
    wall.wait(5)
    pacer.request()
    assert wall.painted == [1000.0, 1005.0]


def test_a_burst_is_painted_seldom(wall: Wall, pacer: RepaintPacing) -> None:
    """A thousand requests a second are painted as often as the pacer may, evenly."""
    for _ in range(1000):
        pacer.request()
        wall.wait(0.001)
    wall.wait(1)

    assert FPS - 1 <= len(wall.painted) <= FPS + 1
    gaps = [after - before for before, after in zip(wall.painted, wall.painted[1:], strict=False)]
    assert min(gaps) >= 1 / FPS - 1e-6


def test_the_last_of_a_burst_is_painted(wall: Wall, pacer: RepaintPacing) -> None:
    """What was asked for just after a paint is shown a frame later."""
    pacer.request()
    wall.wait(0.001)
    pacer.request()
    assert len(wall.painted) == 1

    wall.wait(1)

    assert wall.painted == pytest.approx([1000.0, 1000.0 + 1 / FPS])


def test_silence_paints_nothing(wall: Wall, pacer: RepaintPacing) -> None:
    """Without a request there is neither a paint nor a timer."""
    pacer.request()
    wall.wait(3600)

    assert len(wall.painted) == 1
    assert wall.alarms == []


def test_what_changes_later_is_painted_then(wall: Wall, pacer: RepaintPacing) -> None:
    """A request for later waits until then; one for sooner comes before it and takes its place."""
    pacer.request(10)
    wall.wait(1)
    assert wall.painted == []
    pacer.request(2)

    wall.wait(60)

    assert wall.painted == pytest.approx([1003.0])


def test_a_later_request_does_not_put_off_a_sooner_one(wall: Wall, pacer: RepaintPacing) -> None:
    """Of two requests the sooner is kept."""
    pacer.request(2)
    pacer.request(10)

    wall.wait(60)

    assert wall.painted == pytest.approx([1002.0])


def test_paints_that_ask_for_more_stay_in_pace(wall: Wall) -> None:
    """A moving clock, which asks again at each paint, is painted no more often than any burst."""
    pacer: RepaintPacing

    def paint() -> None:
        wall.paint()
        pacer.request()

    pacer = RepaintPacing(cast(Widget, wall), paint, FPS, alarm=wall.set_alarm)
    pacer.request()
    wall.wait(1)

    assert FPS <= len(wall.painted) <= FPS + 1


def test_changes_of_a_race_are_painted_at_once_until_there_are_many(wall: Wall) -> None:
    """The first few of a rush as soon as they come, and then so many a second."""
    pacer = RepaintPacing(cast(Widget, wall), wall.paint, alarm=wall.set_alarm)
    for _ in range(2000):
        pacer.request(cause="race")
        wall.wait(0.001)

    gaps = [after - before for before, after in pairwise(wall.painted)]
    assert wall.painted[0] == 1000
    assert max(gaps[: AT_ONCE - 1]) < 1.1 / FRAMES_A_SECOND
    assert min(gaps[AT_ONCE:]) >= 1 / RUSH_A_SECOND - 1e-6
    assert len(wall.painted) == pytest.approx(AT_ONCE + 2 * RUSH_A_SECOND, abs=2)


def test_the_clock_leaves_room_for_a_lone_change(wall: Wall) -> None:
    """Its ticks are painted evenly for as long as it runs, and a split between two of them at once."""
    pacer: RepaintPacing

    def paint() -> None:
        wall.paint()
        pacer.request((int(wall.now * 10 + 1e-6) + 1) / 10 - wall.now, "clock")

    pacer = RepaintPacing(cast(Widget, wall), paint, FPS, alarm=wall.set_alarm)
    pacer.request(cause="clock")
    wall.wait(10.035)
    assert len(wall.painted) == pytest.approx(101, abs=1)

    for _ in range(AT_ONCE - 1):
        wall.wait(0.055)
        pacer.request(cause="race")
        assert wall.painted[-1] == wall.now


def test_a_lone_change_is_painted_at_once(wall: Wall) -> None:
    """Also soon after a rush, and just after a tick of the clock."""
    pacer = RepaintPacing(cast(Widget, wall), wall.paint, alarm=wall.set_alarm)
    for _ in range(1000):
        pacer.request(cause="race")
        wall.wait(0.001)
    wall.wait(LONE_S)
    pacer.request(cause="clock")
    wall.wait(0.001)

    pacer.request(cause="race")

    assert wall.painted[-2:] == [wall.now - 0.001, wall.now]


def test_a_change_is_lone_by_when_the_one_before_was_due(wall: Wall) -> None:
    """Not by when it was painted, which may have been later, amid the ticks of the clock."""
    pacer = RepaintPacing(cast(Widget, wall), wall.paint, alarm=wall.set_alarm)

    def tick(seconds: float) -> None:
        for _ in range(round(seconds * 1000)):
            pacer.request(cause="clock")
            wall.wait(0.001)

    for _ in range(1030):
        pacer.request(cause="race")
        wall.wait(0.001)
    due_s = wall.now
    pacer.request(cause="race")
    wall.wait(0.08)
    assert wall.painted[-1] > due_s + 0.01
    tick(LONE_S - 0.08)

    pacer.request(cause="race")

    assert wall.painted[-1] == wall.now


def test_a_key_in_a_rush_is_painted_at_once(wall: Wall, pacer: RepaintPacing) -> None:
    """What the viewer does waits for nothing but the last paint."""
    for _ in range(30):
        pacer.request(cause="race")
        wall.wait(0.01)
    before = len(wall.painted)
    assert pacer.due_s is not None

    pacer.request()
    wall.wait(1 / FPS)

    assert len(wall.painted) == before + 1
    assert wall.painted[-1] <= 1000.3 + 1 / FPS


def test_a_terminal_that_lags_is_waited_for(wall: Wall, pacer: RepaintPacing) -> None:
    """While more than a frame waits to be written nothing is painted; then the newest is."""
    wall.waiting = 2
    pacer.request()
    wall.wait(1)
    assert wall.painted == []

    wall.waiting = 1
    wall.wait(1)

    assert len(wall.painted) == 1


def test_a_terminal_without_a_queue_does_not_lag() -> None:
    """Where frames are not counted none waits."""
    owner = cast(Widget, SimpleNamespace(app=SimpleNamespace()))

    assert terminal_backlog(owner) == 0


def test_textual_still_counts_its_frames_there() -> None:
    """The private names of Textual that the backlog is read from are what they were."""
    writer = WriterThread(io.StringIO())
    driver = pytest.importorskip("textual.drivers.linux_driver").LinuxDriver
    app = SimpleNamespace(_driver=SimpleNamespace(_writer_thread=writer))
    owner = cast(Widget, SimpleNamespace(app=app))

    writer.write("a frame")
    writer.write("another")

    assert terminal_backlog(owner) == 2
    assert "_writer_thread" in driver.__init__.__code__.co_names
    assert "_driver" in App.__init__.__code__.co_names


@pytest.mark.parametrize("delay_s", [1e-9, 1e-6, 1e-4, 0.002])
async def test_what_was_asked_for_is_painted_however_soon_it_is_due(delay_s: float) -> None:
    """Also where its time has passed before anything can wait for it; what is asked for next is not lost."""
    app, painted = App[None](), list[int]()

    def is_painted(times: int) -> bool:
        return len(painted) >= times

    async with app.run_test():
        pacing = RepaintPacing(app.screen, lambda: painted.append(1))
        for count in range(1, 6):
            pacing.request(delay_s)
            await until(partial(is_painted, count))
        assert pacing.due_s is None
