"""How far a heat of FinishLynx is, and where times are taken: what the heading says, or what is assumed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from math import log
from typing import TYPE_CHECKING, NamedTuple

from feeds.bridges.pass_numbers import USUAL
from feeds.errors import FeedError
from feeds.new_race import read_points
from feeds.tables.printed.lynx_headings import heat_title, names_event
from feeds.tables.printed.lynx_rows import row_time
from feeds.tables.table_format import Hints
from feeds.tables.table_race import TablePoint
from feeds.tables.usual_points import SPLIT_M
from race.belief.human_limits import MARGIN, least_seconds
from race.event_names import EventTitle, parse_title

if TYPE_CHECKING:
    from feeds.tables.printed.lynx_files import LynxHeat

WITH_LAPS_M = 800
"""A run over so much or more is expected to have times each lap, before it has any."""

SHORTEST_FIRST_M = 50
"""Metres; after a shorter way to the finish line no one is timed."""

FARTHEST_M = 100_000

MOST_POINTS = 300

USUAL_M = (60.0, 100.0, 200.0, 300.0, 400.0, 800.0, 1000.0, 1500.0, 3000.0, 5000.0, 10_000.0)
"""What is run on tracks, where nothing says which it is."""

_NUMBERS = re.compile(r"(?<![\w.])(\d{2,6})(?P<metres>\s?m\b)?(?![\w.]*\d)", re.IGNORECASE)


class HeatCourse(NamedTuple):
    """A heat's event, and its checkpoints."""

    title: EventTitle
    points: tuple[TablePoint, ...]
    """The last one is the finish."""
    assumed: str = ""
    """What was assumed, in words."""


def heat_course(heat: LynxHeat, table: Mapping[str, object]) -> HeatCourse:
    """The course of a heat. Raises FeedError where nothing says how far it is.

    Of the operator's table `event` is the event, `lap_m` the length of a lap in metres, `points` a list of
    checkpoints such as `["300", "700", "1100"]`.
    """
    title, lap_m, assumed = _title(heat, str(table.get("event", "")))
    said = table.get("lap_m")
    if isinstance(said, int | float) and not isinstance(said, bool) and said > 0:
        lap_m = float(said)
    event = title.event
    points = table.get("points")
    if isinstance(points, list):
        return HeatCourse(title, read_points([str(point) for point in points], event), assumed)
    if event.legs:
        texts = [f"{sum(event.legs[:n]):g}" for n in range(1, len(event.legs))]
        return HeatCourse(title, read_points(texts, event), assumed)
    usual_m = SPLIT_M.get(event.setting, 0)
    if heat.laps and not lap_m and float(heat.laps) >= 1:
        is_usual = usual_m and abs(event.distance_m / usual_m - float(heat.laps)) < 1
        lap_m = usual_m if is_usual else event.distance_m / float(heat.laps)  # 1500 m may have 3, 3.75 or 4
    is_timed = any(row.has_passes for row in heat.rows)
    if not lap_m and (is_timed or (names_event(heat) and event.distance_m >= WITH_LAPS_M)):
        lap_m = usual_m
    if lap_m:
        title = title._replace(event=replace(event, lap_m=lap_m))
    laps = _laps(event.distance_m, lap_m)
    return HeatCourse(title, _called_by_metres(heat, laps) or laps, assumed)


def _called_by_metres(heat: LynxHeat, laps: tuple[TablePoint, ...]) -> tuple[TablePoint, ...]:
    """The points whose distances a system has as the numbers of laps; empty where it has other numbers."""
    finish = laps[-1].distance_m or 0.0
    metres = {shown.lap for row in heat.rows for shown in row.passes if shown.lap is not None}
    if not metres or not all(SHORTEST_FIRST_M <= lap <= finish for lap in metres):
        return ()
    if metres <= {int(point.distance_m or 0) for point in laps}:
        return laps
    return (*(_point(lap) for lap in sorted(metres) if lap < finish), laps[-1])


def _laps(distance_m: float, lap_m: float) -> tuple[TablePoint, ...]:
    """A checkpoint at the finish line each lap, the first lap being the short one."""
    finish = TablePoint("finish", distance_m)
    if not lap_m or distance_m / lap_m > MOST_POINTS:
        return (finish,)
    metres = [distance_m - lap_m * n for n in range(1, int(distance_m / lap_m) + 1)]
    return (*(_point(m) for m in reversed(metres) if m >= SHORTEST_FIRST_M), finish)


def _point(metres: float) -> TablePoint:
    name = f"{int(metres + 0.001)}"
    return TablePoint(f"{name} m", round(metres, 3), id=name)


def _title(heat: LynxHeat, event: str) -> tuple[EventTitle, float, str]:
    """The event, the length of a lap if the title has it, and what was assumed. Raises FeedError."""
    try:
        return heat_title(heat, heat.title, Hints(event=event)), 0.0, ""
    except FeedError as error:
        metres, lap_m = _numbers(heat)
        metres = metres or _usual_metres(heat)
        title = parse_title(f"{metres:g} m") if metres and not event else None
        if title is None and not heat.title and not event:
            said = "how far it is is not known: no title, no distance and no result says it"
            raise FeedError(f'{said}; event = "1500" in the mapping file does') from None
        if title is None:
            raise FeedError(f'{error}, or in the mapping file as event = "1500"') from None
        laps = f", with laps of {lap_m:g} m" if lap_m else ""
        of = f"of {heat.title!r}" if heat.title else "by the times (event in the mapping file says it)"
        return title, lap_m, f"a run over {metres:g} m{laps} is assumed {of}"


def _usual_metres(heat: LynxHeat) -> float:
    """The usual distance that fits the fastest result, of a heat without a title; 0 without a result."""
    if heat.title:
        return 0.0
    results = [time.ms for row in heat.rows if (time := row_time(row, [])) is not None and time.ms]
    if not results:
        return 0.0
    seconds = min(results) / 1000
    return min(USUAL_M, key=lambda metres: abs(log(seconds / (USUAL / MARGIN * least_seconds(metres)))))


def _numbers(heat: LynxHeat) -> tuple[float, float]:
    """The distance, and a lap that is printed beside it as in `1000 111M`; 0 of what is not there."""
    if heat.distance:
        return float(re.sub(r"[^\d.]", "", heat.distance)), 0.0
    found = [(int(match[1]), bool(match["metres"])) for match in _NUMBERS.finditer(heat.title)]
    found = [(n, is_metres) for n, is_metres in found if 60 <= n <= FARTHEST_M and str(n) != heat.event]
    if not found:
        return 0.0, 0.0
    metres = max(n for n, _ in found)
    laps = [n for n, is_metres in found if is_metres and 2 * n <= metres]
    return float(metres), float(laps[0]) if len(laps) == 1 else 0.0
