"""The timetable in words: when a race is due, how late it is, and what is on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from race.times import span_text
from replays.watching.viewer_time import short_time
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from feeds.protocol.race_notice import RaceNotice

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS

NOW = len("125 min late")
"""Cells of what is said of a race now."""


def race_title(notice: RaceNotice) -> str:
    """A race by its name, or without one by its id."""
    return clean(notice.name) or notice.race


def due_text(due_ms: int, now_ms: int, first_ms: int | None = None) -> str:
    """How long it is until a start: `in 4:12`; from then on `due now`, and `12 minutes late` a minute later.

    It is late by what has passed since the start that was planned first.
    """
    if now_ms < due_ms:
        return f"in {span_text(due_ms - now_ms)}"
    late_ms = now_ms - (due_ms if first_ms is None else min(first_ms, due_ms))
    return late_text(late_ms) or "due now"


def late_text(late_ms: int) -> str:
    """A delay: `12 minutes late`; empty for less than a minute."""
    minutes = late_ms // MINUTE_MS
    if late_ms >= 2 * DAY_MS:
        return f"{late_ms // DAY_MS} days late"
    return f"{minutes} minute{'s' if minutes > 1 else ''} late" if minutes > 0 else ""


def moved_text(by_ms: int) -> str:
    """By how much a start was moved: `25 minutes late`, `16 minutes early`; empty for less than a minute."""
    return late_text(by_ms) if by_ms > 0 else late_text(-by_ms).replace("late", "early")


def now_cell(notice: RaceNotice, now_ms: int) -> str:
    """What is to be said of a race now: `in 4:12`, `12 min late`, `on now`, or its state."""
    if notice.shown_state == "running":
        return "on now"
    due_ms = due(notice)
    if notice.shown_state != "before" or due_ms is None or not now_ms:
        return notice.shown_state
    return re.sub(" minutes? ", " min ", due_text(due_ms, now_ms, notice.first_planned_ms))


def due(notice: RaceNotice) -> int | None:
    """When a race that has not started is due: when its gun is set to go, or else by the timetable."""
    return notice.gun_ms if notice.gun_ms is not None else notice.planned_ms


def start_cell(notice: RaceNotice, now_ms: int) -> str:
    """The planned start in the zone of the race, and by how many minutes it was moved: `16:01 +25`."""
    if notice.planned_ms is None:
        return ""
    first_ms = notice.planned_ms if notice.first_planned_ms is None else notice.first_planned_ms
    minutes = int((notice.planned_ms - first_ms) / MINUTE_MS)
    moved = f" {minutes:+}" if minutes else ""
    return short_time(notice.planned_ms, notice.zone, now_ms or notice.planned_ms) + moved
