"""The keys that move the playhead do what they say, and the screen says what it does."""

from __future__ import annotations

import random
from collections.abc import Callable

from replays.watching.session import Session
from tests.tui.app_on_stage import BOWERMAN, LONDON, Clock, on_stage
from tests.tui.small_races import recorded


async def test_opens_paused_where_it_was_asked_to() -> None:
    """The clock, the leader and the words are those of that time."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        assert stage.lines[0].rstrip().endswith("paused 1x")
        assert stage.clock == "2:50.70"
        assert "  409 m to go   Kerr leads" in stage.lines[1]
        assert stage.cursor_line.split()[1:6] == ["1", "Kerr", "GBR", "1200", "2:50.70"]


async def test_opens_playing_from_the_gun() -> None:
    """Without a time the race begins, at the speed asked for."""
    async with on_stage(BOWERMAN, speed=4) as stage:
        assert stage.lines[0].rstrip().endswith("playing 4x")
        stage.wall.now += 14

        await stage.until(lambda: stage.clock == "56.0")

        assert "Alvarado leads" in stage.lines[1]


async def test_keys_that_move_the_playhead() -> None:
    """Seconds, checkpoints, moments and ends, by arrows and by letters; beyond the ends there is nothing."""
    moves = {
        "left": "2:45.70",
        "h": "2:45.70",
        "right": "2:55.70",
        "l": "2:55.70",
        "shift+left": "2:21.72",
        "H": "2:21.72",
        "shift+right shift+right": "3:45.34",
        "L L": "3:45.34",
        "left_square_bracket": "2:22.32",
        "right_square_bracket": "2:51.10",
        "home": "0.00",
        "g": "0.00",
        "end": "3:50.15",
        "G": "3:50.15",
        "end right": "3:50.15",
        "home left": "0.00",
    }

    async with on_stage(BOWERMAN, "2:50.70") as stage:
        for keys, position in moves.items():
            stage.watch.playhead.seek(170_700)
            await stage.press(*keys.split())

            assert (keys, stage.position) == (keys, position)
            assert stage.clock == position


async def test_message_keys_go_split_by_split() -> None:
    """A comma goes to the split before, a full stop to the next one."""
    async with on_stage(LONDON, "2:19.20") as stage:
        times = recorded(LONDON).step_times("message")
        before = max(ms for ms in times if ms < 139_200)
        after = min(ms for ms in times if ms > 139_200)

        await stage.press("full_stop")
        assert stage.watch.playhead.position_ms == after
        await stage.press("comma", "comma")
        assert stage.watch.playhead.position_ms in (before, max(ms for ms in times if ms < before))
        assert stage.watch.playhead.position_ms < 139_200


async def test_space_plays_and_pauses() -> None:
    """The clock moves with the wall while playing, and stands while paused; the words say which."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.press("space")
        assert stage.lines[0].rstrip().endswith("playing 1x")
        stage.wall.now += 2.25
        await stage.until(lambda: stage.clock == "2:52.9")

        await stage.press("space")
        stage.wall.now += 60
        await stage.press("j")

        assert stage.lines[0].rstrip().endswith("paused 1x")
        assert stage.clock == "2:52.95"


async def test_speed_keys() -> None:
    """Faster and slower by doubling, and no further than the ends."""
    async with on_stage(BOWERMAN, "1:00.00") as stage:
        await stage.press("greater_than_sign", "greater_than_sign")
        assert stage.lines[0].rstrip().endswith("paused 4x")
        await stage.press("space")
        assert stage.lines[0].rstrip().endswith("playing 4x")
        stage.wall.now += 10
        await stage.until(lambda: stage.clock == "1:40.0")

        await stage.press("space", *["less_than_sign"] * 6)

        assert stage.lines[0].rstrip().endswith("paused 0.25x")


async def test_at_the_end_it_says_finished_and_plays_again() -> None:
    """The last moment is the end; space begins anew."""
    async with on_stage(BOWERMAN, "3:50.00") as stage:
        await stage.press("space")
        stage.wall.now += 5
        await stage.until("finished")
        assert "Kerr wins in 3:45.34" in stage.lines[1]

        await stage.press("space")
        stage.wall.now += 1
        await stage.settle()

        assert stage.position == "1.00"
        assert stage.lines[0].rstrip().endswith("playing 1x")
        assert "wins" not in stage.text


