"""The track from above, and the line of a road race."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from race.fold.history import History
from race.messages import Entrant, Mark, Message
from race.times import Time
from replays.watching.recorded_race import RecordedRace
from replays.watching.session import Session
from tests.bench.races import large_race
from tests.race.messages_by_hand import GUN, estimate, split, start_list
from tests.race.random_races import tidy_races, wild_logs
from tests.tui.app_on_stage import LONDON, Clock
from tests.tui.views.scenes import recording_of, scene_of, scene_of_log, text_of
from tui.views.scene import Scene, Target
from tui.views.track import oval

SIZES = st.tuples(st.integers(0, 130), st.integers(0, 45))


def drawn(scene: Scene, width: int = 80, height: int = 24) -> list[str]:
    """The course as text."""
    return text_of(oval.lines(scene, width, height))


def find(lines: list[str], sign: str) -> tuple[int, int]:
    """Column and row of the only character of its kind."""
    [found] = [(line.index(sign), row) for row, line in enumerate(lines) if sign in line[:80]]
    return found


def runner_at(at: str, lap_m: float | None = 400, marks: tuple[float, ...] = (400, 800)) -> Scene:
    """One runner under the cursor, at 5 m a second."""
    log: list[Message] = [start_list(["A"], marks, lap_m), GUN]
    log += [split("A", metres, f"{metres / 5:.1f}") for metres in marks]
    return scene_of_log(log, at, "A")


@settings(max_examples=60)
@given(wild_logs() | tidy_races(), SIZES, st.integers(0, 320_000))
def test_a_course_of_anything_keeps_its_size(log: list[Message], size: tuple[int, int], at_ms: int) -> None:
    """No log, no size and no time makes it wider or higher than it may be."""
    lines = drawn(scene_of_log(log, at_ms, "1"), *size)

    assert len(lines) <= size[1]
    assert all(cell_len(line) <= size[0] for line in lines)


@pytest.mark.parametrize("lap_m", [400, None])
@settings(max_examples=30)
@given(st.text(max_size=30))
def test_hostile_names_do_nothing(lap_m: float | None, name: str) -> None:
    """A name of any characters is read, cut, and moves nothing."""
    log = [start_list([Entrant(bib="A", name=name or "x")], lap_m=lap_m), GUN, split("A", 400, "60")]

    lines = drawn(scene_of_log(log, "1:10"))

    assert all(cell_len(line) <= 80 and line.isprintable() for line in lines)


@pytest.mark.parametrize(
    ("at", "right", "low"),
    [("1:20", True, True), ("1:35", True, False), ("2:05", False, False), ("2:15", False, True)],
)
def test_races_go_round_anticlockwise(at: str, right: bool, low: bool) -> None:
    """From the finish line up the right bend, along the back straight, down the left one."""
    column, row = find(drawn(runner_at(at)), "◆" if at == "1:20" else "◇")

    assert (column > 40) == right
    assert (row > 12) == low


def test_what_is_measured_is_drawn_otherwise() -> None:
    """At the moment of a split the runner is a full sign, after it an empty one."""
    assert find(drawn(runner_at("1:20")), "◆")
    assert find(drawn(runner_at("1:21")), "◇")


def test_what_runs_together_is_named_together() -> None:
    """Who is within ten metres belongs to the pack; how far the next are behind is said."""
    field = [Entrant(bib=name[0], name=name) for name in ("Ann", "Bea", "Cal")]
    log: list[Message] = [start_list(field), GUN]
    log += [split("A", 400, "1:00.0"), split("B", 400, "1:01.0"), split("C", 400, "1:10.0")]

    text = "\n".join(drawn(scene_of_log(log, "1:20.0")))

    assert "2: Ann, Bea" in text
    assert "~76 m Cal" in text


def test_the_infield_says_who_leads_by_how_much() -> None:
    """The first three in the order, where there is room and the first is known; the result in the end."""
    wide, low = (116, 34), (76, 18)
    figures = [line[20:96].split() for line in drawn(scene_of(LONDON, "2:50.00"), *wide) if " lap " in line]

    assert figures == [
        ["1", "Kerr", "2:46.5", "lap", "55.4"],
        ["2", "Nuguse", "2:46.8", "+0.3", "lap", "55.4"],
        ["3", "Farken", "2:47.2", "+0.7", "lap", "55.4"],
    ]
    assert not any(" lap " in line for line in drawn(scene_of(LONDON, "2:50.00"), *low))
    assert not any(
        " lap " in line for line in drawn(scene_of("2025-tokyo-worlds-1500m-final", "1:40"), *wide)
    )
    assert any("10   3:51.09  Davis" in line for line in drawn(scene_of(LONDON, "3:55.00"), *wide))


def test_the_first_and_the_followed_are_named_beside_their_dots() -> None:
    """How many are with them is said in words, and each name has the colour of its runner."""
    field = [Entrant(bib=bib, name=f"Runner {bib} With-A-Long-Name") for bib in "ABCDE"]
    log: list[Message] = [
        start_list(field),
        GUN,
        *(split(bib, 400, f"60.{'ABCDE'.index(bib)}") for bib in "ABCDE"),
    ]
    scene = replace(scene_of_log(log, "1:20.0", "C"), followed=frozenset({"D"}))
    lines = oval.lines(scene, 160, 44)
    whole = "\n".join(text_of(lines))

    assert not re.search(r"\+\d+(?![.\d])", whole), "no number of runners, as gaps look alike"
    assert re.search(r"and \d more|›Runner C", whole)
    assert {style for line in lines for text, style in line if "◆Runner D" in text} == {"followed-1"}
    assert {style for line in lines for text, style in line if text.startswith("›Runner C")} == {"accent"}


def test_the_marks_run_on_the_track() -> None:
    """Each that is shown is a line across it, with its title, where it would be by now."""
    log: list[Message] = [start_list(["A"], (400, 800)), GUN, split("A", 400, "60.0")]
    history = History(log)
    watch = Session(RecordedRace("made", log), Clock(), at_ms=70_000)
    watch.add_mark(Mark(label="sub-2", time=Time(119_990)))
    shown = watch.view()
    assert shown.against is not None
    target = Target("sub-2", shown.against.first.running.at)

    assert "┄ sub-2" in "\n".join(drawn(Scene(history, shown, target=target)))
    assert "┄ sub-2" not in "\n".join(drawn(Scene(history, shown)))
    assert shown.against.first.running.metres_at(59_995) == 400
    assert shown.against.first.running.metres_at(130_000) == 800


def test_finishers_are_named() -> None:
    """They leave the track."""
    lines = drawn(runner_at("2:50"))

    assert any("1 home" in line for line in lines)
    assert any(line.split()[-1:] == ["›A"] or "  ›A  " in line for line in lines)
    assert not any("◇" in line for line in lines)


def test_the_track_knows_nothing_later() -> None:
    """At a time the track of the whole race is the track of what was known by then."""
    at_ms = 150_000
    history = recording_of(LONDON).history()
    known = [message for message in history.messages if history.effect_ms(message) <= at_ms]

    assert drawn(scene_of_log(known, at_ms)) == drawn(scene_of(LONDON, at_ms))


def test_a_road_is_a_line() -> None:
    """The course from left to right with its checkpoints, the kilometre of the leader, and the order."""
    lines = drawn(runner_at("25:00", lap_m=None, marks=(5000, 10_000)))

    assert lines[0].startswith("~2.5 km to go")
    assert lines[1].index("◇") == 59
    assert "5000" in lines[3]
    assert "7.4 km" in lines[10]
    near = drawn(runner_at("32:30", lap_m=None, marks=(5000, 10_000)))
    assert near[0].startswith("~250 m to go")


def test_a_road_with_everyone_home_is_the_result() -> None:
    """The course without a stretch of it that no one runs on, and the first with their times."""
    scene = scene_of("invented-marathon", "7:55:00", "3")

    lines = drawn(scene)

    assert re.fullmatch(r"385 home: ›I\. Larch, A\. Poplar, R\. Poplar, [^…]* and \d+ more *", lines[0])
    assert not any("━" in line or " km" in line or "measured" in line for line in lines)
    assert lines[5].split() == ["1", "2:15:41", "›I.", "Larch", "20", "2:49:59", "Fi.", "Hornbeam"]
    assert lines[-1].split()[:4] == ["19", "2:49:50", "S.", "Hazel"]


def test_a_few_home_are_named_as_far_as_they_fit() -> None:
    """Names are left out whole, and counted."""
    lines = drawn(scene_of("invented-marathon", "2:20:00"), 60)

    assert re.match(r"10 home: [^…]+ and \d+ more +● measured", lines[0])


def test_300_on_a_road_and_on_a_track() -> None:
    """Every runner is part of a bar on the line; the chosen one has a symbol."""
    scene = scene_of(RecordedRace("large", large_race(checkpoints=5)), "8:00", "17")

    lines = drawn(scene)

    assert "◇" in lines[1]
    assert "█" in lines[1]


@pytest.mark.parametrize("lap_m", [400.0, None])
def test_a_pack_is_drawn_over_its_stretch_with_one_label(lap_m: float | None) -> None:
    """No runner in it is drawn at a spot; who is picked is named beside the label."""
    together = [estimate(bib, 400, "55.0", "57.0", "59.0") for bib in "BDCE"]
    log: list[Message] = [start_list("ABCDE", lap_m=lap_m), GUN, split("A", 400, "55.00", 1), *together]

    shown = "\n".join(drawn(scene_of_log(log, "59.5", "D"), 100, 40))

    assert "pack of 4 ›D" in shown
    assert "pack of 4: B, C, ›D, E" in shown
    assert "░ pack" in shown
    assert shown.count("░") > 3
    assert shown.count("○") == 2  # A, and the key
    assert "◇" not in shown.split("━")[-1]


def test_without_estimates_no_pack_is_drawn() -> None:
    """Only what was published decides where runners are."""
    eugene = "2022-eugene-worlds-1500m-final"
    shown = [scene_of(eugene, "1:58", estimates=estimates) for estimates in (True, False)]

    assert ["░" in "".join(drawn(scene)) for scene in shown] == [True, False]
