"""The marks in the JSON of a board. Times in milliseconds; unknown is None."""

# No `from __future__ import annotations`: `lapbell schema` reads the annotations of the typed dictionaries.

from collections.abc import Container

from typing_extensions import TypedDict  # pydantic takes no `typing.TypedDict` before Python 3.12

from race.areas import Area
from race.fold.runner import Runner
from race.laps import Stretch
from race.marks import Basis, MarkRow
from race.messages import Mark, Setting


class MarkJson(TypedDict):
    """A mark, and where it would be at the leader's last checkpoint with a time."""

    label: str
    code: str | None
    time_ms: int
    digits: int
    """Decimals of a second that are known."""
    holder: str | None
    nation: str | None
    area: Area | None
    setting: Setting | None
    date: str | None
    added: bool
    """Whether the viewer added it; false for the marks of the start list."""
    basis: Basis
    at_ms: int | None
    """Its time at that checkpoint."""
    gap_ms: int | None
    """How far it is behind the leader there; negative ahead."""
    needs_bib: str | None
    """The first runner in the running order who may hold it and can still equal it."""
    needs_ms: int | None
    """The time that this runner has left to equal it, rounded down; null where there is none."""
    needs_m: float | None
    """The distance over which."""


class MarkGapJson(TypedDict):
    """One entrant against one mark."""

    label: str
    gap_ms: int | None
    """How far the entrant is behind the mark where last timed; negative ahead."""
    estimated: bool | None
    """Whether that rests on the time of a mark between two of its own splits."""
    needs_ms: int | None
    """The time the entrant has left to equal it, rounded down; null where no one could, or not this one."""
    needs_m: float | None


def mark_json(row: MarkRow, added: Container[Mark]) -> MarkJson:
    """One of the `marks` of a board; `added` holds the marks that the viewer added."""
    mark, needs = row.mark, row.needs
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
        "at_ms": stretch_ms(row.time),
        "gap_ms": stretch_ms(row.gap),
        "needs_bib": row.chaser.runner.entrant.bib if row.chaser else None,
        "needs_ms": stretch_ms(needs),
        "needs_m": stretch_m(needs),
    }


def mark_gap_json(row: MarkRow, runner: Runner) -> MarkGapJson:
    """One of the `marks` of an entrant's row."""
    gap, needs = row.running.gap(runner), row.needs_of(runner)
    return {
        "label": row.mark.label,
        "gap_ms": stretch_ms(gap),
        "estimated": gap.estimated if gap else None,
        "needs_ms": stretch_ms(needs),
        "needs_m": stretch_m(needs),
    }


def stretch_ms(stretch: Stretch | None) -> int | None:
    """The time of a stretch in milliseconds."""
    return stretch.time.ms if stretch else None


def stretch_m(stretch: Stretch | None) -> float | None:
    """The length of a stretch in metres, to the millimetre."""
    return round(stretch.metres, 3) if stretch else None
