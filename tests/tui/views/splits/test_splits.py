"""The splits grid: every athlete by every checkpoint, in four modes, with signs that need no colour."""

from __future__ import annotations

from dataclasses import replace

import pytest

from race.course import START
from race.messages import Checkpoint, Entrant, Gun, Message, Official, Split, StartList, Void
from race.times import Time
from tests.race import messages_by_hand
from tests.race.messages_by_hand import estimate
from tests.tui.app_on_stage import BOWERMAN, LONDON
from tests.tui.small_races import runners, split, start_list
from tests.tui.views.drawn import HENGELO, library, made, text, texts
from tests.tui.views.scenes import scene_of_log
from tui.views.scene import Scene
from tui.views.split_claims_table import split_claims
from tui.views.splits.split_cells import Mode
from tui.views.splits.splits import Grid, lines


def race(*messages: Message) -> list[Message]:
    """Four laps of two athletes."""
    return [start_list(1600, (400, 800, 1200), runners("Ann One", "Bea Two")), Gun(), *messages]


def row(scene: Scene, name: str, mode: Mode = "time", width: int = 120) -> list[str]:
    """The cells of an athlete."""
    [line] = [line for line in lines(scene, width, 40, mode) if name in text(line)]
    return text(line).split(name)[1].split()


def test_a_cell_shows_its_evidence_by_a_character() -> None:
    """By hand, doubtful, and missing; an estimate has none."""
    scene = made(
        *race(
            split("1", "400", "60.00", evidence="hand"),
            split("1", "1200", "3:00.00", suspect=True),
            split("2", "400", "61.00", evidence="estimated"),
        )
    )

    assert row(scene, "Ann One") == ["h1:00.00", "?3:00.00"]
    assert row(scene, "Bea Two") == []


def test_heads_stand_above_figures_of_fewer_decimals_than_the_result_has() -> None:
    """A race of hundredths with splits in tenths: heads and figures end in the same cell."""
    table = lines(made(*race(split("1", "400", "60.0"), split("2", "400", "61.2"))), 100, 20)
    head, first = text(table[0]), text(table[1])

    assert head.index(" 400") + len(" 400") == first.index("1:00.0") + len("1:00.0")


def test_heads_of_laps_say_how_long_an_unusual_one_is() -> None:
    """The first, the last and those between, in words."""
    field = start_list(1009, (200, 600, 700), runners("Ann One"))
    head = text(lines(made(field, Gun()), 100, 20, "lap")[0])

    assert "first 200 m" in head
    assert "700 (100 m)" in head
    assert head.rstrip().endswith("last 409 m")


def test_a_corrected_time_is_marked_and_a_finish_is_provisional_until_it_is_official() -> None:
    """Both signs stand behind the figure."""
    messages = [
        Split(id="a", bib="1", checkpoint="400", time=Time.parse("60.00"), evidence="device"),
        Split(bib="1", checkpoint="400", time=Time.parse("60.10"), evidence="device", replaces="a"),
        split("1", "finish", "4:00.00"),
    ]

    assert row(made(*race(*messages)), "Ann One")[0] == "1:00.10≠"
    assert row(made(*race(*messages)), "Ann One")[-1] == "4:00.00°"
    assert row(made(*race(*messages, Official())), "Ann One")[-1] == "4:00.00"


def test_the_modes_are_time_lap_place_and_gap() -> None:
    """The first one there has a time in place of a gap; places come with how many were gained."""
    scene = made(
        *race(
            split("1", "400", "60.00"),
            split("2", "400", "60.50"),
            split("2", "800", "2:00.00"),
            split("1", "800", "2:00.40"),
        )
    )

    assert row(scene, "Bea Two", "time") == ["1:00.50", "2:00.00"]
    assert row(scene, "Bea Two", "lap") == ["1:00.50", "59.50★"]
    assert row(scene, "Ann One", "lap") == ["1:00.00*", "1:00.40"]
    assert row(scene, "Bea Two", "place") == ["2", "1", "▲1"]
    assert row(scene, "Bea Two", "gap") == ["1:00.50", "2:00.00"]
    assert row(scene, "Ann One", "gap") == ["-0.50", "+0.40"]


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("mode", ["time", "lap", "gap"])
def test_figures_of_many_hours_are_whole(mode: Mode, width: int) -> None:
    """Slower than the columns are made for, they widen them, at any width of the pane."""
    field = start_list(160_000, (16_000, 80_000), runners("Ann One", "Bea Two"), lap_m=None, setting="trail")
    times = {"1": ("1:23:00", "9:12:00", "23:13:00"), "2": ("2:05:00", "19:13:00", "47:59:00")}
    marks = ("16000", "80000", "finish")
    log = [split(bib, mark, time) for bib, by in times.items() for mark, time in zip(marks, by, strict=True)]
    drawn = texts(lines(made(field, Gun(), *log), width, 20, mode))

    assert not any("…" in line for line in drawn)


