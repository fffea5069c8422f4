"""The announcer's view: a large clock, who comes next, who came, and what there is to say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from race.messages import Gun, Message, Note
from race.times import Time
from tests.race import messages_by_hand as by_hand
from tests.race.messages_by_hand import estimate
from tests.tui.app_on_stage import BOWERMAN, LONDON
from tests.tui.small_races import runners, split, start_list
from tests.tui.views.drawn import bib_of, library, made, texts
from tests.tui.views.scenes import scene_of_log
from tui.views.announcer.announcer import lines
from tui.views.big_digits import BLOCK, figure_cells, figures, numeral_rows
from tui.views.scene import Scene


def shown(scene: Scene, width: int = 80, height: int = 24) -> list[str]:
    """The view as text."""
    return texts(lines(scene, width, height)).splitlines()


def block(view: list[str], name: str) -> list[str]:
    """The lines from a label to the next blank one."""
    start = next(number for number, line in enumerate(view) if line.startswith(name))
    end = next((n for n in range(start, len(view)) if not view[n]), len(view))
    return view[start:end]


def test_the_clock_is_large_and_beside_it_is_the_state_of_the_race() -> None:
    """Figures of five lines at 80x24, of nine at 200x60."""
    small, large = (shown(library(BOWERMAN, "2:50.80"), *size) for size in ((80, 24), (200, 60)))

    assert sum(BLOCK in line for line in small) == 5
    assert sum(BLOCK in line for line in large) == 9
    assert small[0].endswith("409 m to go")


def test_the_next_to_arrive_are_counted_down_to_whole_seconds() -> None:
    """The soonest first, and as what it is, an estimate."""
    scene = library(LONDON, "2:14.0")

    view = [re.split(r"  +", line.removeprefix("Next").strip()) for line in block(shown(scene), "Next")]

    assert [line[0] for line in view] == sorted((line[0] for line in view), key=lambda one: int(one[1:-2]))
    assert view[0][1:] == ["Josh Kerr", "1000"], "the pacemaker in front of him is not announced"
    assert all(re.fullmatch(r"~\d+ s", line[0]) for line in view)


def test_who_should_be_there_by_now_is_due() -> None:
    """A countdown never goes below nought."""
    log: list[Message] = [start_list(1600, (400, 800, 1200), runners("Ann One", "Bea Two")), Gun()]
    log += [split("1", "400", "60.00"), split("2", "400", "64.00")]
    expected = made(*log, note(), at="1:10").snapshot.board.rows[0].next
    assert expected is not None

    view = shown(made(*log, note(), at=Time(expected.when_ms + 300).show()))

    assert block(view, "Next")[0].split() == ["Next", "due", "Ann", "One", "800"]
    assert block(view, "Next")[1].split()[-2:] == ["Two", "800"]


def note() -> Note:
    """A message later than all splits, so that the playhead can be before it."""
    return Note(text="Rain", when=Time.parse("9:00"))


def test_the_last_arrivals_have_their_time_and_gap() -> None:
    """The newest on top."""
    view = block(shown(library(LONDON, "2:18.8")), "Arrived")

    assert view[0].split() == ["Arrived", "2:18.8", "Josh", "Kerr", "1000", "+0.1"]
    assert view[1].split() == ["2:18.7", "Žan", "Rudolf", "1000", "first"]


def test_at_a_chosen_checkpoint_only_its_arrivals_are_shown() -> None:
    """Who passed there, with the time there; who comes next, or that no one does."""
    scene = library(LONDON, "2:20.0")
    course = scene.course
    assert course is not None
    checkpoints = {checkpoint.id: index for index, checkpoint in enumerate(course.checkpoints)}

    there = shown(replace(scene, arrivals_at=checkpoints["1000"]))
    before = shown(replace(scene, arrivals_at=checkpoints["800"]))
    finish = shown(replace(scene, arrivals_at=course.finish))

    assert all(" 1000" in line for line in block(there, "Next"))
    assert all(" 800 " in line for line in block(before, "Arrived"))
    assert block(before, "Next") == ["Next     all have passed 800 m"]
    assert block(finish, "Next") == ["Next     no one yet at the finish"]
    assert not any(line.startswith("Arrived") for line in finish)


def test_no_one_is_expected_where_all_have_passed() -> None:
    """Nor where the last who is still out is overdue or a pacemaker."""
    field = start_list(1500, [800], runners("One", "Two"))
    log = [field, Gun(), *(split(bib, "800", "1:50.00") for bib in "12")]

    def next_at_the_finish(*more: Message) -> list[str]:
        scene = made(*log, *more, at="9:00")
        assert scene.course is not None
        return block(shown(replace(scene, arrivals_at=scene.course.finish)), "Next")

    came = [split("1", "finish", "3:50.00"), split("2", "finish", "3:51.00")]
    assert next_at_the_finish(*came) == ["Next     all have finished"]
    assert next_at_the_finish(came[0]) == ["Next     no one else is expected soon at the finish"]


def test_who_is_followed_has_a_block_and_so_have_the_records() -> None:
    """Records in reach are lines handed in."""
    scene = library(LONDON, "3:00", followed=[bib_of(library(LONDON, "3:00"), 2)])

    view = texts(lines(scene, 80, 24, ["WR 3:43.13: level at 1200 m"]))

    assert "Followed ◆Yared Nuguse   2nd   1200 m   +0.3" in view
    assert "Records  WR 3:43.13: level at 1200 m" in view
    assert "Followed" not in texts(lines(library(LONDON, "3:00"), 80, 24))


def test_the_newest_moment_is_on_top_and_minor_ones_are_left_out() -> None:
    """The result as a list is not announced."""
    view = texts(lines(library(BOWERMAN), 120, 60))

    assert "Result:" not in view
    assert "Kerr wins in 3:45.34" in view


def test_a_road_race_has_a_clock_in_seconds() -> None:
    """Without tenths."""
    scene = made(
        start_list(10_000, (5000,), runners("Ann One"), lap_m=None, setting="road"),
        Gun(),
        split("1", "5000", "15:00"),
    )

    assert shown(scene, 49, 10)[0] == "15:00"


@pytest.mark.parametrize("rows", [5, 7, 9])
def test_no_two_figures_look_the_same(rows: int) -> None:
    """Each is as high as asked for, and as wide as said."""
    glyphs = {character: figures(character, rows) for character in "0123456789-:."}

    assert len({tuple(glyph) for glyph in glyphs.values()}) == len(glyphs)
    for character, glyph in glyphs.items():
        assert len(glyph) == rows
        assert {len(line) for line in glyph} == {figure_cells(character, rows)}


def test_figures_take_an_odd_number_of_lines() -> None:
    """Fewer than five cannot be read."""
    assert [numeral_rows(room) for room in (4, 5, 6, 9)] == [0, 5, 5, 9]


def test_a_pack_in_unknown_order_is_one_sentence() -> None:
    """Behind who is known to lead, or in front; a followed runner is in it, without place or gap."""
    together = [estimate(bib, 400, "55.5", "56.0", "57.6") for bib in "BCD"]
    later = [estimate(bib, 800, "1:52.0", "1:53.0", "1:54.0") for bib in "ABCD"]
    log = [by_hand.start_list("ABCD"), Gun(), by_hand.split("A", 400, "55.00", 1), *together, *later]
    behind, front = (replace(scene_of_log(log, at), followed=frozenset("C")) for at in ("58", "1:58"))

    assert block(shown(behind, 105), "Packs") == [
        "Packs    Name A leads; then a pack of 3 within about 2 s at 400 m, order not published"
    ]
    assert block(shown(behind, 105), "Followed")[0].split("◆")[1] == (
        "Name C   in a pack of 3 at 400 m, order not published"
    )
    assert block(shown(front, 105), "Packs") == [
        "Packs    in front a pack of 4 within about 2 s at 800 m, order not published"
    ]
