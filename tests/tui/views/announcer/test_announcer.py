"""The announcer's view: a large clock, what to say next, the order, who comes next, and the result."""

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
from tui.views.block_letters import SIZES, block_letters
from tui.views.scene import Scene


def shown(scene: Scene, width: int = 80, height: int = 24) -> list[str]:
    """The view as text."""
    return texts(lines(scene, width, height)).splitlines()


def block(view: list[str], name: str) -> list[str]:
    """The lines from a label to the next one, or to a blank line."""
    start = next(number for number, line in enumerate(view) if line.startswith(name))
    after = (n for n in range(start + 1, len(view)) if not view[n].startswith(" "))
    return view[start : next(after, len(view))]


def test_the_clock_is_large_and_beside_it_is_the_state_of_the_race() -> None:
    """Figures of five lines at 80x24, of ten and twice as thick at 200x60; between checkpoints as `~`."""
    small, large = (shown(library(BOWERMAN, "2:50.80"), *size) for size in ((80, 24), (200, 60)))

    assert sum(BLOCK in line for line in small) == 5
    assert [bool(line) for line in large[:11]] == [True] * 10 + [False]
    assert small[4].endswith("m to go")
    assert figures("409", 5)[4] in small[4]
    assert figures("~390", 5)[4].strip() in shown(library(LONDON, "2:50"))[4]
    assert small[5].startswith("Kerr leads")


def test_the_next_to_arrive_are_counted_down_to_whole_seconds() -> None:
    """The soonest first, and as what it is, an estimate."""
    scene = library(LONDON, "2:14.0")

    lines = block(shown(scene, 109, 33), "Next")
    view = [re.split(r"  +", line.removeprefix("Next").strip()) for line in lines if "pace" not in line]

    assert [line[0] for line in view] == sorted((line[0] for line in view), key=lambda one: int(one[1:-2]))
    assert view[0][1:] == ["Josh Kerr", "1000 m"], "the pacemaker in front of him is not announced"
    assert all(re.fullmatch(r"~\d+ s", line[0]) for line in view)


def test_who_should_be_there_by_now_is_due() -> None:
    """A countdown never goes below nought."""
    log: list[Message] = [start_list(1600, (400, 800, 1200), runners("Ann One", "Bea Two")), Gun()]
    log += [split("1", "400", "60.00"), split("2", "400", "64.00")]
    expected = made(*log, note(), at="1:10").snapshot.board.rows[0].next
    assert expected is not None

    view = shown(made(*log, note(), at=Time(expected.when_ms + 300).show()), 80, 16)

    assert block(view, "Next")[0].split() == ["Next", "due", "Ann", "One", "800", "m"]
    assert block(view, "Next")[1].split()[-3:] == ["Two", "800", "m"]


def note() -> Note:
    """A message later than all splits, so that the playhead can be before it."""
    return Note(text="Rain", when=Time.parse("9:00"))


def test_the_order_begins_with_the_leader_and_has_places_times_and_gaps() -> None:
    """Whoever came in last; with those who have yet to come to the leader's checkpoint below."""
    view = block(shown(library(LONDON, "2:18.8"), 80, 30), "Order")

    assert view[0].split() == ["Order", "1", "Žan", "Rudolf", "2:18.7", "1000", "m"]
    assert view[1].split() == ["2", "Josh", "Kerr", "2:18.8", "+0.1", "1000", "m"]
    assert view[2].split()[:3] == ["3", "Yared", "Nuguse"]
    assert view[2].split()[-2:] == ["900", "m"]


def test_before_anyone_was_seen_the_field_is_shown() -> None:
    """With its bests and who makes the pace."""
    view = shown(library(BOWERMAN, "0.5"), 80, 30)

    assert any("Jakob Ingebrigtsen" in line and "PB 3:43.73" in line for line in block(view, "Field"))
    assert not any("The gun" in line for line in view)


def test_a_note_about_an_entrant_is_cut_between_its_clauses() -> None:
    """Or left out where not even the first one fits."""
    view = "\n".join(block(shown(library(BOWERMAN, "0.5"), 78, 30), "Field"))

    assert "…" not in view
    assert re.search(r"Reynold Cheruiyot .* PB 3:48.06  Eugene 16 Sep 2023$", view, re.MULTILINE)


