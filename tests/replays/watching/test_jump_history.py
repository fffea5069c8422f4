"""Back to where the playhead was before a jump."""

from __future__ import annotations

from replays.playhead import Playhead
from replays.watching.jump_history import MOST, JumpHistory
from replays.watching.live_playhead import LivePlayhead


class Wall:
    """A clock that moves when it is set, and a race that began with it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now

    def edge(self, delay_ms: int) -> int:
        """The race time now."""
        return round(self.now * 1000) - delay_ms


def test_goes_back_jump_by_jump() -> None:
    """The last one first; before the first there is nothing to go back to."""
    wall = Wall()
    playhead, jumps = Playhead(wall, 230_000), JumpHistory(wall)
    for to_ms in (60_000, 120_000):
        jumps.note(playhead, to_ms)
        playhead.seek(to_ms)

    assert jumps.go_back(playhead)
    assert playhead.position_ms == 60_000
    assert jumps.go_back(playhead)
    assert playhead.position_ms == 0
    assert not jumps.go_back(playhead)


def test_a_key_that_is_held_makes_one_jump() -> None:
    """The same jump again within a second belongs to the one before; later it is another."""
    wall = Wall()
    playhead, jumps = Playhead(wall, 230_000), JumpHistory(wall)
    for pause_s in (0.5, 0.5, 0.5, 2.0, 0.5):
        wall.now += pause_s
        jumps.note(playhead, "skip")
        playhead.seek(playhead.position_ms + 5000)

    assert jumps.go_back(playhead)
    assert playhead.position_ms == 15_000
    assert jumps.go_back(playhead)
    assert playhead.position_ms == 0


def test_who_was_live_is_live_again() -> None:
    """Not where the race was then: it has gone on meanwhile."""
    wall = Wall()
    playhead, jumps = LivePlayhead(wall, wall.edge), JumpHistory(wall)
    jumps.note(playhead, "start")
    playhead.seek(0)
    wall.now += 30

    jumps.go_back(playhead)

    assert playhead.live
    assert playhead.position_ms == 130_000


def test_a_bounded_number_is_remembered() -> None:
    """However long a race is watched."""
    wall = Wall()
    playhead, jumps = Playhead(wall, 230_000), JumpHistory(wall)
    for number in range(MOST * 3):
        jumps.note(playhead, number)

    assert sum(jumps.go_back(playhead) for _ in range(MOST * 3)) == MOST
