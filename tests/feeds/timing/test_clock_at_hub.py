"""The clock of a timing beside the hub's, which all who time a race have in common."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.client.hub_clock import HubClock
from feeds.timing.clock_at_hub import ClockAtHub
from feeds.timing.timing_clock import TimingClock


class Computers:
    """One that times, and its hub."""

    def __init__(self, ahead_s: float, record: Path | None = None) -> None:
        self.seconds = 100.0
        self.ahead_s = ahead_s
        self.clock = TimingClock(
            seconds=lambda: self.seconds, wall=lambda: self.seconds + ahead_s, boot="b", record=record
        )
        self.hub = HubClock(lambda: self.seconds)
        self.comparison = ClockAtHub(self.clock)

    def ask(self, took_s: float = 0.004, hub_ahead_s: float = 0.0) -> None:
        """Ask the hub for its time; the answer takes a while."""
        asked_s = self.seconds
        heard_ms = (asked_s + took_s / 2 + hub_ahead_s) * 1000
        self.seconds += took_s
        if not self.hub.now_ms():
            self.hub.restart(round(heard_ms))
        self.hub.learn(asked_s * 1000, heard_ms, heard_ms)


@pytest.mark.parametrize(
    ("ahead_s", "sentence"),
    [
        (2.3, "the clock was 2.3 s ahead of the hub's, and was set to match"),
        (-75.0, "the clock was 1:15 behind the hub's, and was set to match"),
        (0.015, None),
    ],
)
def test_before_the_first_time_the_clock_is_set(ahead_s: float, sentence: str | None) -> None:
    """By the hub's, once; a clock that is right stays as it is."""
    computers = Computers(ahead_s)
    assert computers.comparison.look(computers.hub, has_times=False) is None
    computers.ask()

    assert computers.comparison.look(computers.hub, has_times=False) == sentence
    assert computers.comparison.look(computers.hub, has_times=False) is None
    assert computers.clock.now_ms() - computers.hub.now_ms() == pytest.approx(0, abs=20)
    assert computers.clock.look() is None


def test_later_it_is_only_said() -> None:
    """Once, and again when it has changed."""
    computers = Computers(2.3)
    computers.ask()
    before = computers.clock.anchor
    sentence = computers.comparison.look(computers.hub, has_times=True)

    assert sentence == (
        "the clock is 2.3 s ahead of the hub's: times from a gun that someone else timed are wrong by as much"
    )
    assert computers.comparison.look(computers.hub, has_times=True) is None
    computers.ask(hub_ahead_s=5)
    assert computers.comparison.look(computers.hub, has_times=True) == (
        "the clock is 2.7 s behind the hub's: times from a gun that someone else timed are wrong by as much"
    )
    assert computers.clock.anchor == before


def test_an_answer_that_took_long_says_nothing() -> None:
    """It could be wrong by half of that."""
    computers = Computers(2.3)
    computers.ask(took_s=0.5)

    assert computers.comparison.look(computers.hub, has_times=False) is None
    assert computers.comparison.look(computers.hub, has_times=True) is None


def test_a_timing_that_starts_again_has_the_clock_as_it_was_set(tmp_path: Path) -> None:
    """What was timed before and after is of one clock."""
    path = tmp_path / "race.jsonl"
    TimingClock.beside(path).set(61_000)
    again = TimingClock.beside(path)

    assert again.set_ms == pytest.approx(-61_000, abs=100)
