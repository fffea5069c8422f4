"""What is said of the clocks and guns of a race: when it starts, whose clock is wrong, whom a gun starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.errors import did_you_mean
from race.belief.clock_sentences import apart_text, hub_sentence
from race.belief.source_clocks import AGREE_MS, TOLERANCE_MS
from race.times import span_text
from replays.watching.viewer_time import time_of_day
from tui.text.timetable import due_text, moved_text

if TYPE_CHECKING:
    from race.board import Board, LiveEdge
    from race.fold.start_times import StartTimes
    from race.messages import StartList


BEFORE = "before the gun"


def before_the_gun(board: Board) -> list[str]:
    """In phrases: when the gun is due, the time of day of that in the race's own zone, and any delay."""
    starts_in_ms, start_list = board.edge.starts_in_ms, board.state.start_list
    gun_ms = min((gun.clock.utc_ms for gun in board.state.guns if gun.clock is not None), default=None)
    if starts_in_ms and gun_ms is not None:
        due = _time_of_day(gun_ms, start_list, starts_in_ms)
        return [f"starts in {span_text(starts_in_ms)}", f"at {due}"]
    if start_list is not None and start_list.planned is not None and not board.state.guns:
        return [BEFORE, *_planned(start_list, start_list.planned.utc_ms, board.edge)]
    return [BEFORE]


def _planned(start_list: StartList, planned_ms: int, edge: LiveEdge) -> list[str]:
    """The planned start; of a live race how far away it is, and by how much it was moved."""
    now_ms, first_ms = edge.now_ms, edge.first_planned_ms
    if now_ms is None:
        return [f"planned for {_time_of_day(planned_ms, start_list, 0)}"]
    due = f"{due_text(planned_ms, now_ms, first_ms)}, planned for"
    moved = moved_text(planned_ms - first_ms) if first_ms is not None and now_ms < planned_ms else ""
    return [f"{due} {_time_of_day(planned_ms, start_list, planned_ms - now_ms)}", *filter(None, [moved])]


def hub_clock(offset_ms: int) -> str:
    """By how much the hub's clock differs from the times of day of guns and splits; empty if it does not."""
    return f"{hub_sentence(offset_ms)}; the race clock allows for it" if abs(offset_ms) > AGREE_MS else ""


def own_clock(ahead_ms: float) -> str:
    """By how much this computer's clock differs from the hub's; empty where that is not worth a word."""
    if abs(ahead_ms) <= TOLERANCE_MS:
        return ""
    return f"this computer's clock is {apart_text(ahead_ms)} the hub's; the race is shown by the hub's"


def idle_gun(start_times: StartTimes) -> str:
    """That a gun starts no one, as no entrant is in its wave; empty where there is none."""
    for wave, alike in start_times.idle_guns.items():
        return f"no entrant is in wave {wave!r} of a gun" + did_you_mean([repr(alike)] if alike else [])
    return ""


def _time_of_day(utc_ms: int, start_list: StartList | None, starts_in_ms: int) -> str:
    zone = start_list.zone if start_list is not None else ""
    return time_of_day(utc_ms, zone, utc_ms - starts_in_ms, seconds=False)
