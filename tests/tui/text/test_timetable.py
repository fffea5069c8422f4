"""The timetable in words, by the hub's clock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feeds.protocol.race_notice import RaceNotice
from race.times import TimeOfDay
from tui.text.timetable import NOW, due_text, late_text, moved_text, now_cell, start_cell

PLANNED_MS = TimeOfDay.parse("2026-07-18T15:36:00+01:00").utc_ms

MINUTE_MS = 60_000

NOTICE = RaceNotice(
    race="mile",
    name="Mile",
    meet="",
    date="",
    event="",
    state="before",
    head=1,
    publishers=0,
    viewers=0,
    zone="Europe/London",
    planned_ms=PLANNED_MS,
    first_planned_ms=PLANNED_MS,
)

DELAYED = replace(NOTICE, planned_ms=PLANNED_MS + 25 * MINUTE_MS)


def test_a_countdown_and_then_a_delay() -> None:
    """In the first minute a race is not late."""
    assert due_text(PLANNED_MS, PLANNED_MS - 252_000) == "in 4:12"
    assert due_text(PLANNED_MS, PLANNED_MS + 59_999) == "due now"
    assert due_text(PLANNED_MS, PLANNED_MS + 60_000) == "1 minute late"
    assert due_text(PLANNED_MS, PLANNED_MS + 12 * MINUTE_MS) == "12 minutes late"
    assert (late_text(59_999), late_text(-MINUTE_MS)) == ("", "")
    assert late_text(50 * 60 * MINUTE_MS) == "2 days late"


def test_what_passes_after_a_delay_is_late_by_the_first_plan() -> None:
    """A race put off by 25 minutes that has not begun 12 later is 37 late."""
    due_ms = PLANNED_MS + 25 * MINUTE_MS

    assert due_text(due_ms, due_ms - 1000, PLANNED_MS) == "in 1 s"
    assert due_text(due_ms, due_ms + 12 * MINUTE_MS, PLANNED_MS) == "37 minutes late"


@pytest.mark.parametrize(
    ("changes", "after_ms", "expected"),
    [
        ({}, -252_000, "in 4:12"),
        ({}, 12 * MINUTE_MS, "12 min late"),
        ({"state": "running"}, 0, "on now"),
        ({"state": "running", "ended": True}, 0, "ended"),
        ({"ended": True}, 12 * MINUTE_MS, "ended"),
        ({"state": "official", "ended": True}, 0, "official"),
        ({"state": "finished"}, 0, "finished"),
        ({"gun_ms": PLANNED_MS + 10_000}, 0, "in 10 s"),
        ({"planned_ms": None}, 0, "before"),
        ({"state": "postponed"}, 0, "postponed"),
    ],
)
def test_what_is_said_of_a_race_now(changes: dict[str, object], after_ms: int, expected: str) -> None:
    """By its state, its gun, or else the timetable; a state of a later version as it is."""
    assert now_cell(replace(NOTICE, **changes), PLANNED_MS + after_ms) == expected  # type: ignore[arg-type]


def test_of_a_hub_that_does_not_say_its_time_nothing_is_counted_down() -> None:
    """An earlier version does not."""
    assert now_cell(NOTICE, 0) == "before"


def test_the_start_in_the_zone_of_the_race() -> None:
    """With the minutes by which it was put off or brought forward, and on another day the day."""
    assert start_cell(NOTICE, PLANNED_MS) == "15:36"
    assert start_cell(DELAYED, PLANNED_MS) == "16:01 +25"
    early = replace(NOTICE, planned_ms=PLANNED_MS - 16 * MINUTE_MS - 20_000)
    assert start_cell(early, PLANNED_MS - 60 * MINUTE_MS) == "15:19 -16"
    assert start_cell(replace(NOTICE, planned_ms=PLANNED_MS - 20_000), PLANNED_MS) == "15:35"
    assert (moved_text(25 * MINUTE_MS), moved_text(-16 * MINUTE_MS)) == (
        "25 minutes late",
        "16 minutes early",
    )
    assert (moved_text(59_999), moved_text(-59_999)) == ("", "")
    assert start_cell(NOTICE, PLANNED_MS - 24 * 60 * MINUTE_MS) == "18 Jul"
    assert start_cell(replace(NOTICE, planned_ms=None), PLANNED_MS) == ""


def test_every_cell_fits_its_column() -> None:
    """The longest that are likely."""
    late = now_cell(NOTICE, PLANNED_MS + 125 * MINUTE_MS)
    far = start_cell(replace(NOTICE, planned_ms=PLANNED_MS + 125 * MINUTE_MS), PLANNED_MS - 10**9)

    assert (late, far) == ("125 min late", "18 Jul +125")
    assert len(late) <= NOW
