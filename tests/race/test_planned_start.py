"""The first plan stays known, whatever replaces it."""

from __future__ import annotations

from dataclasses import replace

from race.messages import StartList, Void
from race.planned_start import first_planned
from race.times import TimeOfDay
from tests.race.messages_by_hand import GUN, start_list

NOON, LATER = TimeOfDay.parse("2026-05-02T12:00:00Z"), TimeOfDay.parse("2026-05-02T12:25:00Z")


def planned(clock: TimeOfDay | None, id_: str = "", replaces: str | None = None) -> StartList:
    """A start list with a plan."""
    return replace(start_list("AB", id_=id_ or None, replaces=replaces), planned=clock)


def test_a_delay_leaves_the_first_plan_known() -> None:
    """In the order of the log; start lists without a plan, and no plan at all."""
    assert first_planned([planned(None), planned(NOON, "a"), GUN, planned(LATER, "b", "a")]) == NOON
    assert first_planned([planned(None), GUN]) is None


def test_a_start_list_that_was_taken_back_never_held() -> None:
    """The one after it was the first."""
    assert first_planned([planned(NOON, "a"), Void(replaces="a"), planned(LATER, "b")]) == LATER
