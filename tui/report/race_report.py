"""A report of a race: its sections in order, from one scene."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import UserError
from feeds.own_version import own_version
from replays.watching.runner_called import runner_called
from replays.watching.session import Session
from tui.report.charts.palette import PAGE
from tui.report.comparison_section import comparison
from tui.report.page_parts import Report, Section
from tui.report.projections_section import projections_section
from tui.report.race_charts import RaceCharts
from tui.report.records_section import records_section
from tui.report.result_table import result_table
from tui.report.sources_section import sources_sections
from tui.report.split_tables import SplitTables, laps_title
from tui.report.story import story_lines, story_section
from tui.report.where_won_section import where_won
from tui.text.dates import day
from tui.text.formatting import clock_text
from tui.text.race_headline import summary
from tui.text.safe_text import clean
from tui.views.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from race.board import Board
    from race.fold.runner import Runner
    from race.messages import Mark, StartList
    from replays.watching.recorded_race import RecordedRace
    from tui.report.race_charts import ChartName
    from tui.report.tables import Table


class Choices(NamedTuple):
    """What the reader wants beside what every report has; people by bib or name."""

    compared: tuple[str, str] | None = None
    runner: str = ""
    """Whose race is looked at lap by lap; the leader's without one."""
    rival: str = ""
    """Against whom; without one the first other runner who has times."""


CHART_TITLES: dict[ChartName, str] = {
    "gaps": "Gaps",
    "places": "Places",
    "laps": "Laps",
    "packs": "Packs",
}
"""The heading above each chart."""


def report_scene(recording: RecordedRace, at_ms: int, marks: Sequence[Mark] = ()) -> Scene:
    """A race at a race time. Raises UserError without a start list, and for marks of another event."""
    session = Session(recording, lambda: 0.0, at_ms=at_ms)
    for mark in marks:
        session.add_mark(mark)
    scene = Scene(session.history, session.view())
    if scene.course is None:
        raise UserError(f"{recording.race} has no start list by then, so there is nothing to report of it")
    return scene


def race_report(scene: Scene, choices: Choices) -> Report:
    """The report of a scene. Raises UserError for people who are not in the race."""
    start_list, board = scene.board.state.start_list, scene.board
    assert start_list is not None
    told, headlines = story_lines(scene)
    sections = [
        _result(scene),
        *_where_won(scene, choices),
        *_compared(scene, choices),
        *filter(None, [story_section(told)]),
        *_charts(scene),
        *filter(None, [records_section(board), projections_section(scene, PAGE)]),
        *sources_sections(scene),
    ]
    return Report(
        title=clean(start_list.name) or clean(board.race),
        about=_about(start_list),
        state=_state(board),
        headlines=headlines,
        sections=sections,
        made_by=f"Made by Lapbell {own_version()} from the race {clean(board.race)}.",
    )


def race_title(start_list: StartList) -> str:
    """The race, its meeting and its day in a line."""
    return ", ".join(clean(part) for part in (start_list.name, start_list.meet, day(start_list.date)) if part)


def _about(start_list: StartList) -> list[str]:
    sex, heat = start_list.sex, " ".join(part for part in (start_list.round, start_list.heat) if part)
    distance = f"{start_list.distance_m:,.0f} m" if start_list.limit_s is None else ""
    about = (start_list.meet, day(start_list.date), start_list.venue, distance, sex, heat)
    return [clean(part) for part in about if part]


def _state(board: Board) -> str:
    """How far the race is, and the most important of what the head of the screen says."""
    clock = f"at {clock_text(board.clock_ms, 2)}"
    phase = {"before": "before the start", "running": clock, "official": "official result"}
    said = [phase.get(board.phase, board.phase), *map(clean, summary(board)[:2])]
    text = ", ".join(part for part in dict.fromkeys(said) if part)
    return text[:1].upper() + text[1:]


def _result(scene: Scene) -> Section:
    table = result_table(scene.board)
    return Section("result", table.caption, tables=[table])


def _runners(scene: Scene, names: Sequence[str]) -> list[Runner]:
    board = scene.board
    return [runner_called(name, board.state, board.race) for name in names]


def _where_won(scene: Scene, choices: Choices) -> Iterator[Section]:
    """Of the runner who was asked for, or else of the leader; nothing where no one is known to lead."""
    leader = scene.board.leader
    asked = _runners(scene, [choices.runner])[0] if choices.runner else None
    runner = asked or (leader.runner if leader is not None else None)
    if runner is None:
        return
    if choices.rival:
        rival: Runner | None = _runners(scene, [choices.rival])[0]
        if rival is runner:
            raise UserError(f"--rival takes another runner than {runner.full_name}")
    else:
        others = (row.runner for row in scene.board.rows if row.is_racing and row.runner is not runner)
        rival = next((other for other in others if other.last_timed >= 0), None)
    section = where_won(scene, runner, rival, PAGE)
    if section is None and (choices.runner or choices.rival):
        raise UserError(f"no two times are known by which {clean(runner.full_name)} could be compared")
    if section is not None:
        yield section


def _compared(scene: Scene, choices: Choices) -> Iterator[Section]:
    if choices.compared is None:
        return
    first, second = _runners(scene, choices.compared)
    if first is second:
        raise UserError(f"--compare takes two runners, and both are {first.full_name}")
    section = comparison(scene, first, second, PAGE)
    if section is not None:
        yield section


def _charts(scene: Scene) -> Iterator[Section]:
    """Each chart that there is, with the figures behind it as a table, and all times."""
    charts, splits = RaceCharts(scene, PAGE), SplitTables(scene)
    laps = splits.table("lap")
    behind: dict[ChartName, Table | None] = {
        "gaps": splits.table("gap", charts.drawn_bibs),
        "places": splits.table("place", charts.drawn_bibs),
        "packs": charts.pack_table(),
    }
    assert scene.course is not None
    titles = {**CHART_TITLES, "laps": laps_title(scene.course)}
    for name, title in titles.items():
        picture, table = charts.chart(name), behind.get(name)
        shown = [laps] if name == "laps" and laps is not None else []
        if picture is not None or shown:
            tables = [table] if table is not None else []
            yield Section(name, title, picture=picture, tables=shown, behind=tables, has_heat=bool(shown))
    times = splits.table("time")
    if times is not None:
        yield Section("splits", "Splits", tables=[times])
