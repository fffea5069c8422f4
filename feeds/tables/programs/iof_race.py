"""A race of an IOF XML file before its distance is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.tables.programs.iof_event import IofEvent, time_of_day
from feeds.tables.table_race import TablePoint, TableRace
from race.event import Event
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from feeds.tables.table_format import Hints
    from feeds.tables.table_race import TableRunner
    from race.event import EventKind

SEXES = {"M": "men", "F": "women", "B": "mixed"}
"""By the attribute of a class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IofRace:
    """A class on one day: its runners with their times at its points."""

    class_name: str
    number: str
    """The number of the race in an event of several; "1" where there is one."""
    is_numbered: bool
    sex: str
    lengths: frozenset[float]
    """Metres of the courses that are stated for it; more than one where it is forked."""
    points: Sequence[TablePoint]
    """Without the finish."""
    runners: Sequence[TableRunner]
    first_start: datetime | None
    notes: Sequence[str] = ()
    kind: EventKind = "run"
    legs: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """The class, and the number of the race where there are several."""
        return f"{self.class_name} {self.number}" if self.is_numbered else self.class_name

    @property
    def stated_event(self) -> Event | None:
        """The event over the length of the course; None where it is not stated."""
        if len(self.lengths) != 1:
            return None
        (length,) = self.lengths
        code = f"{len(self.legs)}x{self.legs[0]:g}" if len(set(self.legs)) == 1 < len(self.legs) else ""
        return Event(code=code, distance_m=length, kind=self.kind, setting="trail", legs=self.legs)

    def table(
        self, event: IofEvent, distance: Event, hints: Hints, file_name: str, *, is_final: bool
    ) -> TableRace:
        """The race as a table, over a distance."""
        stage, day = event.races.get(self.number, ("", ""))
        date = self.first_start.date().isoformat() if self.first_start else day or event.date[:10]
        meet = " ".join(filter(None, (event.name, stage)))
        return TableRace(
            name=hints.name or self.class_name,
            event=distance if self.kind == "run" else replace(distance, kind=self.kind, setting="trail"),
            points=(*self.points, TablePoint("Finish", None)),
            runners=tuple(self.runners),
            meet=meet,
            date=hints.date or date,
            start=time_of_day(_in_zone(self.first_start, hints.zone)),
            sex=SEXES.get(self.sex, ""),
            source=f"IOF XML, file {file_name}",
            notes=tuple(f"{file_name}: {self.name}: {note}" for note in self.notes),
            is_final=is_final,
        )


def _in_zone(start: datetime | None, zone: tzinfo | None) -> datetime | None:
    """A start with the zone, where it has none of its own."""
    return start if start is None or start.tzinfo is not None else start.replace(tzinfo=zone)


def length_of(texts: Sequence[str]) -> frozenset[float]:
    """The different lengths of some courses in metres, of those that are stated."""
    lengths: set[float] = set()
    for text in texts:
        try:
            length = float(text)
        except ValueError:
            continue
        if 0 < length <= 1_000_000:
            lengths.add(length)
    return frozenset(lengths)
