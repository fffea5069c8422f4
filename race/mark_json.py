"""The marks in the JSON of a board. Times in milliseconds; unknown is None."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from race.fold.state import Runner
from race.laps import Stretch
from race.marks import MarkRow, in_running_order
from race.messages import Mark

Json = dict[str, Any]


def mark_json(row: MarkRow, added: Container[Mark]) -> Json:
    """A mark, and where it would be by now; those `added` by the viewer are not of the start list."""
    mark = row.mark
    return {
        "label": mark.label,
        "code": mark.code or None,
        "time_ms": mark.time.ms,
        "digits": mark.time.digits,
        "holder": mark.holder or None,
        "nation": mark.nation or None,
        "area": mark.area,
        "setting": mark.setting,
        "date": mark.date or None,
        "added": mark in added,
        "basis": row.running.basis,
        "at_ms": _ms(row.time),
        "gap_ms": _ms(row.gap),
        "needs_ms": _ms(row.needs),
        "needs_m": _metres(row.needs),
    }


def prospects_json(row: MarkRow, runner: Runner) -> Json:
    """How a runner stands to a mark."""
    gap, needs = row.running.gap(runner), row.running.needs(runner)
    return {
        "label": row.mark.label,
        "gap_ms": _ms(gap),
        "estimated": gap.estimated if gap else None,
        "needs_ms": _ms(needs),
        "needs_m": _metres(needs),
    }


def woven(rows: list[Json], marks: list[MarkRow]) -> list[Json]:
    """The rows with the marks among them, each of the same fields; without a field there are none."""
    if not rows:
        return []
    blank: Json = dict.fromkeys(rows[0])
    found: list[Json] = []
    waiting = in_running_order(marks)
    for number, row in enumerate([*rows, None]):
        while waiting and waiting[0].position == number:
            found.append(blank | _mark_row(waiting.pop(0)))
        if row is not None:
            found.append(row)
    return found


def _mark_row(row: MarkRow) -> Json:
    time = row.time
    return {
        "name": row.mark.label,
        "nation": row.mark.nation or None,
        "role": "mark",
        "status": "finished" if time and time.time == row.mark.time else "running",
        "distance_m": time.metres if time else None,
        "time_ms": _ms(time),
        "digits": time.time.digits if time else None,
        "evidence": ("estimated" if time.estimated else "published") if time else None,
        "suspect": False,
        "gap_ms": _ms(row.gap),
        "overdue": False,
        "notes": [],
        "badges": [],
    }


def _ms(stretch: Stretch | None) -> int | None:
    return stretch.time.ms if stretch else None


def _metres(stretch: Stretch | None) -> float | None:
    return round(stretch.metres, 3) if stretch else None
