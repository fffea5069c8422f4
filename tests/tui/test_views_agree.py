"""Every place, gap and time that a view, a sentence or the JSON shows is that of the board.

`LAPBELL_EXAMPLES=20000 python -m pytest tests/tui/test_views_agree.py` tries that many logs.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.board_json import board_json
from race.fold.history import History
from race.laps import Stretch
from race.messages import Message
from race.moments.phrases import COUNTS, PLACES, ordinal
from race.order.places import places_at
from race.times import Time
from tests.examples import examples
from tests.race.messages_by_hand import moments
from tests.race.random_races import clocks_of, wild_logs
from tests.tui.app_on_stage import BOWERMAN, LONDON
from tests.tui.views.drawn import HENGELO
from tests.tui.views.scenes import recording_of, scene_of, scene_of_log, text_of
from tui.text.athlete_splits import athlete_splits
from tui.text.board_cells import BoardLines
from tui.text.formatting import MISSING, gain_text, stretch_text
from tui.views.announcer.announcer import sentences_to_say
from tui.views.announcer.next_arrivals import followed
from tui.views.announcer.running_order import order
from tui.views.charts.gaps import gap_chart
from tui.views.charts.places import places_chart
from tui.views.head_to_head.head_to_head import Comparison, side_of
from tui.views.splits.split_cells import Cells, Mode
from tui.views.who_is_drawn import PACEMAKER, name_of, names_of

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.moments.moment import Moment
    from race.order.checkpoint_table import CheckpointTable
    from race.standings import Row
    from tui.views.scene import Scene

EXAMPLES = examples(75)

TOKYO, DOHA = "2025-tokyo-worlds-1500m-final", "2021-doha-dl-3000m-steeplechase-women"

WIDE = 400
"""Cells in which nothing is cut."""


@EXAMPLES
@given(wild_logs(), st.data())
def test_views_agree_about_anything(log: list[Message], data: st.DataObject) -> None:
    """Of any log, at any time at which something changes."""
    history = History(log)
    clock_ms = data.draw(st.sampled_from(clocks_of(history)))

    assert_agree(scene_of_log(log, clock_ms))
    assert_sentences_agree(history, clock_ms)


@pytest.mark.parametrize("race", [BOWERMAN, LONDON, HENGELO, TOKYO, DOHA])
def test_views_agree_about_the_races_of_the_library(race: str) -> None:
    """With estimates and without, at six times on the way."""
    recording = recording_of(race)
    for estimates in (True, False):
        times = recording.history(estimates=estimates).times()
        for clock_ms in times[:: max(len(times) // 5, 1)] + times[-1:]:
            if clock_ms >= 0:
                assert_agree(scene_of(recording, clock_ms, estimates=estimates))


def assert_agree(scene: Scene) -> None:
    """Every view of a scene shows what the board has."""
    table = scene.checkpoints
    if table is None or scene.course is None:
        return
    rows = [row for row in scene.board.rows if row.is_racing]
    for row in rows:
        assert_splits_agree(scene, table, row)
        assert_comparison_agrees(scene, table, row)
    assert_board_agrees(scene)
    assert_charts_agree(scene, table, rows)
    assert_packs_agree(table, rows)
    assert_announcer_agrees(scene, rows)


def has_gap(row: Row) -> bool:
    """Whether the gap of a row was measured where the runner was last seen, and is not of the past."""
    course = row.field.course
    return row.gap is not None and row.gap.metres == course.distance(row.checkpoint) and row.gap.time.ms >= 0


def assert_board_agrees(scene: Scene) -> None:
    """The lines of the board, and the JSON."""
    printed = {row["bib"]: row for row in board_json(scene.board)["rows"]}
    for line in BoardLines(scene.board):
        if line.row is None or not line.row.is_racing:
            continue
        row, json = line.row, printed[line.row.runner.entrant.bib]
        assert json["place"] == row.place
        assert json["change"] == row.gain
        assert json["gap_ms"] == (row.gap.time.ms if row.gap else None)
        assert line.cells["place"] in (str(row.place), "PM")
        assert line.cells["change"] == gain_text(row.gain)
        shown = row.runner.shown_at(row.checkpoint)
        digits = row.field.course.digits
        time = shown.time.show(digits) if shown and shown.time else MISSING
        assert line.cells["time"].strip(" ~?").startswith(time)
        assert line.cells["gap"].strip() in ("", stretch_text(row.gap, "+")) or row.laps_down


def assert_charts_agree(scene: Scene, table: CheckpointTable, rows: list[Row]) -> None:
    """The lines end at the places and gaps of the board, and are labelled with them."""
    places = {series.label: series.points[-1].value for series in places_chart(scene, table, 40).series}
    gaps = {series.label for series in gap_chart(scene, table, 40).series}
    for row in rows:
        name, role = name_of(scene, row.runner), row.runner.entrant.role
        before = PACEMAKER if role == "pacemaker" else ""
        if row.place is not None:
            assert places[f"{before}{row.place} {name}"] == row.place
        if row.gap is not None:
            gap = stretch_text(row.gap, "+") if row.gap.time.ms >= 0 else ""
            assert f"{before}{name} {gap}".rstrip() in gaps


def assert_splits_agree(scene: Scene, table: CheckpointTable, row: Row) -> None:
    """The grid and the list of an athlete's splits, at the last checkpoint."""
    runner = row.runner
    passing = runner.shown_at(row.checkpoint)
    assert passing is not None

    def cell(mode: Mode) -> str:
        return Cells(table, mode, frozenset(), official=False).cell(runner, row.checkpoint).text.strip()

    figures = listed_splits(scene, runner)
    place = "" if row.place is None else str(row.place)
    assert cell("place").split() == ([place, *gain_text(row.gain).split()] if place else [MISSING])
    assert figures["Place"] == place
    digits, time = table.course.digits, passing.time
    assert figures["Time"] == (time.show(digits) if time else MISSING)
    assert cell("time") in ((time.show(digits), time.show(0)) if time else MISSING)
    if has_gap(row) and runner is not table.leader:
        assert row.gap is not None
        assert cell("gap").lstrip("+") in (row.gap.time.show(digits), row.gap.time.show(0))
        assert figures["Gap"] == stretch_text(row.gap, "+").strip("~")