async def test_estimates_are_hidden_and_shown() -> None:
    """Published only is said in words, no pack is left on the board, and all comes back."""
    async with on_stage(BOWERMAN, "2:55.70") as stage:
        before = stage.text
        assert "pack of " in "".join(stage.lines[4:15])

        await stage.press("e")
        assert "published only, paused 1x" in stage.lines[0]
        assert "pack of " not in "".join(stage.lines[4:15])
        await stage.press("e")

        assert stage.text == before


async def test_a_click_on_the_timeline_goes_there() -> None:
    """The playhead stands in the cell that was clicked."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        row = stage.race.timeline.region.y

        for x in (8, 30, 50):
            await stage.pilot.click("#timeline", offset=(x, 0))
            await stage.settle()

            assert stage.lines[row][x] == "●"


async def test_two_hundred_keys_leave_the_screen_of_their_last_place() -> None:
    """Sought to and fro faster than it can be painted, the screen is that of a race opened there."""
    chance = random.Random(2024)
    moves: dict[str, Callable[[Session], object]] = {
        "left": lambda watch: watch.playhead.seek(watch.playhead.position_ms - 5000),
        "right": lambda watch: watch.playhead.seek(watch.playhead.position_ms + 5000),
        "shift+left": lambda watch: watch.step("checkpoint", -1),
        "shift+right": lambda watch: watch.step("checkpoint", 1),
        "left_square_bracket": lambda watch: watch.step("moment", -1),
        "right_square_bracket": lambda watch: watch.step("moment", 1),
        "comma": lambda watch: watch.step("message", -1),
        "full_stop": lambda watch: watch.step("message", 1),
        "home": lambda watch: watch.playhead.seek(0),
    }
    keys = [*chance.choices(list(moves), k=195), "home", *["shift+right"] * 3, "right"]
    expected = Session(recorded(LONDON), Clock(), at_ms=139_200)
    for key in keys:
        moves[key](expected)

    async with on_stage(LONDON, "2:19.20") as stage:
        await stage.hit(*keys)
        where = expected.playhead.position_ms
        await stage.until(lambda: stage.watch.playhead.position_ms == where, "the last key")
        await stage.settle()
        sought, position = stage.text, stage.position

    async with on_stage(LONDON, position) as stage:
        assert sought == stage.text


async def test_paints_to_the_very_end() -> None:
    """What takes effect last is shown, though the clock runs on between the look at it and the paint."""
    async with on_stage(LONDON, "3:50.50", clock=Running()) as stage:
        await stage.press("space")

        await stage.until("finished")
        await stage.settle()

        assert "official" in stage.lines[1]


class Running(Clock):
    """A clock that moves on whenever somebody looks at it."""

    def __call__(self) -> float:
        """A little more each time."""
        self.now += 0.004
        return self.now


async def test_u_goes_back_to_before_the_last_jump() -> None:
    """From the wrong key, a moment or the timeline; without a jump it says that there was none."""
    async with on_stage(BOWERMAN, "2:50.70", size=(120, 40), notifies=True) as stage:
        for jump in ("end", "home", "shift+left", "right_square_bracket"):
            await stage.press(jump)
            assert stage.position != "2:50.70"
            await stage.press("u")
            assert (jump, stage.position) == (jump, "2:50.70")
        await stage.pilot.click("#timeline", offset=(20, 0))
        await stage.settle()
        assert stage.position != "2:50.70"
        await stage.press("tab", "j", "enter", "u", "u")
        assert stage.position == "2:50.70"

        await stage.press("u")
        await stage.until("there was no jump")
        assert stage.position == "2:50.70"


async def test_r_repeats_a_stretch() -> None:
    """Its start, its end, wherever they are; then it is played again and again until r plays on."""
    async with on_stage(BOWERMAN, "2:50.70", size=(120, 40), notifies=True) as stage:
        await stage.press("r")
        await stage.until("a stretch begins at 2:50.7: r at its end repeats it")
        await stage.press("h", "h", "r")
        assert "playing 1x, repeats 2:40.7–2:50.7" in stage.lines[0]
        stage.wall.now += 23
        await stage.until(lambda: stage.clock == "2:43.7")
        await stage.press("r")
        assert "repeats" not in stage.lines[0]
        stage.wall.now += 20
        await stage.until(lambda: stage.clock == "3:03.7")
        await stage.press("space", "r", "r")
        await stage.until("a stretch is at least a second long")