def test_the_newest_checkpoint_is_in_sight_and_arrows_say_that_there_are_more() -> None:
    """A narrow pane shows the last columns, and others under the cursor."""
    scene = library(LONDON, "2:19.2")

    newest, first = Grid(scene, 80), Grid(replace(scene, column=0), 80)

    assert {9, 10} <= set(newest.columns)
    assert {"‹", "›"} <= set(text(newest.title()))
    assert first.columns[0] == 0
    assert "‹" not in text(first.title())


def test_the_column_under_the_cursor_is_in_sight() -> None:
    """Its cell stands in brackets on the chosen line."""
    scene = library(LONDON, "2:19.2", chosen="KER")

    for column in range(17):
        assert column in Grid(replace(scene, column=column), 80).columns
    grid = Grid(replace(scene, column=7), 120)
    assert "[1:51.1]" in texts(grid.line(number) for number in range(grid.count))
    assert "▾800" in text(grid.title())


def test_of_a_long_race_the_ends_of_laps_are_shown() -> None:
    """With every 100 m of 10,000 m the laps would be lost."""
    scene = library(HENGELO, "20:00")

    assert {metres % 400 for metres in (scene_m(scene, index) for index in Grid(scene, 200).columns)} == {0}


def scene_m(scene: Scene, index: int) -> float:
    """Metres of a checkpoint."""
    course = scene.course
    assert course is not None
    return course.distance(index)


def test_only_the_lines_in_sight_are_drawn() -> None:
    """A field of 300 has 300 lines; a pane of 20 asks for 18 of them."""
    entrants = tuple(Entrant(bib=str(bib), name=f"Runner {bib}") for bib in range(300))
    checkpoints = tuple(Checkpoint(id=str(n), distance_m=1000.0 * n) for n in range(1, 76))
    scene = made(StartList(name="Many", distance_m=75_000, checkpoints=checkpoints, entrants=entrants), Gun())

    shown = lines(replace(scene, chosen="110"), 100, 20)

    assert Grid(scene, 100).count == 300
    assert [text(line).split()[-1] for line in shown[1:-1]] == [str(bib) for bib in range(100, 118)]


def test_who_was_picked_is_marked() -> None:
    """The chosen one, and those who are followed."""
    shown = texts(lines(library(BOWERMAN, "2:50.70", chosen="KER", followed=["NUG"]), 120, 24))

    assert "1›Josh Kerr" in shown
    assert "◆Yared Nuguse" in shown


def test_a_figure_never_moves_the_columns() -> None:
    """Every line of the grid has its figures below each other, before and after a split."""
    before, after = (Grid(library(LONDON, at), 200) for at in ("1:22.6", "1:22.7"))

    assert before.columns == after.columns
    assert {len(text(grid.title())) for grid in (before, after)} == {len(text(before.title()))}


def test_the_claims_show_what_replaced_what() -> None:
    """Each claim with its evidence and its number in the log, and whether it counts."""
    messages = [
        Split(id="a", bib="1", checkpoint="400", time=Time.parse("60.00"), evidence="device"),
        split("1", "400", "60.30", evidence="hand"),
        Split(bib="1", checkpoint="400", time=Time.parse("60.10"), evidence="device", replaces="a"),
    ]

    shown = texts(split_claims(made(*race(*messages)), "1", 0)).splitlines()

    assert shown[0] == "Ann One at 400 m: 1:00.10"
    assert "#3  1:00.00 device  replaced by #5" in shown
    assert "#4  1:00.30 hand  not used: another is more certain, or newer" in shown
    assert "#5  1:00.10 device  the one that is used" in shown
    assert shown[-1] == "≠ One at 400 m: 1:00.10 instead of 1:00.00"


