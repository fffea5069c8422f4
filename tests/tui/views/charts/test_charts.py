"""The three charts along the course."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from race.laps import Stretch
from race.messages import Entrant, Mark, Message
from race.order.checkpoint_table import CheckpointTable
from race.times import Time
from replays.watching.recorded_race import RecordedRace
from tests.bench.races import large_race
from tests.race.messages_by_hand import GUN, estimate, split, start_list, status
from tests.race.random_races import tidy_races, wild_logs
from tests.tui.app_on_stage import LONDON
from tests.tui.views.scenes import recording_of, scene_of, scene_of_log, text_of
from tui.views.charts import gaps
from tui.views.charts.chart import Chart, spread_apart
from tui.views.charts.chart_scale import scale_of_seconds
from tui.views.charts.gaps import Kind, without_outliers
from tui.views.charts.lap_times import lap_times
from tui.views.charts.places import place_scale, places_chart
from tui.views.scene import Scene, Target

KINDS: tuple[Kind, ...] = ("gaps", "places", "laps")

SIZES = st.tuples(st.integers(0, 130), st.integers(0, 45))


def chart(scene: Scene, width: int = 80, height: int = 20, kind: Kind = "gaps") -> list[str]:
    """A chart as text."""
    return text_of(gaps.lines(scene, width, height, kind))


def named(lines: list[str]) -> list[str]:
    """The last words of the lines of a chart: names and values, from the top."""
    ends = [re.split("[\u2800-\u28ff┊┈]", line)[-1].strip() for line in lines[1:-2]]
    return [end for end in ends if any(character.isalpha() for character in end)]


def lapped(*names: str) -> list[Message]:
    """A mile of four: B 1 s behind A at every lap, C 2 s, and D as far as a lap."""
    log: list[Message] = [start_list([Entrant(bib=name[0], name=name) for name in names]), GUN]
    for lap, metres in enumerate((400, 800, 1200, 1600), start=1):
        for behind, name in zip((0, 1, 2, 50), names, strict=False):
            log.append(split(name[0], metres, f"{(60 + behind) * lap}.0"))
    return log


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40)
@given(wild_logs() | tidy_races(), SIZES, st.integers(-1000, 320_000))
def test_a_chart_of_anything_keeps_its_size(
    kind: Kind, log: list[Message], size: tuple[int, int], at_ms: int
) -> None:
    """No log, no size and no time makes a chart wider or higher than it may be."""
    lines = chart(scene_of_log(log, max(at_ms, 0), "1"), *size, kind)

    assert len(lines) <= max(size[1], 0)
    assert all(cell_len(line) <= size[0] for line in lines)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25)
@given(st.text(max_size=30))
def test_hostile_names_do_nothing(kind: Kind, name: str) -> None:
    """A name of any characters is read, cut, and moves nothing."""
    log = [
        start_list([Entrant(bib="A", name=name or "x")]),
        GUN,
        split("A", 400, "60"),
        split("A", 800, "120"),
    ]

    lines = chart(scene_of_log(log, "2:10", "A"), kind=kind)

    assert all(cell_len(line) <= 80 and line.isprintable() for line in lines)


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_knows_nothing_later(kind: Kind) -> None:
    """At a time the chart of the whole race is the chart of what was known by then."""
    whole, at_ms = recording_of(LONDON), 150_000
    messages = whole.history().messages
    known = [message for message in messages if whole.history().effect_ms(message) <= at_ms]

    assert chart(scene_of_log(known, at_ms), kind=kind) == chart(scene_of(LONDON, at_ms), kind=kind)


def test_gaps_are_those_at_the_last_checkpoint() -> None:
    """Names stand in order, each with the gap that was measured."""
    assert named(chart(scene_of_log(lapped("Ann", "Bea", "Cal"), "10:00"))) == [
        "Ann +0.0",
        "Bea +4.0",
        "Cal +8.0",
    ]


@pytest.mark.parametrize("width", [40, 60])
def test_a_name_is_cut_before_the_figure_behind_it(width: int) -> None:
    """In a narrow chart too a gap has all of its digits."""
    entrants = [Entrant(bib="1", name="Gabriela"), Entrant(bib="2", name="Mismas-van-den-Zrimsek-de-Vries")]
    log = [start_list(entrants), GUN, split("1", 400, "59.0"), split("2", 400, "1:15.2")]
    lines = chart(scene_of_log(log, "1:20"), width)

    assert any("… +16.2" in line for line in lines)


def test_gaps_are_to_the_leader_of_the_race_as_on_the_board() -> None:
    """One who led before and was overtaken has no gap, and the others are behind the one who leads."""
    log = [start_list([Entrant(bib=name[0], name=name) for name in ("Ann", "Bea", "Cal")]), GUN]
    log += [split(bib, 400, time) for bib, time in (("A", "60.0"), ("B", "61.0"), ("C", "64.0"))]
    log += [split("B", 800, "2:02.0")]

    lines = chart(scene_of_log(log, "2:03"))

    assert lines[0].startswith("Behind the leader, Bea")
    assert named(lines) == ["Ann", "Bea +0.0", "Cal +3.0"]


@pytest.mark.parametrize("estimates", [True, False])
def test_only_between_measured_neighbours_is_a_line_measured(estimates: bool) -> None:
    """Across a missed checkpoint it is an estimate; with published figures alone there is none."""
    log = [start_list(["A", "B", "C"]), GUN]
    log += [split("A", 400 * lap, f"{lap}:00.0") for lap in (1, 2, 3, 4)]
    log += [split("B", 1600, "4:02.0"), split("C", 400, "62.0"), split("C", 1200, "3:05.0")]
    scene = scene_of_log(log, "5:00")
    scene = replace(scene, snapshot=scene.snapshot._replace(estimates=estimates))
    table = scene.checkpoints
    assert table is not None
    across = "estimated" if estimates else "none"

    def lines_of(make: Callable[[Scene, CheckpointTable, int], Chart]) -> dict[str, list[str]]:
        drawn = make(scene, table, 20).series
        return {
            series.label.strip("1234 ")[:1]: [point.line for point in series.points[1:]] for series in drawn
        }

    measured = ["measured"] * 3
    assert lines_of(gaps.gap_chart) == {
        "A": measured,
        "B": [],
        "C": [across],
    }
    assert lines_of(places_chart) == {"A": measured, "B": [], "C": [across]}
    assert lines_of(lap_times) == {"A": measured, "C": []}


def test_gaps_to_a_runner_show_who_is_ahead() -> None:
    """Behind a chosen athlete, those in front are above, with a minus."""
    scene = scene_of_log(lapped("Ann", "Bea", "Cal"), "10:00")

    lines = chart(Scene(scene.history, scene.snapshot, behind="B"))

    assert lines[0].startswith("Behind Bea")
    assert named(lines) == ["Ann -4.0", "Bea +0.0", "Cal +4.0"]


def test_gaps_to_a_target() -> None:
    """Gaps can be measured to a record where its times are known."""
    scene = scene_of_log(lapped("Ann"), "10:00")
    record = Target("WR", lambda index: Stretch(Time(58_000 * (index + 1), 1), 400 * (index + 1), False))

    lines = chart(Scene(scene.history, scene.snapshot, behind=record))

    assert lines[0].startswith("Behind WR")
    assert named(lines) == ["Ann +8.0"]


def raced(lap_ms: int, *, estimated: bool = False) -> Target:
    """A mark at so many milliseconds a lap."""
    return Target(
        "WR", lambda index: Stretch(Time(lap_ms * (index + 1), 1), 400 * (index + 1), estimated and index < 3)
    )


@pytest.mark.parametrize(
    ("behind", "ends"),
    [
        (None, ["┄ WR 3:58.0", "Ann +0.0", "Bea +4.0"]),
        ("B", ["┄ WR 3:58.0", "Ann -4.0", "Bea +0.0"]),
        (raced(59_500), ["┄ WR 3:58.0", "Ann +2.0", "Bea +6.0"]),
    ],
)
def test_the_mark_that_is_raced_has_a_line_of_its_own(behind: str | Target | None, ends: list[str]) -> None:
    """With its name at the end, whatever gaps are measured to."""
    scene = scene_of_log(lapped("Ann", "Bea"), "10:00")

    lines = chart(Scene(scene.history, scene.snapshot, behind=behind, target=raced(59_500)))

    assert named(lines) == ends


def test_a_mark_at_even_pace_is_dotted() -> None:
    """Its line has fewer dots than one by its own splits."""
    scene = scene_of_log(lapped("Ann", "Bea"), "10:00")
    own, even = (
        "".join(chart(Scene(scene.history, scene.snapshot, target=raced(60_500, estimated=estimated))))
        for estimated in (False, True)
    )

    assert dots(even) < dots(own)


def test_a_mark_at_even_pace_makes_no_measured_line_an_estimate() -> None:
    """What was run is as measured as before, whatever it is held against."""
    scene = scene_of_log(lapped("Ann", "Bea"), "10:00")
    even = raced(60_500, estimated=True)
    against = Scene(scene.history, scene.snapshot, behind=even, target=even)
    assert against.checkpoints is not None

    _, *lines = reversed(gaps.gap_chart(against, against.checkpoints, 20).series)

    assert [point.line for line in lines for point in line.points[1:]] == ["measured"] * 6


def test_colours_are_of_who_is_picked() -> None:
    """The chosen one and each of the followed have a style of their own, and everyone else the same."""
    followed = frozenset({"B", "C"})
    scene = replace(scene_of_log(lapped("Ann", "Bea", "Cal", "Dot"), "10:00", "A"), followed=followed)
    table = scene.checkpoints
    assert table is not None
    styles = {line.label.strip("›◆")[:3]: line.style for line in gaps.gap_chart(scene, table, 20).series}
    playhead = {style for line in gaps.lines(scene, 80, 20) for text, style in line if "┊" in text}

    assert styles == {"Ann": "accent", "Bea": "followed-1", "Cal": "followed-2", "Dot": "other"}
    assert playhead == {"dim"}


def test_lines_that_lie_on_one_another_are_told_apart() -> None:
    """Two who are level all the way are two lines, with room between them."""
    log: list[Message] = [start_list(["A", "B", "C"]), GUN]
    for lap, metres in enumerate((400, 800, 1200, 1600), start=1):
        log += [split(bib, metres, f"{60 * lap + lap * (bib == 'C')}.0") for bib in "ABC"]
    lines = chart(scene_of_log(log, "10:00"), 100, 30)

    middle = [row for row, line in enumerate(lines) if "⠀" < line[45] < "⤀"]

    assert dots("".join(lines[row][45] for row in middle)) == 6


def test_before_the_first_split_there_is_no_line() -> None:
    """Where nothing was measured nothing is drawn: lines begin at the first checkpoint."""
    lines = chart(scene_of_log(lapped("Ann", "Bea"), "10:00"))
    first = lines[-2].index("┴")

    assert dots("".join(line[: first - 1] for line in lines[1:-2])) == 0


def test_a_pacemaker_is_named_as_one() -> None:
    """While pacing and where the line ends, when out."""
    field = [Entrant(bib="P", name="Pia", role="pacemaker"), Entrant(bib="A", name="Ann")]
    log: list[Message] = [start_list(field), GUN]
    log += [split(bib, metres, f"{at}.0") for metres, at in ((400, 60), (800, 120)) for bib in "PA"]
    shown = [scene_of_log(log, "2:10"), scene_of_log([*log, status("P", "dnf")], "2:20")]

    assert all("PM Pia" in "\n".join(chart(scene)) for scene in shown)


def dots(text: str) -> int:
    """How many dots are drawn."""
    return sum((ord(character) - 0x2800).bit_count() for character in text if "⠀" < character < "⤀")


def test_a_mark_goes_no_further_than_the_race() -> None:
    """It is where the leader was last seen; before the first split there is none."""
    scene = scene_of_log(lapped("Ann", "Bea")[:4], "1:05")
    lines = chart(Scene(scene.history, scene.snapshot, target=raced(59_500)))
    assert named(lines) == ["┄ WR 3:58.0", "Ann +0.0", "Bea +1.0"]

    start = scene_of_log(lapped("Ann", "Bea")[:2], "0:05")
    assert named(chart(Scene(start.history, start.snapshot, target=raced(59_500)))) == []


@pytest.mark.parametrize(("lap_ms", "end"), [(30_000, "┄ WR 2:00.0↑"), (90_000, "┄ WR 6:00.0↓")])
def test_a_mark_far_from_all_does_not_squash_them(lap_ms: int, end: str) -> None:
    """It leaves the chart, and an arrow says where to."""
    scene = scene_of_log(lapped("Ann", "Bea"), "10:00")
    alone = chart(Scene(scene.history, scene.snapshot))
    lines = chart(Scene(scene.history, scene.snapshot, target=raced(lap_ms)))

    assert end in named(lines)
    assert [line[:2] for line in lines[1:-2]] == [line[:2] for line in alone[1:-2]]


def test_a_lapped_runner_does_not_squash_the_rest() -> None:
    """Who is minutes behind leaves the chart, and an arrow says so."""
    lines = chart(scene_of_log(lapped("Ann", "Bea", "Cal", "Dot"), "10:00"))

    assert named(lines)[-1].endswith("Dot +3:20.0↓")
    assert [line[:2] for line in lines[1:-2] if line[:2].strip()] == [f"{s} " for s in range(9)]


def test_places_are_counted_at_each_checkpoint() -> None:
    """The one who leads is on top; equal times share a place."""
    log = [
        start_list(["A", "B", "C"]),
        GUN,
        split("A", 400, "60.0"),
        split("B", 400, "60.0"),
        split("C", 400, "61.0"),
    ]

    assert named(chart(scene_of_log(log, "1:05"), kind="places")) == ["1 A", "1 B", "3 C"]


def test_lap_times_are_those_of_laps() -> None:
    """The last lap of each stands at the end of the line, the fastest on top."""
    assert named(chart(scene_of_log(lapped("Ann", "Bea"), "10:00"), kind="laps")) == [
        "Ann 1:00.0",
        "Bea 1:01.0",
    ]


def test_a_stretch_that_is_nearly_a_lap_is_labelled_with_its_length() -> None:
    """The last 409 m are drawn at their pace; the figure is the time that was measured."""
    log = [start_list(["A"], (400, 800, 1200, 1609.344)), GUN]
    log += [split("A", at, time) for at, time in (("400", "1:00.0"), ("800", "2:00.0"), ("1200", "3:00.0"))]
    log += [split("A", "1609.34", "4:01.40")]

    assert named(chart(scene_of_log(log, "5:00"), kind="laps")) == ["A 1:01.4 /409"]


def test_a_pacemaker_who_is_out_has_a_line_and_no_gap_to_hold() -> None:
    """The line ends where the pacemaker left; the scale is that of the others."""
    log = [*lapped("Ann", "Bea"), status("B", "dnf")]

    assert "Bea" not in "".join(named(chart(scene_of_log(log, "10:00"))[:2]))


def test_of_300_the_first_the_followed_and_the_chosen_are_shown() -> None:
    """Picked runners are shown even if not all fit."""
    scene = scene_of(RecordedRace("large", large_race(entrants=300, checkpoints=4)), "20:00")
    last = [row.runner.entrant.bib for row in scene.board.rows if row.is_racing][-2:]

    lines = "\n".join(chart(Scene(scene.history, scene.snapshot, last[0], frozenset(last[1:])), 80, 18))

    assert f"›Runner {last[0]}" in lines or f"›{last[0]}" in lines
    assert f"◆{last[1]}" in lines or f"◆Runner {last[1]}" in lines


@given(st.lists(st.integers(0, 19)).map(sorted), st.integers(1, 20))
def test_names_never_share_a_row(wanted: list[int], rows: int) -> None:
    """As many names as there are rows stand in order, each on a row of its own."""
    found = spread_apart([min(row, rows - 1) for row in wanted], rows)

    assert len(found) == min(len(wanted), rows)
    assert found == sorted(set(found))
    assert all(0 <= row < rows for row in found)


@given(st.lists(st.integers(0, 19), unique=True).map(sorted))
def test_names_with_room_stand_where_their_lines_end(wanted: list[int]) -> None:
    """Nothing is moved without need."""
    assert spread_apart(wanted, 20) == wanted


@given(st.floats(-100, 100), st.floats(0.5, 4000), st.integers(5, 60))
def test_a_scale_of_seconds_holds_what_it_must(least: float, span: float, rows: int) -> None:
    """Its ticks are round, and so few that they can be written."""
    scale = scale_of_seconds(least, least + span, rows)

    assert scale.top <= least
    assert scale.bottom >= least + span - 1e-6
    assert 2 <= len(scale.ticks) <= rows


@given(st.floats(-100, 100), st.floats(0.5, 4000), st.integers(5, 60))
def test_ticks_are_as_many_rows_apart(least: float, span: float, rows: int) -> None:
    """No two are nearer to each other than two others."""
    scale = scale_of_seconds(least, least + span, rows)
    a_second = (rows * 4 - 1) / (scale.bottom - scale.top)
    drawn_in = [int((tick - scale.top) * a_second + 1e-6) // 4 for tick in scale.ticks]

    assert len({end - start for start, end in pairwise(drawn_in)}) == 1


@pytest.mark.parametrize(
    ("least", "most", "unit", "shown"),
    [
        (0, 3, "in seconds", {"0.0", "1.0", "3.0"}),
        (-75, 0, "in minutes", {"-1:10", "-0:40", "0:00"}),
        (0, 8000, "in hours", {"0:00:00", "0:30:00", "1:00:00"}),
    ],
)
def test_all_ticks_are_in_one_unit(least: float, most: float, unit: str, shown: set[str]) -> None:
    """Beside minutes, seconds are not written as if they were minutes too."""
    scale = scale_of_seconds(least, most, 25)

    assert scale.unit == unit
    assert shown <= {scale.show(tick) for tick in scale.ticks}


@given(st.integers(1, 120), st.integers(5, 60))
def test_every_place_has_its_line(last: int, rows: int) -> None:
    """From the first to the last every place is on the chart; where there is room, each on its own line."""
    scale = place_scale(last, rows)
    dots = [(place - scale.top) / (scale.bottom - scale.top) * (rows * 4 - 1) for place in range(1, last + 1)]

    assert all(0 <= dot <= rows * 4 - 1 for dot in dots)
    assert last > rows or len({int(dot) // 4 for dot in dots}) == last


def test_the_scale_follows_the_many() -> None:
    """The largest value counts unless it lies far beyond half of them."""
    assert without_outliers([]) == 0
    assert without_outliers([3, 1, 2]) == 3
    assert without_outliers([1, 2, 3, 4, 90]) == 4


def thin_race(at: str) -> Scene:
    """A of five led at 400 m, the others came together; at 800 m all five did."""
    together = [estimate(bib, 400, "56.0", "57.0", "59.0") for bib in "BCDE"]
    later = [estimate(bib, 800, "1:54.0", "1:55.0", "1:57.0") for bib in "ABCDE"]
    log: list[Message] = [start_list("ABCDE"), GUN, split("A", 400, "55.0", 1), *together, *later]
    return scene_of_log(log, at, "C")


def test_a_pack_is_a_band_with_one_label() -> None:
    """No runner in it has a line or a value of its own; a name stays at the end of what was published."""
    scene = thin_race("58.0")

    lines = chart(scene)

    assert named(lines) == ["A +0.0", "pack of 4"]
    assert "⡂⠅ pack" in lines[0]
    assert lines[0].startswith("Behind the leader, A")
    assert any("⠅" in line[6:30] for line in lines[8:-3])


def test_while_no_one_is_known_to_lead_the_chart_has_a_base() -> None:
    """Gaps are to the first time at each checkpoint, and a band to its own first runner."""
    lines = chart(thin_race("1:58"))

    assert lines[0].startswith("Behind the first time at each checkpoint")
    assert "pack of 5" in named(lines)
    assert not any(re.search(r"[ABCDE] [+-]", name) for name in named(lines))


def test_a_band_is_measured_to_whom_the_viewer_compares() -> None:
    """At a checkpoint where that runner has no time there is no band."""
    scene = replace(thin_race("1:58"), behind="A")

    assert scene.checkpoints is not None
    bands = gaps.gap_chart(scene, scene.checkpoints, 20).bands

    assert [(band.end.metres, band.end.low, band.end.high) for band in bands] == [(400.0, 1.0, 4.0)]


def test_where_only_what_was_published_is_shown_there_is_no_band() -> None:
    """A race of the library with packs has none without estimates."""
    eugene = "2022-eugene-worlds-1500m-final"
    shown = [scene_of(eugene, "1:58", estimates=estimates) for estimates in (True, False)]

    assert ["pack" in " ".join(chart(scene)) for scene in shown] == [True, False]


@pytest.mark.parametrize("kind", ["places", "laps"])
def test_who_is_in_a_pack_has_no_place_or_lap_of_now(kind: Kind) -> None:
    """The name stands at the end of what was published, without a value that is past."""
    _, first, *_ = chart(thin_race("1:58"), kind=kind)

    assert re.search(r"[\u2800-\u28ff] ?A +[\u2800-\u28ff┊ ]*$", first)


def test_before_the_first_split_a_chart_shows_what_may_be_raced_and_no_scale() -> None:
    """The marks that someone here may take, with their time there, and the listed personal bests."""
    bests = [
        Entrant(bib="A", name="Ann Able", nation="KEN", pb=Time.parse("4:20.50")),
        Entrant(bib="P", name="Pia Pace", role="pacemaker", pb=Time.parse("4:01.00")),
    ]
    marks = (
        Mark(
            code="WR", label="Record", time=Time.parse("4:07.64"), holder="Faith Kipyegon", date="2023-07-21"
        ),
        Mark(code="NR", label="British record", time=Time.parse("4:14.30"), nation="GBR"),
    )
    log: list[Message] = [replace(start_list(bests), marks=marks), GUN]
    lines = [line.rstrip() for line in chart(scene_of_log(log, "0:20"), 60, 12)]

    assert lines == [
        "No gaps before the first split, at 400 m",
        "",
        "                      finish     400 m",
        "WR (Kipyegon 2023)   4:07.64   ~1:02.0",
        "Able, PB             4:20.50",
    ]
    assert (
        chart(scene_of_log(log, "0:20"), 60, 12, "laps")[0] == "No lap times before the first split, at 400 m"
    )


def test_a_chart_of_laps_says_where_the_first_ends() -> None:
    """After a split that ends no lap, neither a lap time nor a scale is drawn."""
    lines = chart(scene_of(LONDON, "0:20"), 80, 20, "laps")

    assert lines == ["No lap times before the first lap ends, at 400 m"]


def test_a_result_without_splits_says_that_gaps_before_it_were_not_published() -> None:
    """In the room that is empty; not where there are packs or splits, nor before the finish."""
    note = "no gaps before the finish were published"
    thin, full = (scene_of(race, "3:48.00", estimates=False) for race in ("2024-bowerman-mile", LONDON))
    packs, early = (scene_of("2024-bowerman-mile", at) for at in ("3:48.00", "3:00.00"))

    assert any(note in line for line in chart(thin))
    assert not any(note in line for scene in (full, packs, early) for line in chart(scene))
