"""Where a race was won: time gained and lost on a rival, on a best earlier race, and on even pace."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.course import START
from race.marks import RunningMark
from race.messages import Mark
from race.order.head_to_head import times_of
from replays.report.best_earlier_race import best_earlier_race
from replays.report.where_won import lap_gains
from tui.report.charts.gain_bars import GainBar, gain_bars
from tui.report.charts.vega import draw
from tui.report.page_parts import Section
from tui.report.race_charts import Picture
from tui.report.split_tables import part_word
from tui.report.tables import Column, Table, plain_row
from tui.text.checkpoint_labels import checkpoint_label, short_checkpoint_label
from tui.text.dates import day
from tui.text.formatting import about, margin_text, stretch_text
from tui.text.safe_text import clean
from tui.views.who_is_drawn import short_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from race.fold.runner import Runner
    from race.laps import Stretch
    from race.order.checkpoint_table import CheckpointTable
    from race.order.head_to_head import TimeAt
    from replays.report.where_won import LapGain
    from tui.report.charts.palette import Palette
    from tui.views.scene import Scene

MOST_SHOWN = 42
"""Stretches of a table; a longer race has them all in `lapbell splits`."""


class Other(NamedTuple):
    """Whom or what a runner is held against."""

    name: str
    at: TimeAt
    is_earlier_race: bool = False
    """Whether that is a race of the runner's own."""


def where_won(scene: Scene, runner: Runner, rival: Runner | None, palette: Palette) -> Section | None:
    """The time that a runner gained and lost, lap by lap; None where no two times can be compared."""
    table = scene.checkpoints
    if table is None:
        return None
    own, course = times_of(table.course, runner), table.course
    held = [(other, lap_gains(table, own, other.at)) for other in _others(scene, table, runner, rival)]
    compared = [(other, gains[-MOST_SHOWN:]) for other, gains in held if gains]
    if not compared:
        return None
    name = short_name(runner)
    bars = [
        GainBar(
            f"against {other.name}",
            short_checkpoint_label(course, gain.end),
            gain.end,
            gain.gained.time.ms / 1000,
            stretch_text(gain.gained, "+"),
        )
        for other, gains in compared
        for gain in gains
    ]
    svg = draw(gain_bars(bars, palette), palette, "won")
    alt = f"The time that {name} gained (above the line) and lost (below) in each {part_word(course)}"
    return Section(
        "where-won",
        "Where it was won" if runner in scene.board.winners else f"Where {name} gained and lost time",
        sentences=[sentence for pair in compared for sentence in _sentences(table, name, *pair)],
        picture=Picture(svg, alt),
        behind=[_table(table, name, other, gains) for other, gains in compared],
    )


def _others(scene: Scene, table: CheckpointTable, runner: Runner, rival: Runner | None) -> Iterator[Other]:
    course = table.course
    if rival is not None:
        yield Other(short_name(rival), times_of(course, rival))
    best = best_earlier_race(scene.board, runner)
    if best is not None:
        where = ", ".join(
            part for part in (clean(best.mark.venue.split(",")[0]), day(best.mark.date)) if part
        )
        yield Other(
            f"the best earlier race ({best.mark.time.show(course.digits)}, {where})",
            best.known_at,
            is_earlier_race=True,
        )
    finish = runner.time_at(course.finish)
    if finish is not None and finish.ms > 0:
        yield Other("even pace", RunningMark(Mark(label="even pace", time=finish), course).at)


def _sentences(table: CheckpointTable, name: str, other: Other, gains: Sequence[LapGain]) -> Iterator[str]:
    """Where the runner is against the other at last, and where most of that came from."""
    parts = [_standing(name, other, gains[-1].ahead, checkpoint_label(table.course, gains[-1].end))]
    most = max(gains, key=lambda gain: gain.gained.time.ms)
    least = min(gains, key=lambda gain: gain.gained.time.ms)
    if len(gains) > 1 and most.gained.time.ms > 0:
        parts.append(f"gained most {_stretch(table, most)}: {margin_text(most.gained)}")
    if len(gains) > 1 and least.gained.time.ms < 0:
        parts.append(f"lost most {_stretch(table, least)}: {margin_text(least.gained)}")
    yield f"{'; '.join(parts)}."


def _standing(name: str, other: Other, ahead: Stretch, where: str) -> str:
    """How far ahead or behind the runner is; an earlier race is the runner's own in the words alone."""
    margin = margin_text(ahead)
    if other.is_earlier_race:
        how = f"{margin} {'faster' if ahead.time.ms > 0 else 'slower'} to {where} than"
        how = how if ahead.time.ms else f"as fast to {where} as"
        return f"{name} is {how} in {other.name}"
    if not ahead.time.ms:
        return f"Against {other.name} {name} is level at {where}"
    return f"{name} is {margin} {'ahead of' if ahead.time.ms > 0 else 'behind'} {other.name} at {where}"


def _stretch(table: CheckpointTable, gain: LapGain) -> str:
    course = table.course
    if gain.start == START:
        return f"up to {checkpoint_label(course, gain.end)}"
    return f"from {checkpoint_label(course, gain.start)} to {checkpoint_label(course, gain.end)}"


def _table(table: CheckpointTable, name: str, other: Other, gains: Sequence[LapGain]) -> Table:
    course = table.course
    columns = [
        Column("To", is_figure=False, names_row=True),
        Column("Metres"),
        Column(name),
        Column("Other"),
        Column("Gained (+) or lost (-)"),
        Column("Ahead (+) or behind (-)"),
    ]
    rows = [
        plain_row(
            checkpoint_label(course, gain.end),
            f"{gain.gained.metres:.0f}",
            gain.own.show(course.digits),
            f"{about(gain.gained.estimated)}{gain.other.show(course.digits)}",
            stretch_text(gain.gained, "+"),
            stretch_text(gain.ahead, "+"),
        )
        for gain in gains
    ]
    return Table(f"{name} against {other.name}", columns, rows)