def test_names_have_one_form() -> None:
    """Where not all full names fit beside the figures, the family names."""
    narrow, wide = (block(shown(library(LONDON, "2:50.9"), width, 33), "Order") for width in (112, 150))

    assert narrow[0].split()[1:3] == ["1", "Kerr"]
    assert narrow[4].split()[1] == "Abdilaahi"
    assert (wide[0].split()[2], wide[4].split()[1]) == ("Josh", "Mohamed")


def test_of_a_large_field_the_foremost_are_expected() -> None:
    """And the followed, but not whoever is due first at the back; after the first finish at the finish."""
    race = "invented-marathon"
    scene = library(race, "1:45:00")
    last = next(row for row in reversed(scene.board.rows) if row.next is not None)
    bib = last.runner.entrant.bib

    expected = block(shown(scene, 116, 36), "Order")
    followed = block(shown(library(race, "1:45:00", followed=[bib]), 116, 60), "Order")
    finish = block(shown(library(race, "2:17:00"), 116, 36), "Order")

    assert "Avis Poplar                  35 km" in expected[0]
    assert not any(last.runner.full_name in line for line in expected)
    assert any(f"◆{last.runner.full_name}" in line for line in followed)
    assert all(line.endswith("finish") for line in finish[:8])


def test_the_first_three_are_large_where_there_is_room() -> None:
    """In a window of three columns that is high enough for everyone else as well."""
    scene = library(LONDON, "2:50")
    large = [row.rstrip() for row in block_letters("2 NUGUSE +0.3", SIZES[-1])]

    assert [any(row in line for line in shown(scene, 300, 80)) for row in large] == [True] * 4
    assert not any(large[1] in line for line in shown(scene, 120, 80))


def test_the_sentence_is_in_letters_of_blocks_where_there_is_room() -> None:
    """In a large window; there it is not written small as well."""
    scene = library(LONDON, "2:55")
    large, small = (shown(scene, *size) for size in ((200, 60), (120, 40)))
    letters = block_letters("THE BELL: KERR LEADS,", SIZES[-1])

    assert all(any(row.rstrip() in line for line in large) for row in letters)
    assert not any(line.startswith("The bell") for line in large)
    assert any(line.startswith("The bell") for line in small)


@pytest.mark.parametrize("size", [(78, 17), (80, 24), (120, 40)])
def test_there_is_always_a_sentence_to_say(size: tuple[int, int]) -> None:
    """However many are followed and records are in reach; the first three stay too."""
    scene = library(LONDON, "2:55", followed=["KER", "NUG"])

    view = shown(scene, *size)

    assert "The bell: Kerr leads, a tenth outside world-record pace" in view
    assert "Kerr 2:46.5, Nuguse three tenths back, Farken third" in view
    order = re.findall(r"^[ O][ r].{8} ([123]) (◆?\w+)", "\n".join(view), re.MULTILINE)
    assert order == [("1", "◆Josh"), ("2", "◆Yared"), ("3", "Robert")]


def test_the_result_has_places_and_what_it_is_worth() -> None:
    """At the end, with the winner's sentence above."""
    view = shown(library(LONDON), 78, 17)
    result = block(view, "Result")

    assert result[0].split()[:6] == ["Result", "1", "Josh", "Kerr", "3:42.66", "WR"]
    assert result[1].split() == ["2", "Yared", "Nuguse", "3:45.69", "+3.03", "SB"]
    assert any(line.startswith("Kerr wins in 3:42.66, a world record by 0.47") for line in view)
    result = block(shown(library(LONDON), 116, 33), "Result")
    assert " ".join(result[0].split()).startswith("Result 1 Kerr 3:42.66 WR DLR MR AR WL NR")


@pytest.mark.parametrize(("width", "columns"), [(109, 1), (110, 2), (179, 2), (180, 3)])
def test_a_wide_view_has_columns(width: int, columns: int) -> None:
    """Two from 110 cells on, three from 180."""
    view = shown(library(LONDON, "2:50.9"), width, 50)
    labels = [line for line in view if line.startswith("Order")]

    assert [sum(label in line for label in ("Order", "Next", "Before")) for line in labels] == [columns]


