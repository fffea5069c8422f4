"""This computer's clock is set, or the computer sleeps, while a program runs."""

from __future__ import annotations

import time

import pytest

from feeds.client.local_clock import ClockChange, LocalClock, steady_s


class Computer:
    """Three clocks that go on together until something is done to one of them."""

    def __init__(self) -> None:
        self.seconds, self.wall, self.awake = 100.0, 1_700_000_000.0, 40.0
        self.clock = LocalClock(lambda: self.seconds, lambda: self.wall, lambda: self.awake)

    def wait(self, seconds: float, *, asleep: bool = False) -> None:
        """Let time pass."""
        self.seconds += seconds
        self.wall += seconds
        self.awake += 0 if asleep else seconds


@pytest.mark.parametrize("seconds", [-3600, -2, 2, 3600, 86_400 * 365])
def test_the_time_of_day_is_set(seconds: float) -> None:
    """By NTP after the start, or by hand: it is right at once, and noticed once."""
    computer = Computer()
    computer.wait(5)
    computer.wall += seconds

    assert computer.clock.now_ms() == pytest.approx(1_700_000_005_000 + seconds * 1000, abs=1)
    assert computer.clock.look() == ClockChange(set_ms=round(seconds * 1000))
    computer.wait(5)
    assert computer.clock.look() == ClockChange()


def test_the_computer_sleeps() -> None:
    """The time of day goes on meanwhile, so that it was not set."""
    computer = Computer()
    computer.wait(600, asleep=True)

    assert computer.clock.now_ms() == 1_700_000_600_000
    assert computer.clock.look() == ClockChange(slept_s=600)
    assert computer.clock.look() == ClockChange()


def test_small_steps_are_drift() -> None:
    """As are looks that are far apart."""
    computer = Computer()
    for seconds in (1, 0.2, 3600):
        computer.wait(seconds)
        computer.wall += 0.1
        assert computer.clock.look() == ClockChange()


def test_this_computer() -> None:
    """Its own clocks agree."""
    clock, begun_s = LocalClock(), steady_s()
    assert clock.now_ms() == pytest.approx(time.time() * 1000, abs=2000)
    assert clock.look() == ClockChange()
    assert steady_s() >= begun_s
