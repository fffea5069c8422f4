"""A class of an orienteering race, as lists with a row for each runner have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.tables.table_race import TablePoint, TableRace
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from feeds.tables.table_format import Hints
    from feeds.tables.table_race import TableRunner
    from race.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """A runner of a class."""

    runner: TableRunner
    """Without its start after the first."""
    start: int | None
    """Milliseconds since midnight."""


def class_race(
    name: str,
    event: Event,
    controls: Sequence[TablePoint],
    rows: Sequence[ClassRow],
    hints: Hints,
    source: str,
    notes: Sequence[str],
) -> TableRace:
    """The race of a class; its runners start at their own times after the first of them."""
    first = min((row.start for row in rows if row.start is not None), default=None)
    runners = [
        replace(row.runner, start_ms=row.start - first if row.start is not None and first is not None else 0)
        for row in rows
    ]
    has_own_starts = any(runner.start_ms for runner in runners)
    unknown = [row.runner for row in rows if row.start is None and row.runner.times]
    return TableRace(
        name=hints.name or name,
        event=event,
        points=(*controls, TablePoint("Finish", None)),
        runners=tuple(runners),
        date=hints.date,
        source=source,
        notes=(
            *notes,
            *(
                f"{runner.where}, {runner.name}: no start time, taken to have started with the first"
                for runner in (unknown if has_own_starts else ())
            ),
        ),
    )
