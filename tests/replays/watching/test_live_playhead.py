"""The playhead of a live race follows its edge, falls behind on request, and catches up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replays.watching.live_playhead import AT_EDGE_MS, LivePlayhead

STOPS = [0, 50_000, 90_000, 130_000]


class Wall:
    """A race that was started so many seconds ago, and the wall clock beside it."""

    def __init__(self) -> None:
        self.now = 100.0
        self.ahead_ms = 0

    def __call__(self) -> float:
        """The time."""
        return self.now

    def edge(self, delay_ms: int) -> int:
        """The race time, as a picture shows it that comes so much late."""
        return round(self.now * 1000) + self.ahead_ms - delay_ms


def riding() -> tuple[LivePlayhead, Wall]:
    """A playhead 100 s into a race."""
    wall = Wall()
    return LivePlayhead(wall, wall.edge), wall


def test_follows_the_edge() -> None:
    """At any time the position is that of the race."""
    playhead, wall = riding()

    wall.now += 3.5

    assert (playhead.position_ms, playhead.behind_ms, playhead.describe()) == (103_500, 0, "live")
    assert playhead.live
    assert playhead.playing


def test_a_pause_holds_the_position_and_falls_behind() -> None:
    """It plays on from where it was paused, and stays as far behind."""
    playhead, wall = riding()
    playhead.toggle()
    wall.now += 42

    assert (playhead.position_ms, playhead.behind_ms) == (100_000, 42_000)
    assert playhead.describe() == "paused, behind by 42 s"
    playhead.toggle()
    wall.now += 10
    assert (playhead.position_ms, playhead.behind_ms) == (110_000, 42_000)
    assert not playhead.live


def test_catches_up_and_is_live_at_1x() -> None:
    """At 8x it gains seven seconds in each second, and then it is live."""
    playhead, wall = riding()
    playhead.seek(30_000)
    playhead.set_speed(8)
    wall.now += 5

    assert (playhead.position_ms, playhead.describe()) == (70_000, "8x, behind by 35 s")
    wall.now += 60
    assert (playhead.position_ms, playhead.speed, playhead.describe()) == (165_000, 1, "live")


def test_seeks_back_leave_the_edge() -> None:
    """Playing on if it was live, paused if it was paused; a seek to the edge goes live."""
    playhead, wall = riding()
    playhead.seek(20_000)
    wall.now += 1
    assert (playhead.position_ms, playhead.describe()) == (21_000, "1x, behind by 1:20")

    playhead.pause()
    playhead.seek(-5)
    wall.now += 1
    assert (playhead.position_ms, playhead.playing) == (0, False)
    playhead.seek(10**9)
    assert playhead.live


def test_one_key_goes_live() -> None:
    """Also when paused, and at 1x."""
    playhead, wall = riding()
    playhead.seek(0)
    playhead.set_speed(0.5)
    playhead.pause()
    wall.now += 9

    playhead.to_end()

    assert (playhead.live, playhead.playing, playhead.speed, playhead.position_ms) == (True, True, 1, 109_000)


def test_steps_before_the_edge_and_then_live() -> None:
    """It cannot step to what has not come yet; after the last step it is live."""
    playhead, _ = riding()
    assert not playhead.step(STOPS, 1)
    playhead.pause()

    assert playhead.step(STOPS, -1)
    assert playhead.position_ms == 90_000
    assert playhead.step(STOPS, -1)
    assert playhead.position_ms == 50_000
    assert playhead.step(STOPS, 1)
    assert not playhead.live
    assert playhead.step(STOPS, 1)
    assert playhead.live
    assert not playhead.step(STOPS, 1)


def test_slower_than_the_race_it_falls_behind() -> None:
    """Live it cannot be faster."""
    playhead, wall = riding()

    playhead.change_speed(1)
    assert (playhead.live, playhead.speed) == (True, 1)
    playhead.change_speed(-1)
    wall.now += 10

    assert (playhead.position_ms, playhead.describe()) == (105_000, "0.5x, behind by 5 s")


def test_a_delay_puts_it_back() -> None:
    """Without the delay it is back; a delay is between nothing and ten minutes."""
    playhead, wall = riding()

    playhead.set_delay(8)
    assert (playhead.position_ms, playhead.describe()) == (92_000, "live, 8 s delay")
    playhead.set_delay(-1)
    assert (playhead.position_ms, playhead.delay_s) == (100_000, 0)
    wall.now = 1000
    playhead.set_delay(10_000)
    assert (playhead.position_ms, playhead.delay_s) == (400_000, 600)


def test_a_delay_raised_in_a_pause() -> None:
    """It is moved to the new edge, and stays there."""
    playhead, wall = riding()
    playhead.pause()

    playhead.set_delay(30)
    wall.now += 5

    assert (playhead.position_ms, playhead.behind_ms) == (70_000, 5_000)


@pytest.mark.parametrize("paused", [True, False])
def test_a_race_clock_put_back(paused: bool) -> None:
    """Nothing is shown beyond the edge, whatever the playhead does."""
    playhead, wall = riding()
    if paused:
        playhead.pause()

    wall.ahead_ms = -20_000
    assert playhead.position_ms == 80_000
    wall.now += 1

    assert playhead.position_ms == (80_000 if paused else 81_000)


ACTIONS = st.one_of(
    st.tuples(st.just("wait"), st.floats(0, 50)),
    st.tuples(st.just("seek"), st.floats(-1000, 300_000)),
    st.tuples(st.just("speed"), st.integers(-9, 9)),
    st.tuples(st.just("toggle"), st.none()),
    st.tuples(st.just("step"), st.sampled_from([-1, 1])),
    st.tuples(st.just("live"), st.none()),
    st.tuples(st.just("delay"), st.floats(-10, 700)),
)


@given(st.lists(ACTIONS))
def test_never_beyond_the_edge_nor_backwards(actions: list[tuple[str, float]]) -> None:
    """Under any keys: as time passes it moves on if it plays, and stays if it does not."""
    playhead, wall = riding()

    for what, value in actions:
        before, was_playing = playhead.position_ms, playhead.playing
        match what:
            case "wait":
                wall.now += value
                assert playhead.position_ms >= before
                assert was_playing or playhead.position_ms == before
            case "seek":
                playhead.seek(value)
            case "speed":
                playhead.change_speed(int(value))
                assert playhead.position_ms == before
            case "toggle":
                playhead.toggle()
                assert playhead.playing is not was_playing
                assert 0 <= playhead.position_ms - before <= AT_EDGE_MS
            case "step":
                playhead.step(STOPS, int(value))
            case "live":
                playhead.to_end()
                assert playhead.live
            case _:
                playhead.set_delay(value)
                assert playhead.position_ms <= before or playhead.live

        assert 0 <= playhead.position_ms <= playhead.end_ms
        assert playhead.playing or not playhead.live
        assert playhead.behind_ms == 0 or not playhead.live
        assert playhead.live or playhead.behind_ms == playhead.end_ms - playhead.position_ms


@given(st.floats(0, 99_000), st.sampled_from([2, 4, 8, 16, 64]), st.lists(st.floats(0, 5)))
def test_at_more_than_1x_it_catches_up(start_ms: float, speed: float, waits: list[float]) -> None:
    """In the end it is live, whether it was read on the way or not."""
    playhead, wall = riding()
    playhead.seek(start_ms)
    playhead.set_speed(speed)

    for wait in waits:
        wall.now += wait
        assert playhead.position_ms <= playhead.end_ms
    wall.now += 101

    assert playhead.live
    assert playhead.position_ms == playhead.end_ms


def test_a_stretch_of_a_live_race_is_repeated_behind_it() -> None:
    """Until one goes back to live."""
    playhead, wall = riding()

    playhead.repeat(90_000, 100_000)
    wall.now += 12

    assert playhead.position_ms == 92_000
    assert not playhead.live
    playhead.to_end()
    assert (playhead.live, playhead.repeated) == (True, None)
