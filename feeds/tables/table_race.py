"""A race as a table or another program's export has it: what is there, and nothing that is inferred."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from race.event import Event
    from race.messages import Evidence, Mark, Note, RaceKind, Role, StatusCode
    from race.times import Time, TimeOfDay


class TablePoint(NamedTuple):
    """A place where times were taken."""

    name: str
    """As it is headed: "400", "Aid 1", "Finish"."""
    distance_m: float | None
    """Metres from the start; None where the file does not say: the field's times give it."""
    id: str = ""
    """Its id, where the file has one that a race file may have; else one is made of the name."""
    is_same_place: bool = False
    """Whether it is where the point before it is, as the way out of an aid station."""


def is_way_out(name: str, before: str) -> bool:
    """Whether a point is the way out of the aid station whose way in is the point before it."""
    stem = name.casefold().removesuffix(" out")
    return stem != name.casefold() and before.casefold() == f"{stem} in"


class TableTime(NamedTuple):
    """What is known of a runner at one of the race's points."""

    point: int
    """Index of the point."""
    time: Time | None
    """From the runner's own start; None where only the place there or the time of day is known."""
    place: int | None = None
    notes: tuple[str, ...] = ()
    """Printed beside it: `Q`, `PB`, `NR`."""
    is_doubtful: bool = False
    """Whether it was read from a cell that is not clear."""
    leg: int | None = None
    """The leg of a relay that ends here, from 1."""
    clock: TimeOfDay | None = None
    """The time of day, where the time from the start is not known."""
    evidence: Evidence | None = None
    """How it is known; None where that is said of the whole race."""
    source: str = ""
    """A key of the race's `sources`; empty for the file itself."""
    wind: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRunner:
    """A runner's or a team's row."""

    where: str
    """The row for messages: "row 4", "line 12"."""
    name: str
    family: str = ""
    """Where it is not the last word of the name."""
    athlete: str = ""
    """The person's id in all races."""
    bib: str = ""
    """Empty where there is none: a code of letters is made."""
    nation: str = ""
    """Three letters."""
    club: str = ""
    """A club, school or college."""
    team: str = ""
    members: tuple[str, ...] = ()
    """Who runs for the team, in the order of their legs."""
    sex: str = ""
    """`M` or `F`."""
    category: str = ""
    born: str = ""
    """A year, or as 2001-05-25."""
    role: Role = "runner"
    note: str = ""
    """Lane, age, school year, seed: in words."""
    wave: str = ""
    start_ms: int | None = 0
    """Own start after the first, in milliseconds; None while it is not known to have been."""
    gun: TimeOfDay | None = None
    """The time of day of the own start, where it is said of each runner; else the race's `start` gives it."""
    pb: Time | None = None
    sb: Time | None = None
    place: int | None = None
    """The place in the result."""
    has_unread_result: bool = False
    """Whether there is something in the place of the result that is neither a time nor a status."""
    status: StatusCode | None = None
    """Why there is no result; None of a finisher, and of a start list's runner."""
    reason: str = ""
    times: tuple[TableTime, ...] = ()
    """In the order of the course; a finisher's last one is at the last point."""
    after: int | None = None
    """Index of the last point passed, where it is said of someone who is out; else it is the last time's."""
    wind: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRace:
    """A race: its event, its points in the order of the course, its runners in the order of the file."""

    name: str
    event: Event
    points: tuple[TablePoint, ...]
    """The last one is the finish."""
    runners: tuple[TableRunner, ...]
    race: str = ""
    """The id of the race, where the file has one; else one is made of day, name, sex, round and heat."""
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
    sources: Mapping[str, str] = field(default_factory=dict)
    """Sources of single figures, in words, by keys."""
    marks: tuple[Mark, ...] = ()
    said: tuple[Note, ...] = ()
    """Sentences about the race, a point or a runner, as they were said on the way."""
    remarks: tuple[str, ...] = ()
    """What a reader of the race file should know."""
    notes: tuple[str, ...] = ()
    """What is printed while converting: doubtful cells, columns that were not understood."""
    is_weighed: bool = False
    """Whether what is doubtful is marked, as in a table that Lapbell wrote: then nothing more is doubted."""
    is_final: bool = True
    """Whether the result is official; False of a start list."""
