"""A race as a table or another program's export has it: what is there, and nothing that is inferred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from race.event import Event
    from race.messages import Evidence, Mark, RaceKind, Role, StatusCode
    from race.times import Time, TimeOfDay


class TablePoint(NamedTuple):
    """A place where times were taken."""

    name: str
    """As it is headed: "400", "Aid 1", "Finish"."""
    distance_m: float | None
    """Metres from the start; None where the file does not say."""


class TableTime(NamedTuple):
    """A time from the runner's own start, at one of the race's points."""

    point: int
    """Index of the point."""
    time: Time
    place: int | None = None
    notes: tuple[str, ...] = ()
    """Printed beside it: `Q`, `PB`, `NR`."""
    is_doubtful: bool = False
    """Whether it was read from a cell that is not clear."""
    leg: int | None = None
    """The leg of a relay that ends here, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRunner:
    """A runner's or a team's row."""

    where: str
    """The row for messages: "row 4", "line 12"."""
    name: str
    family: str = ""
    """Where it is not the last word of the name."""
    bib: str = ""
    """Empty where there is none: a code of letters is made."""
    nation: str = ""
    """Three letters."""
    club: str = ""
    """A club, school or college."""
    team: str = ""
    sex: str = ""
    """`M` or `F`."""
    category: str = ""
    born: str = ""
    """A year, or as 2001-05-25."""
    role: Role = "runner"
    note: str = ""
    """Lane, age, school year, seed: in words."""
    wave: str = ""
    start_ms: int = 0
    """Own start after the first, in milliseconds."""
    pb: Time | None = None
    sb: Time | None = None
    place: int | None = None
    """The place in the result."""
    status: StatusCode | None = None
    """Why there is no result; None of a finisher, and of a start list's runner."""
    reason: str = ""
    times: tuple[TableTime, ...] = ()
    """In the order of the course; a finisher's last one is at the last point."""
    wind: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRace:
    """A race: its event, its points in the order of the course, its runners in the order of the file."""

    name: str
    event: Event
    points: tuple[TablePoint, ...]
    """The last one is the finish."""
    runners: tuple[TableRunner, ...]
    meet: str = ""
    venue: str = ""
    date: str = ""
    """As 2026-06-12."""
    zone: str = ""
    start: TimeOfDay | None = None
    """The first gun, where its time of day and its zone are known."""
    sex: str = ""
    """`men`, `women`, `mixed` or empty."""
    round: str = ""
    heat: str = ""
    kind: RaceKind | None = None
    evidence: Evidence = "official"
    source: str
    """Where it comes from, in words: "Hy-Tek Meet Manager results, file x.txt"."""
    marks: tuple[Mark, ...] = ()
    remarks: tuple[str, ...] = ()
    """What a reader of the race file should know."""
    notes: tuple[str, ...] = ()
    """What the converter is told now: doubtful cells, columns that were not understood."""
    is_final: bool = True
    """Whether the result is official; False of a start list."""
