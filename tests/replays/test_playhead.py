"""The playhead moves with its clock, stays in the race and steps to given times."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from replays.playhead import SPEEDS, Playhead

END_MS = 230_000


class Clock:
    """A clock that moves only when it is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time in seconds."""
        return self.now


def playing(speed: float = 1.0) -> tuple[Playhead, Clock]:
    """A playhead that has just begun to play."""
    clock = Clock()
    playhead = Playhead(clock, END_MS, speed=speed)
    playhead.play()
    return playhead, clock


def test_plays_at_its_speed() -> None:
    """Race time passes at the speed times wall-clock time."""
    playhead, clock = playing(speed=4)

    clock.now += 2.5

    assert playhead.position_ms == 10_000
    assert playhead.playing


def test_stays_while_paused() -> None:
    """A pause holds the race time, however long it lasts."""
    playhead, clock = playing()
    clock.now += 3
    playhead.pause()

    clock.now += 1000

    assert playhead.position_ms == 3_000
    assert not playhead.playing
    playhead.play()
    clock.now += 1
    assert playhead.position_ms == 4_000


def test_stops_at_the_end_and_plays_again_from_the_start() -> None:
    """The end is never passed; from there play starts again at the beginning."""
    playhead, clock = playing(speed=64)

    clock.now += 1000

    assert playhead.position_ms == END_MS
    assert playhead.at_end
    assert not playhead.playing
    playhead.play()
    assert playhead.position_ms == 0
    assert playhead.playing


def test_seek_keeps_playing_and_stays_in_the_race() -> None:
    """A seek beyond either end stops at it, and does not change whether the playhead moves."""
    playhead, clock = playing()

    playhead.seek(-5)
    assert playhead.position_ms == 0
    playhead.seek(100_000)
    clock.now += 1
    assert playhead.position_ms == 101_000
    playhead.pause()
    playhead.seek(END_MS + 1)
    assert playhead.position_ms == END_MS


def test_goes_to_the_end() -> None:
    """There it stops, behind nothing; a recorded race is never live and has no delay."""
    playhead, _ = playing()

    playhead.set_delay(8)
    playhead.to_end()

    assert (playhead.position_ms, playhead.behind_ms, playhead.delay_s) == (END_MS, 0, 0)
    assert not playhead.live


def test_a_change_of_speed_does_not_jump() -> None:
    """The race time goes on from where it was, at the new speed."""
    playhead, clock = playing()
    clock.now += 10

    playhead.change_speed(1)

    assert playhead.speed == 2
    assert playhead.position_ms == 10_000
    clock.now += 10
    assert playhead.position_ms == 30_000


def test_speeds_end_at_a_quarter_and_at_sixty_four() -> None:
    """Slower than the slowest and faster than the fastest change nothing."""
    playhead, _ = playing()

    playhead.change_speed(-20)
    assert playhead.speed == 0.25
    playhead.change_speed(20)
    assert playhead.speed == 64


def test_steps_between_times() -> None:
    """A step goes to the nearest time in its direction, and nowhere if there is none."""
    playhead, _ = playing()
    playhead.pause()
    stops = [0, 55_910, 112_740]

    assert playhead.step(stops, 1)
    assert playhead.position_ms == 55_910
    assert playhead.step(stops, 1)
    assert not playhead.step(stops, 1)
    assert playhead.position_ms == 112_740
    assert playhead.step(stops, -1)
    assert playhead.position_ms == 55_910


def test_a_step_back_while_playing_skips_what_was_just_passed() -> None:
    """Pressed twice while the race plays, it goes back twice."""
    playhead, clock = playing(speed=2)
    stops = [0, 55_910, 112_740]
    playhead.seek(112_740)
    clock.now += 0.4

    playhead.step(stops, -1)

    assert playhead.position_ms == 55_910


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("wait"), st.floats(0, 50)),
            st.tuples(st.just("seek"), st.floats(-1000, END_MS + 1000)),
            st.tuples(st.just("speed"), st.integers(-9, 9)),
            st.tuples(st.just("toggle"), st.none()),
        )
    )
)
def test_never_leaves_the_race_nor_its_speeds(steps: list[tuple[str, float]]) -> None:
    """Under any keys the playhead is in the race and moves only forwards, unless it seeks."""
    playhead, clock = playing()

    for what, value in steps:
        before = playhead.position_ms
        match what:
            case "wait":
                clock.now += value
                assert playhead.position_ms >= before
            case "seek":
                playhead.seek(value)
            case "speed":
                playhead.change_speed(int(value))
                assert playhead.position_ms == before
            case _:
                playhead.toggle()

        assert 0 <= playhead.position_ms <= END_MS
        assert playhead.speed in SPEEDS


def test_does_not_drift() -> None:
    """A thousand readings on the way lead to the same time as none."""
    playhead, clock = playing(speed=0.25)
    silent, silent_clock = playing(speed=0.25)

    for _ in range(1000):
        clock.now += 0.1
        assert playhead.position_ms <= END_MS
    silent_clock.now = clock.now

    assert playhead.position_ms == silent.position_ms


def test_a_stretch_is_repeated_until_the_position_leaves_it() -> None:
    """At any speed it starts again at its end, exactly as often as the clock says."""
    playhead, clock = playing(speed=2)

    playhead.repeat(60_000, 70_000)
    seen = []
    for _ in range(5):
        seen.append(playhead.position_ms)
        clock.now += 3

    assert seen == [60_000, 66_000, 62_000, 68_000, 64_000]
    playhead.seek(65_000)
    assert playhead.repeated == (60_000, 70_000)
    playhead.pause()
    clock.now += 60
    assert playhead.position_ms == 65_000
    playhead.play()
    playhead.seek(70_000)
    clock.now += 5
    assert playhead.position_ms == 80_000
    assert playhead.repeated is None


def test_a_stretch_up_to_the_end_is_repeated_too() -> None:
    """The race is not over with it; once it is not repeated it is."""
    playhead, clock = playing()
    playhead.repeat(END_MS - 10_000, END_MS)

    clock.now += 12

    assert playhead.position_ms == END_MS - 8_000
    assert playhead.playing
    playhead.stop_repeating()
    clock.now += 12
    assert playhead.at_end


def test_each_repetition_is_a_jump() -> None:
    """What was passed in one go before is not new in the next."""
    playhead, clock = playing()
    playhead.repeat(60_000, 70_000)
    before = playhead.jumps
    clock.now += 9
    assert playhead.position_ms == 69_000
    assert playhead.jumps == before

    clock.now += 2

    assert playhead.position_ms == 61_000
    assert playhead.jumps > before