def listed_splits(scene: Scene, runner: Runner) -> dict[str, str]:
    """The figures of the last checkpoint in an athlete's list of splits, by the title of their column."""
    lines = text_of(athlete_splits(scene.board, runner.entrant.bib, WIDE))
    titles = next(line for line in reversed(lines) if line.startswith("Checkpoint"))
    ends = [match.end() for match in re.finditer(r"Time|Place|Lap|Last|Gap", titles)]
    starts = [titles.index("Checkpoint") + 12, *ends[:-1]]
    figures = (lines[-1][start:end].strip(" ~?") for start, end in zip(starts, ends, strict=True))
    return dict(zip(("Time", "Place", "Lap", "Last", "Gap"), figures, strict=True))


def assert_comparison_agrees(scene: Scene, table: CheckpointTable, row: Row) -> None:
    """The runner against the leader."""
    if table.leader is None:
        assert row.gap is None
        return
    sides = [side_of(scene, table.course, bib) for bib in (table.leader.entrant.bib, row.runner.entrant.bib)]
    assert sides[0] is not None
    assert sides[1] is not None
    gaps = Comparison(table, sides[0], sides[1]).gaps
    assert (gaps[-1].gap if gaps else None) == row.gap


def assert_packs_agree(table: CheckpointTable, rows: list[Row]) -> None:
    """At each checkpoint those who passed at the same moment stand in the order of their places."""
    for index in {row.checkpoint for row in rows}:
        places = {row.runner.entrant.bib: row.place for row in rows if row.checkpoint == index}
        for pack in table.packs(index):
            for ahead, behind in pairwise(r for r in pack.runners if places.get(r.entrant.bib) is not None):
                same = (ahead.passings[index].when_ms, ahead.entrant.wave)
                if same == (behind.passings[index].when_ms, behind.entrant.wave):
                    first, second = places[ahead.entrant.bib], places[behind.entrant.bib]
                    assert first is not None
                    assert second is not None
                    assert first <= second