def test_the_claims_say_why_they_are_not_believed() -> None:
    """In the words of `lapbell check`, with what would make them count; none of them counts."""
    messages = [
        split("1", "400", "61.0"),
        Split(bib="1", checkpoint="800", time=Time.parse("1:02.1"), evidence="device", source="mat"),
    ]

    shown = texts(split_claims(made(*race(*messages)), "1", 1)).splitlines()

    assert shown[0] == "Ann One at 800 m: ?1:02.1"
    assert shown[2:] == [
        "#4  1:02.1 device  400 m in 1.1 s is too fast",
        "    mat",
        "    doubtful; counts if later times bear it out",
    ]


def test_the_claims_at_the_start_line_are_shown_too() -> None:
    """A read there is a claim like any other, and not one at the finish."""
    listed = start_list(1600, (0, 800), runners("Ann One"))
    scene = made(listed, Gun(), split("1", "0", "4.0"), split("1", "finish", "5:00.0"))

    shown = texts(split_claims(scene, "1", START)).splitlines()

    assert shown[0] == "Ann One at the start line: 4.0"
    assert shown[2:] == ["#3  4.0 published  the one that is used"]


def test_a_time_that_belongs_to_another_runner_is_shown_at_both() -> None:
    """The claim that replaces it names the other runner; a withdrawal names what it withdraws."""
    messages = [
        Split(id="a", bib="1", checkpoint="400", time=Time.parse("60.00"), evidence="device"),
        Split(id="b", bib="2", checkpoint="400", time=Time.parse("60.00"), evidence="device", replaces="a"),
        Split(id="c", bib="1", checkpoint="400", time=Time.parse("60.20"), evidence="hand"),
        Void(replaces="c", reason="a double tap"),
    ]

    shown = texts(split_claims(made(*race(*messages)), "1", 0)).splitlines()

    assert shown[0] == "Ann One at 400 m: no time"
    assert "#3  1:00.00 device  replaced by #4" in shown
    assert "#4  1:00.00 device, of 2 at 400  replaces #3" in shown
    assert "#5  1:00.20 hand  replaced by #6" in shown
    assert "#6  withdrawal (a double tap)  withdraws #5" in shown


def test_a_passing_without_claims_says_so() -> None:
    """Also of a bib that is not on the start list."""
    assert "nothing is known of this passing" in texts(split_claims(made(*race()), "1", 0))
    assert "not on the start list" in texts(split_claims(made(*race()), "9", 0))


def in_a_pack(at: str = "1:58") -> Scene:
    """B is known to have led at 400 m; at 800 m four of five came together, and D after them."""
    together = [estimate(bib, 800, "1:52.0", "1:52.6", "1:53.3") for bib in "ABCE"]
    behind = estimate("D", 800, "1:56.0", "1:56.6", "1:57.3")
    field = [messages_by_hand.start_list("ABCDE"), Gun()]
    return scene_of_log(
        [
            *field,
            messages_by_hand.split("B", 400, "55.50", 1),
            estimate("A", 400, "55.5", "56", "57"),
            *together,
            behind,
        ],
        at,
    )


def test_a_bracket_holds_the_cells_of_a_pack() -> None:
    """No cell there has a figure: a dot says that it was not published, the first how many they are."""
    at_400: dict[Mode, str] = {"time": "55.50", "gap": "55.50", "lap": "55.50", "place": "1"}
    for mode, before in at_400.items():
        scene = in_a_pack()

        assert row(scene, "Name A", mode) == ["◦", "pack", "4┐"]
        assert row(scene, "Name B", mode) == [before, "◦│"]
        assert row(scene, "Name C", mode) == ["◦│"]
        assert row(scene, "Name E", mode) == ["◦┘"]
        assert row(scene, "Name D", mode) == ["◦"]
        assert "◦ not published" in texts(lines(scene, 120, 40, mode))


def test_while_no_one_is_known_to_lead_gaps_are_to_the_first_there() -> None:
    """The first published time at a checkpoint is shown, the others as behind it."""
    together = [estimate(bib, 800, "1:52.0", "1:52.6", "1:53.3") for bib in "ABC"]
    at_400 = [messages_by_hand.split("B", 400, "55.50", 1), messages_by_hand.split("A", 400, "56.10", 3)]
    scene = scene_of_log([messages_by_hand.start_list("ABC"), Gun(), *at_400, *together], "1:58")

    assert row(scene, "Name B", "gap")[0] == "55.50"
    assert row(scene, "Name A", "gap")[0] == "+0.60"
