"""The pictures of the field of a road race: what they say, that they fit, and know nothing later."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from race.messages import Checkpoint, Entrant, Gun, Split, StartList
from race.times import Time
from tests.tui.app_on_stage import BOWERMAN
from tests.tui.golden import compare
from tests.tui.views.drawn import assert_fits, library, made, text, texts
from tests.tui.views.scenes import recording_of, scene_of, text_of
from tests.tui.views.test_bounds import HOSTILE, SIZES, Cut
from tui.text.styled_line import StyledLine
from tui.views import road_pictures
from tui.views.announcer import announcer
from tui.views.scene import Scene
from tui.views.view_registry import ROADS

GOLDENS = Path(__file__).parent / "goldens"

INVENTED, LONDON_MARATHON = "invented-marathon", "2025-london-marathon-men"

PICTURES = ROADS[1:]


def drawn(scene: Scene, picture: str, width: int = 100, height: int = 30) -> list[StyledLine]:
    """A picture of the field."""
    return road_pictures.lines(scene, width, height, picture)


@cache
def invented(at: str, group: str = "") -> Scene:
    """The invented marathon at a time: someone in its midst under the cursor, and two followed."""
    scene = scene_of(INVENTED, at)
    bibs = [row.runner.entrant.bib for row in scene.board.rows]
    return Scene(
        scene.history,
        scene.snapshot,
        chosen=bibs[150],
        followed=frozenset((bibs[40], bibs[200])),
        group=group,
    )


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize(
    ("at", "group"), [("0:20:00", ""), ("2:30:00", ""), ("2:30:00", "women"), ("4:40:00", "")]
)
def test_pictures_are_what_they_were(picture: str, at: str, group: str) -> None:
    """Each looks as its golden does, at each size."""
    if group and picture in ("arrivals", "still out"):
        pytest.skip("these are of everyone")
    scene = invented(at, group)
    for width, height in ((80, 20), (120, 34), (200, 54)):
        shown = "\n".join(line.rstrip() for line in text_of(drawn(scene, picture, width, height)))
        name = "-".join((picture.replace(" ", "-"), at.replace(":", ""), *filter(None, [group])))
        compare(GOLDENS / f"{name}-{width}x{height}.txt", shown)


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize(
    ("race", "at"),
    [(INVENTED, "0"), (INVENTED, "3:00:00"), (LONDON_MARATHON, "1:40:00"), (LONDON_MARATHON, None)],
)
def test_a_picture_fits_at_any_size(picture: str, race: str, at: str | None) -> None:
    """No line is too wide, and there are not too many of them."""
    scene = library(race, at)
    for width, height in SIZES:
        assert_fits(drawn(scene, picture, width, height), width, height)


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_knows_nothing_later_than_the_playhead(picture: str) -> None:
    """It is the same without the later messages."""
    clock_ms = Time.parse("2:10:00").ms
    whole = scene_of(INVENTED, clock_ms, estimates=False)
    recording = recording_of(INVENTED)
    history = recording.history(estimates=False)
    known = [
        m for m in history.messages if isinstance(m, StartList | Gun) or history.effect_ms(m) <= clock_ms
    ]
    cut = scene_of(Cut(INVENTED, known, recording.end_ms), clock_ms, estimates=False)

    assert drawn(whole, picture) == drawn(cut, picture)


@pytest.mark.parametrize("picture", PICTURES)
def test_hostile_names_are_only_names(picture: str) -> None:
    """Of runners, categories, waves and checkpoints."""
    entrants = tuple(
        Entrant(bib=str(n), name=f"{HOSTILE} {n}", category=f"[b]\x1b[31m{n % 2}", wave=f"\x1b[2J{n % 3}")
        for n in range(1, 41)
    )
    mats = tuple(Checkpoint(id=f"[i]{km}", distance_m=km * 1000, name=HOSTILE[:30]) for km in (5, 10))
    race = StartList(name="Race", distance_m=10_000, setting="road", checkpoints=mats, entrants=entrants)
    guns = [Gun(wave=wave) for wave in {entrant.wave for entrant in entrants}]
    splits = [
        Split(bib=str(n), checkpoint="[i]5", time=Time(900_000 + n * 1000), evidence="device")
        for n in range(1, 41)
    ]
    scene = made(race, *guns, *splits, at="16:00", chosen="2", followed=["3"])

    for group in ("", entrants[0].category):
        shown = Scene(scene.history, scene.snapshot, "2", frozenset("3"), group=group)
        for width, height in SIZES:
            assert_fits(drawn(shown, picture, width, height), width, height)


@pytest.mark.parametrize("picture", PICTURES)
def test_before_anything_is_known_a_picture_is_quiet(picture: str) -> None:
    """Without a start list there is nothing to draw."""
    assert_fits(drawn(made(), picture), 100, 30)


def test_a_track_has_no_picture_of_its_field() -> None:
    """Whatever is asked for, the track is drawn."""
    scene = library(BOWERMAN, "2:50")
    shown = {picture: drawn(scene, picture) for picture in ROADS}

    assert all(lines == shown["course"] for lines in shown.values())


@pytest.mark.parametrize("picture", PICTURES)
def test_of_a_small_field_it_is_said_why_there_is_no_picture(picture: str) -> None:
    """A race of eleven leaders, of most of whom no time was published on the way."""
    (line,) = drawn(library(LONDON_MARATHON, "1:40:00"), picture)

    assert text(line) == "a picture of the field takes 30 on the start list; v shows the course again"


def figures(line: str) -> list[int]:
    """The whole numbers on a line, but for those in a name such as `5k`."""
    return [int(number) for number in re.findall(r"(?<![\w.:])\d+(?![\w.:])", line)]


def test_the_table_adds_up() -> None:
    """What stands below it makes the start list, and so do the columns of the table."""
    lines = [text(line) for line in drawn(invented("2:30:00"), "still out")]
    rows = [line.split() for line in lines[2:13]]
    below = " ".join(lines[13:])
    late = re.search(r" \(~(\d+) of them overdue\)", below)
    overdue = int(late[1]) if late is not None else 0
    home, out, stopped, absent = figures(below.replace(late[0], "") if late is not None else below)

    assert lines[0].startswith(f"{out} still out   of 400 ")
    assert home + out + stopped + absent == 400
    assert home == int(rows[-1][1])
    assert out == sum(int(row[3]) for row in rows[:-1])
    assert stopped == sum(int(row[5]) for row in rows[:-1] if row[5] != "·")
    assert overdue == sum(int(row[4].strip("~")) for row in rows[:-1] if row[4] != "·")


def test_expected_arrivals_are_drawn_in_another_shape() -> None:
    """Those who came in blocks, left of now; those who are expected in dots, to the right of it."""
    lines = [text(line) for line in drawn(invented("2:30:00"), "arrivals", 120, 15)]
    half = next(line for line in lines if line.split()[:1] == ["half"])
    before, after = half.split("│")

    assert re.search("[▁-█]", before)
    assert not re.search("[⠁-⣿]", before)
    assert re.search("[⠁-⣿]", after)
    assert not re.search("[▁-█]", after)
    label, passed, to_come, _, soon = before.split()[:5]
    assert (label, int(passed) + int(to_come)) == ("half", 392)
    assert re.fullmatch(r"~\d+", soon)


def test_the_followed_come_next_with_a_countdown() -> None:
    """Below the checkpoints: in how long, who, and where."""
    shown = texts(drawn(invented("2:30:00"), "arrivals"))

    assert len(re.findall(r"~\d+:\d\d +◆\w.* \d\d km", shown)) == 2


def test_the_one_under_the_cursor_is_placed_among_all() -> None:
    """With the projected time, and at the end with the real one."""
    scene = invented("2:30:00")
    name = next(r.runner for r in scene.board.rows if r.runner.entrant.bib == scene.chosen).full_name
    shown = texts(drawn(scene, "finishes"))
    assert re.search(rf"▲ ›{name}  ~\d:\d\d:\d\d  ~1\d\d of 3\d\d are faster", shown)
    assert re.search(r"12 finished   ~\d+ projected   median ~4:\d\d:\d\d", shown)

    end = library(INVENTED, chosen=scene.chosen)
    row = next(r for r in end.board.rows if r.runner.entrant.bib == scene.chosen)
    faster = sum(
        r.passing.time < row.passing.time
        for r in end.board.rows
        if r.status == "finished" and r.passing and r.passing.time and row.passing and row.passing.time
    )
    shown = texts(drawn(end, "finishes"))
    assert f" {faster} of " in shown
    assert "~" not in shown


def test_a_group_is_drawn_in_another_shape_than_the_others() -> None:
    """And counted apart; the style is that of what is picked."""
    lines = drawn(invented("2:30:00", "women"), "field")
    shown = texts(lines)
    match = re.match(r"women: (\d+) of (\d+) on the course", shown)
    assert match is not None
    women, everyone = int(match[1]), int(match[2])
    assert f"█ women {women}   ░ others {everyone - women}" in shown
    assert {style for line in lines for part, style in line if "█" in part} == {"accent"}
    assert {style for line in lines for part, style in line if "░" in part} == {"dim"}


def test_the_first_and_the_last_are_named() -> None:
    """Where each is, as estimated."""
    shown = texts(drawn(invented("2:30:00"), "field"))

    first, last = (re.search(rf"^{end} +~(\d+\.\d) km  \w", shown, re.MULTILINE) for end in ("first", "last"))
    assert first is not None
    assert last is not None
    assert 42 > float(first[1]) > 35 > 20 > float(last[1]) > 10


def test_whoever_has_no_time_yet_is_nowhere_in_particular() -> None:
    """Before the first checkpoint with times they are a band on the way there."""
    shown = texts(drawn(invented("0:20:00"), "field"))

    assert re.search(r"░ \d+ without a time since the start", shown)
    assert "░░░" in shown


@pytest.mark.parametrize("group", ["women", "W40"])
def test_the_announcer_looks_at_one_group(group: str) -> None:
    """Its order with the places in it, and who of it comes next."""
    scene = invented("2:30:00", group)
    inside = [
        row
        for row in scene.board.rows
        if row.is_racing and (row.runner.entrant.category == group or row.runner.entrant.sex == group)
    ]
    shown = texts(announcer.lines(scene, 120, 40))

    order = [line[:52] for line in shown[shown.index(f"\n{group} ") + 1 :].split("\n")]
    for row, line in zip(inside[:8], order, strict=False):
        assert row.passing is not None
        assert row.passing.time is not None
        assert row.runner.short_name.split()[-1] in line
        assert f" {row.passing.time.show(0)} " in line.replace("+", " +")
    assert re.match(rf"{group} +1 ", order[0])
    everyone = {row.runner.full_name: row.runner.entrant for row in scene.board.rows}
    coming = [name for name in everyone if re.search(rf"~\d+:\d\d   [◆›]?{name} ", shown)]
    assert coming
    assert all(group in (everyone[name].category, everyone[name].sex) for name in coming)


def test_the_announcer_looks_at_one_group_at_a_checkpoint() -> None:
    """Those of it who have passed, with their places among themselves there."""
    scene = invented("2:30:00", "women")
    there = Scene(scene.history, scene.snapshot, arrivals_at=4, group="women")
    shown = texts(announcer.lines(there, 120, 40))
    women = [r for r in there.board.rows if r.runner.entrant.sex == "women" and 4 in r.runner.passings]
    first = min(
        women, key=lambda row: row.runner.passings[4].when_ms - _gun_ms(there, row.runner.entrant.wave)
    )

    assert re.search(rf"women +1 {first.runner.full_name} ", shown)
    men = {row.runner.full_name for row in there.board.rows if row.runner.entrant.sex == "men"}
    order = shown[shown.index("women ") :]
    assert not any(re.search(rf"\d {name} +\d:", order) for name in men)


def _gun_ms(scene: Scene, wave: str) -> int:
    return next(
        e.when_ms
        for e in scene.board.state.in_force(Gun)
        if isinstance(e.message, Gun) and e.message.wave == wave
    )
