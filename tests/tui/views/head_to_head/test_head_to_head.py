"""Two against each other: the gap, the trend, when the lead changed, how it may end, a bar a checkpoint."""

from __future__ import annotations

import re

from race.laps import Stretch
from race.messages import Gun, Status
from race.times import Time
from tests.race import messages_by_hand
from tests.race.messages_by_hand import estimate
from tests.tui.app_on_stage import LONDON
from tests.tui.small_races import runners, split, start_list
from tests.tui.views.drawn import bib_of, library, made, texts
from tests.tui.views.scenes import scene_of_log
from tui.views.head_to_head.head_to_head import comparison_lines
from tui.views.scene import Scene, Target


def race(*rounds: tuple[str, str], status: Status | None = None) -> Scene:
    """The times of two athletes at 400, 800, 1200 and 1600 m."""
    marks = ("400", "800", "1200", "finish")
    splits = [
        split(bib, mark, time)
        for mark, times in zip(marks, rounds, strict=False)
        for bib, time in zip("12", times, strict=True)
    ]
    more = [status] if status else []
    return made(start_list(1600, (400, 800, 1200), runners("Ann One", "Bea Two")), Gun(), *splits, *more)


def shown(scene: Scene, width: int = 100, height: int = 30) -> str:
    """1 and 2 head to head as text."""
    return texts(comparison_lines(scene, "1", "2", width, height))


def test_it_says_who_is_in_front_by_how_much_and_who_gains() -> None:
    """A gap is where both have a time, the trend is over the last lap."""
    view = shown(race(("60.00", "60.50"), ("2:00.00", "2:01.30")))

    assert view.startswith("Ann One NZL  –  Bea Two NZL")
    assert "One is 1.30 s ahead of Two at 800 m" in view
    assert "One gains 0.80 s a lap" in view


def test_after_the_race_no_one_gains() -> None:
    """What was gained over the last stretch is in the past; one figure whoever stands first."""
    rounds = (("60.00", "60.50"), ("2:00.00", "2:01.30"), ("3:00.00", "3:02.00"), ("4:00.00", "4:01.80"))
    scene = race(*rounds)

    for pair in (("1", "2"), ("2", "1")):
        view = texts(comparison_lines(scene, *pair, 100, 30))
        assert "Two gained 0.20 s over the last 400 m" in view
        assert "gains" not in view


def test_a_lap_of_an_unusual_length_says_its_length() -> None:
    """The last 409 m of a mile below laps of 400."""
    view = texts(comparison_lines(library(LONDON), "KER", "NUG", 120, 40))

    finish = next(line for line in view.splitlines() if line.strip().startswith("finish"))
    assert re.findall(r"[\d.]+ /409", finish) == ["56.2 /409", "58.9 /409"]
    assert view.count("/409") == 2


def test_it_says_when_the_lead_changed() -> None:
    """Between the two checkpoints where the order was another one."""
    view = shown(race(("60.00", "60.50"), ("2:00.00", "1:59.70"), ("3:00.00", "3:00.40")))

    assert "One went ahead between 800 m and 1200 m" in view
    assert "Two went ahead between 400 m and 800 m" in view


def test_a_bar_points_to_the_one_in_front() -> None:
    """The gap stands on the other side; a gap twice as large has a bar twice as long."""
    view = shown(race(("60.00", "60.50"), ("2:01.00", "2:00.00"))).splitlines()
    [first] = [line for line in view if line.split()[:1] == ["400"]]
    [second] = [line for line in view if line.split()[:1] == ["800"]]

    assert "█│ +0.50" in first
    assert "+1.00 │█" in second
    assert abs(second.count("█") - 2 * first.count("█")) <= 1


def test_the_outcome_has_its_chance() -> None:
    """From the projections of both, where they have a range."""
    scene = library(LONDON, "2:32.9")
    view = texts(comparison_lines(scene, bib_of(scene, 1), bib_of(scene, 2), 120, 30))

    assert "Kerr on for 3:42.8 ±2.9" in view
    assert "Kerr ahead at the finish: 6" in view


def test_who_is_out_has_no_outcome_but_the_reason() -> None:
    """There is nothing left to project."""
    out = Status(bib="2", status="dnf", when=Time.parse("2:10"))
    view = shown(race(("60.00", "60.50"), ("2:00.00", "2:01.30"), status=out))

    assert "Two: did not finish" in view
    assert "ahead at the finish" not in view


def test_a_mark_runs_as_any_other_runner() -> None:
    """Its times may be estimated; it has neither a place nor a projection."""
    even = Target("WR", lambda index: Stretch(Time(59_000 * (index + 1), 1), 400.0 * (index + 1), index < 3))
    scene = race(("60.00", "60.50"), ("2:00.00", "2:01.30"))

    view = texts(comparison_lines(scene, "1", even, 100, 30))

    assert "WR is ~2.0 s ahead of One at 800 m" in view
    assert "WR gains ~1.0 s a lap" in view


def test_level_runners_are_called_level() -> None:
    """Neither leads."""
    view = shown(race(("60.00", "60.00")))

    assert "level at 400 m" in view
    assert "│ level" in view


def test_without_a_second_runner_there_is_no_comparison() -> None:
    """A bib that is not in the race is no one."""
    assert texts(comparison_lines(race(), "1", "9", 80, 24)) == "no one to compare"
    assert "not both timed at the same checkpoint yet" in shown(race())


def test_inside_a_pack_there_is_no_order_and_no_gap() -> None:
    """It says that both are in it; the gap before is past, and nothing is said of a trend or a chance."""
    known = [
        messages_by_hand.split("A", 400, "56.00", 1),
        messages_by_hand.split("B", 400, "56.50", 2),
        messages_by_hand.split("A", 800, "1:53.00", 1),
        messages_by_hand.split("B", 800, "1:53.20", 2),
    ]
    together = [estimate(bib, 1200, "2:50.0", "2:50.6", "2:51.3") for bib in "ABC"]
    scene = scene_of_log([messages_by_hand.start_list("ABCD"), Gun(), *known, *together], "2:55")

    both, one = (texts(comparison_lines(scene, "A", other, 100, 30)) for other in "BD")

    assert "A and B are in a pack of 3 at 1200 m, order not published" in both
    assert "A was 0.20 s ahead of B at 800 m" in both
    assert not re.search("gains|chance|on for| is ", both)
    assert "A is in a pack of 3 at 1200 m, order not published" in one