def test_a_correction_is_to_be_said_for_a_while() -> None:
    """Who has read out a wrong figure has to put it right."""
    log: list[Message] = [start_list(1600, (400, 800, 1200), runners("Ann One", "Bea Two")), Gun()]
    wrong = split("2", "400", "64.00")
    log += [split("1", "400", "60.00"), wrong, note()]
    right = replace(split("2", "400", "66.00"), id="right", replaces="wrong")
    fixed = [replace(m, id="wrong") if m is wrong else m for m in log]
    later = Note(text="Wind", when=Time.parse("10:00"))

    soon, late = (shown(made(*fixed, right, later, at=at), 100, 30) for at in ("9:10", "9:40"))

    assert any(line.startswith("≠ ") for line in soon)
    assert not any(line.startswith("≠ ") for line in late)


def test_at_a_chosen_checkpoint_only_its_arrivals_are_shown() -> None:
    """Who passed there, with the time there; who comes next, or that no one does."""
    scene = library(LONDON, "2:20.0")
    course = scene.course
    assert course is not None
    checkpoints = {checkpoint.id: index for index, checkpoint in enumerate(course.checkpoints)}

    there = shown(replace(scene, arrivals_at=checkpoints["1000"]))
    before = shown(replace(scene, arrivals_at=checkpoints["800"]))
    finish = shown(replace(scene, arrivals_at=course.finish))

    assert " 1000 m" in block(there, "Next")[0]
    assert all(line.endswith(" 800 m") for line in block(before, "Order"))
    assert block(before, "Order")[0].split()[-3:] == ["1:50.7", "800", "m"]
    assert block(before, "Next")[0] == "Next     all have passed 800 m"
    assert block(finish, "Next")[0] == "Next     no one yet at the finish"
    assert not any(line.startswith("Order") for line in finish)


def test_no_one_is_expected_where_all_have_passed() -> None:
    """Nor where the last who is still out is overdue or a pacemaker."""
    field = start_list(1500, [800], runners("One", "Two"))
    log = [field, Gun(), *(split(bib, "800", "1:50.00") for bib in "12")]

    def next_at_the_finish(*more: Message) -> list[str]:
        scene = made(*log, *more, at="9:00")
        assert scene.course is not None
        return block(shown(replace(scene, arrivals_at=scene.course.finish), 80, 30), "Next")

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

    assert shown(scene, 49, 10)[0].startswith("15:00   5.0 km to go")


@pytest.mark.parametrize("rows", [5, 7, 9, 10, 12])
def test_no_two_figures_look_the_same(rows: int) -> None:
    """Each is as high as asked for, and as wide as said."""
    glyphs = {character: figures(character, rows) for character in "0123456789-:."}

    assert len({tuple(glyph) for glyph in glyphs.values()}) == len(glyphs)
    for character, glyph in glyphs.items():
        assert len(glyph) == rows
        assert {len(line) for line in glyph} == {figure_cells(character, rows)}


def test_the_halves_of_figures_are_equal() -> None:
    """Fewer than five lines cannot be read, and from ten on each stroke takes two."""
    assert [numeral_rows(room) for room in (4, 5, 6, 9, 11, 12)] == [0, 5, 5, 9, 10, 12]


def test_a_one_stands_in_the_middle_of_its_room() -> None:
    """Not at its right edge, with a hole before it."""
    for rows in (5, 9, 12):
        left, right = (figures(text, rows)[rows // 2].index(BLOCK) for text in ("1", "7"))
        assert 0 < left < right


def test_a_pack_on_the_last_stretch_is_old_news_once_the_winner_is_home() -> None:
    """Who was in it may be home too; and no one leads any more."""
    last = [estimate(bib, 1200, "2:52.0", "2:53.0", "2:54.0") for bib in "BC"]
    log = [by_hand.start_list("ABC"), Gun(), by_hand.split("A", 1200, "2:50.00", 1), *last]
    log += [by_hand.split("A", 1600, "3:46.00", 1)]
    before, after = ("\n".join(shown(scene_of_log(log, at), 105)) for at in ("3:40", "3:48"))

    assert "Packs    Name A leads; then a pair within about 2 s at 1200 m" in before
    assert "Packs" not in after
    assert "a pair" not in after


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
