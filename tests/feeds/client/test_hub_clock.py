"""The hub's clock as a viewer reads it: right within what the network allows, and never backwards."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.client.hub_clock import HubClock

HOUR_MS = 3_600_000


class Wall:
    """A clock that stands still until `now` is set."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        """Seconds."""
        return self.now


class Network:
    """A hub behind a network, and a viewer's clock that is set by it."""

    def __init__(self, own_s: float = 50.0, hub_ms: float = 1_763_758_812_345.0) -> None:
        self.seconds = Wall(own_s)
        self.clock = HubClock(self.seconds)
        self.ahead_ms = hub_ms - own_s * 1000

    @property
    def hub_ms(self) -> float:
        """What time it is at the hub."""
        return self.seconds.now * 1000 + self.ahead_ms

    @property
    def error_ms(self) -> float:
        """How wrong the viewer is."""
        return self.clock.now_ms() - self.hub_ms

    def ask(self, there_ms: float, back_ms: float) -> None:
        """One question and its answer, which take their time."""
        asked_ms = self.clock.local_ms
        self.seconds.now += there_ms / 1000
        heard_ms = self.hub_ms
        self.seconds.now += back_ms / 1000
        self.clock.learn(asked_ms, heard_ms, heard_ms)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds.now += seconds


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300)), min_size=1, max_size=20), st.floats(-1e5, 1e9)
)
def test_the_error_is_half_the_asymmetry_at_most(trips: list[tuple[float, float]], own_s: float) -> None:
    """Whatever the viewer's own clock says; of the quickest answer lately, half of its way is a bound."""
    network = Network(own_s=own_s)
    for there_ms, back_ms in trips:
        network.ask(there_ms, back_ms)
        network.wait(30)

    best = min(trips[-8:], key=sum)
    assert abs(network.error_ms) <= abs(best[0] - best[1]) / 2 + 2


def test_an_asymmetric_line() -> None:
    """300 ms there and nothing back: 150 ms wrong, as no protocol can do better; a good answer mends it."""
    network = Network()
    network.ask(300, 0)
    assert network.error_ms == pytest.approx(150, abs=2)

    network.ask(1, 1)
    network.wait(5)
    assert network.error_ms == pytest.approx(0, abs=2)


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 400), st.floats(0, 3)), max_size=40))
def test_never_runs_backwards(trips: list[tuple[float, float, float]]) -> None:
    """However the answers differ, a later look shows a later time, and never one that jumps far ahead."""
    network = Network()
    network.ask(10, 10)
    before, at_s = network.clock.now_ms(), network.seconds.now
    for there_ms, back_ms, pause_s in trips:
        network.ask(there_ms, back_ms)
        network.wait(pause_s)
        now, now_s = network.clock.now_ms(), network.seconds.now
        assert now >= before
        assert now - before <= (now_s - at_s) * 1000 * 1.05 + 2
        before, at_s = now, now_s


def test_what_a_hub_says_unasked_is_better_than_nothing() -> None:
    """Its hello sets the clock, late by the way here; the first answer makes it right."""
    network = Network()
    assert network.clock.now_ms() == 0
    said_ms = int(network.hub_ms)
    network.wait(0.2)
    network.clock.restart(said_ms)
    assert network.error_ms == pytest.approx(-200, abs=2)

    network.ask(5, 5)
    network.wait(10)
    assert network.error_ms == pytest.approx(0, abs=2)


@pytest.mark.parametrize("hours", [-24, -1, 1, 24])
def test_a_hub_whose_clock_was_set(hours: int) -> None:
    """A hub that comes back with another time is believed at once, in either direction."""
    network = Network()
    network.ask(5, 5)
    network.ahead_ms += hours * HOUR_MS
    network.clock.restart(int(network.hub_ms))
    network.ask(5, 5)

    assert network.error_ms == pytest.approx(0, abs=2)


@pytest.mark.parametrize("seconds", [-3600, -2, -0.3, 0.3, 2, 3600])
def test_a_hub_whose_clock_is_set_while_it_is_watched(seconds: float) -> None:
    """The first answer that contradicts those before counts, although it took longer."""
    network = Network()
    for _ in range(8):
        network.ask(2, 2)
        network.wait(10)
    network.ahead_ms += seconds * 1000
    network.ask(6, 6)
    network.wait(10)

    assert network.error_ms == pytest.approx(0, abs=2)
    assert network.clock.set_ms == pytest.approx(seconds * 1000 if abs(seconds) > 1 else 0, abs=2)


def test_how_wrong_the_time_can_be() -> None:
    """Half of the shortest round trip, once there is one."""
    network = Network()
    network.clock.restart(int(network.hub_ms))
    assert network.clock.error_ms == float("inf")
    network.ask(30, 10)
    network.ask(300, 10)
    assert network.clock.error_ms == pytest.approx(20, abs=1)


def test_time_between_answers_is_bridged() -> None:
    """Minutes without an answer, over a bad line: the error stays what it was."""
    network, chance = Network(), random.Random(8)
    for _ in range(50):
        network.ask(chance.uniform(20, 400), chance.uniform(20, 400))
        network.wait(600)
        assert abs(network.error_ms) < 200
