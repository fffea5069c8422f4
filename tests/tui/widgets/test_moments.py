"""A moment is a line: when it happened, a sign for its kind, a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from feeds import log
from race.messages import Gun
from race.moments.moment import Moment
from race.times import LONGEST_MS, Time
from tests.race.messages_by_hand import moments
from tests.tui.app_on_stage import BOWERMAN, LONDON, on_stage
from tests.tui.small_races import recorded, runners, split, start_list
from tui.text.formatting import moment_time
from tui.text.moment_lines import SIGNS


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (Moment(170_700, "lead", "A leads", "1", Time(170_700, 2)), "2:50.70"),
        (Moment(170_701, "lead", "A leads", "1", Time(170_701, 3)), "2:50.71"),
        (Moment(141_720, "off", "B stepped off"), "~2:21"),
        (Moment(7_513_000, "finish", "A wins", "1", Time(7_513_000, 0)), "2:05:13"),
        (Moment(0, "gun", "The gun"), "0"),
    ],
)
def test_a_time_is_as_exact_as_it_is_known(moment: Moment, shown: str) -> None:
    """What was measured has its decimals, what is about then has a tilde, the gun is at nought."""
    assert moment_time(moment) == shown


async def test_a_time_of_hours_and_hundredths_gives_up_its_decimals(tmp_path: Path) -> None:
    """A walk on a track, timed to the hundredth: the sentence has them, and the column whole seconds."""
    walkers = start_list(20_000, [10_000], runners("Ann One", "Bea Two"))
    race = [walkers, Gun(), split("1", "finish", "1:22:03.45"), split("2", "finish", "1:22:30.00")]
    path = tmp_path / "walk.jsonl"
    log.write(path, "walk", race)

    async with on_stage(path, "1:23:00") as stage:
        [line] = [line for line in stage.lines if "■ One wins in 1:22:03.45" in line]

        assert line.split()[0] == "1:22:04"


async def test_times_stand_under_each_other_by_their_points() -> None:
    """Whatever their precision, the decimal points of the moments are in one column."""
    async with on_stage(BOWERMAN, "3:45.34", size=(120, 60)) as stage:
        pane = stage.race.moments
        lines = [strip.text for strip in (pane.render_line(y) for y in range(pane.count))]

        points = {cell_len(line[: line.index(".")]) for line in lines if "." in line[:12]}

        assert len(lines) > 8
        assert len(points) == 1


def test_no_kind_is_without_a_sign() -> None:
    """Of who is followed kinds are told that are chatter otherwise; they have signs as well."""
    for race in (BOWERMAN, LONDON, "invented-marathon"):
        state = recorded(race).history().at(LONGEST_MS)
        followed = frozenset([next(iter(state.runners))])

        assert {moment.kind for moment in moments(state, LONGEST_MS, followed)} <= SIGNS.keys()


async def test_every_kind_has_a_sign_of_its_own() -> None:
    """Kinds are told by characters, each one cell wide, behind the time."""
    signs = {kind.sign for kind in SIGNS.values()}
    assert len(signs) == len(SIGNS)
    assert {cell_len(sign) for sign in signs} == {1}

    async with on_stage(BOWERMAN, "2:52.50") as stage:
        assert "◉ The bell: Kerr leads" in stage.text


async def test_the_biggest_are_marked_and_what_the_board_says_is_left_out() -> None:
    """By a sign before that of their kind; the order behind a leader is for those who hear the race."""
    async with on_stage(BOWERMAN, "3:50.20", size=(120, 60)) as stage:
        assert "▸▲ Kerr moves from fifth past Wightman" in stage.text
        assert "▸■ Kerr wins the Bowerman Mile in 3:45.34" in stage.text
        assert " ◉ The bell" in stage.text
        assert "▸◉" not in stage.text
        assert "is second at" not in stage.text


async def test_a_sentence_without_room_goes_on_in_the_next_line() -> None:
    """No sentence is cut: it goes on below itself, and the cursor steps over the whole moment."""
    async with on_stage(BOWERMAN, "2:50.70", size=(60, 40)) as stage:
        top = next(y for y, line in enumerate(stage.lines) if "The bell: Kerr" in line)
        more = stage.lines[top + 1]

        assert "…" not in "".join(stage.lines[top : top + 8])
        assert more.startswith(" " * 15)
        assert more.strip()

        await stage.press("tab", "down")

        assert stage.cursor_line.startswith("›  ~2:22")