def assert_announcer_agrees(scene: Scene, rows: list[Row]) -> None:
    """The followed, and the order; and there is something to say."""
    assert all(sentences_to_say(scene))
    assert sentences_to_say(scene)
    bibs = frozenset(row.runner.entrant.bib for row in rows)
    everyone = scene.__class__(scene.history, scene.snapshot, followed=bibs)
    lines = text_of(followed(everyone, WIDE))
    for row, line in zip(rows, lines, strict=True):
        assert (row.place is None) or f"   {ordinal(row.place)}   " in f"{line}   "
        if row.gap is not None and row.gap.time.ms >= 0:
            assert line.endswith(("first", stretch_text(row.gap, "+")))
    if not rows:
        return
    shown = [text for item in order(scene, WIDE, len(rows)) for text in text_of(item)]
    names = names_of(scene, [row.runner for row in rows], 26)
    for row, name, line in zip(rows, names, shown, strict=True):
        assert line.split()[0] in (str(row.place), "PM") or row.place is None
        assert name in line
        if row.passing and row.passing.time:
            assert row.passing.time.show(row.field.course.digits) in line
        is_behind = row.gap is not None and row.gap.time.ms >= 0
        if is_behind and row.runner is not row.field.leader and not row.laps_down:
            assert stretch_text(row.gap, "+") in line


def assert_sentences_agree(history: History, clock_ms: int) -> None:
    """Of what is said at a time, the places, the leader and the gains are those of the board.

    A place at a checkpoint counts those who have left since.
    """
    scene = scene_of_log(list(history.messages), clock_ms)
    table, state = scene.checkpoints, scene.board.state
    if table is None:
        return
    rows = {row.runner.entrant.bib: row for row in scene.board.rows if row.is_racing}
    for moment in moments(state, clock_ms, followed=frozenset(rows)):
        row = rows.get(moment.bib or "")
        if moment.when_ms != clock_ms or row is None:
            continue
        if [i for i, p in row.runner.passings.items() if p.when_ms == clock_ms] != [row.checkpoint]:
            continue
        passed = places_at(table.course, state.runners.values(), row.checkpoint)
        there = passed.get(row.runner.entrant.bib)
        place, gain = _place_said(moment), _gain_said(moment)
        assert place in (None, row.place, there), moment.text
        assert gain in (None, row.gain), moment.text
        if " leads " in moment.text and moment.kind != "gap" and row.checkpoint == table.reached:
            assert there == 1, moment.text


def _place_said(moment: Moment) -> int | None:
    """The place in a sentence about a passing; None where there is none."""
    if moment.kind == "finish" and re.search(" wins in | is the fastest so far", moment.text):
        return 1
    kinds = {"finish": r" is (\w+) (?:so far )?in ", "place": r" is (\w+) (?:at|after|with) "}
    found = re.search(kinds[moment.kind], moment.text) if moment.kind in kinds else None
    return PLACES.index(found[1]) if found else None


def _gain_said(moment: Moment) -> int | None:
    """The places gained in a sentence about the lead; None where there are none."""
    found = re.search(r" moves (?:from (\w+)|up (\w+) places) into the lead ", moment.text)
    if not found:
        return None
    return PLACES.index(found[1]) - 1 if found[1] else COUNTS.index(found[2])


def test_the_figures_of_a_view_are_compared() -> None:
    """A scene whose board is of another time does not agree."""
    early, late = scene_of(LONDON, "2:20"), scene_of(LONDON, "3:30")
    mixed = late.__class__(late.history, late.snapshot._replace(board=early.board))
    table = late.checkpoints
    assert table is not None
    rows = [row for row in mixed.board.rows if row.is_racing]

    with pytest.raises((AssertionError, KeyError)):
        assert_charts_agree(late, table, rows)
    assert Stretch(Time(0), 0.0, False) != rows[1].gap
