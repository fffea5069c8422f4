"""What an official document prints: nothing is inferred and nothing is repaired."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from race.event import Event
    from race.messages import Mark, Role, StatusCode
    from race.times import Time

Suspects = frozenset[tuple[str, float]]
"""Splits that cannot all be right: bib and metres from the start."""


class TextRow(NamedTuple):
    """A line of the text layer, its words separated by single spaces."""

    line: int
    """Counted from 1."""
    text: str


class PrintedSplit(NamedTuple):
    """A time printed at an intermediate or in the finish column."""

    distance_m: float
    """Metres from the start."""
    time: Time
    printed_place: int | None
    """The rank printed behind the time."""
    line: int
    source: str = ""
    """A key of the race's sources; empty for the race analysis."""


class ColumnFit(NamedTuple):
    """The columns chosen for a row that has fewer figures than there are column heads."""

    line: int
    points_m: tuple[float, ...]
    """Metres from the start of the best-fitting columns."""
    is_clear: bool
    """Whether no other choice fits nearly as well."""


class LapRow(NamedTuple):
    """Laps printed in one row, next to the row of splits that they belong to."""

    line: int
    times: tuple[Time, ...]
    ends_m: tuple[float, ...]
    """Metres from the start of the splits in that row; as a rule a lap ends at each."""


class Contradiction(NamedTuple):
    """Figures that contradict each other, or a row that was not understood."""

    document: str
    line: int
    text: str
    suspects: Suspects = frozenset()

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{self.document}: {where}{self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceHeading:
    """Which race a document is about."""

    title: str
    """As printed: "Men's 800m Final"."""
    event: Event
    sex: str = ""
    round: str = ""
    heat: str = ""
    date: str = ""
    """As 2024-05-25."""
    start: str = ""
    """Time of day of the start as printed, without a time zone."""
    meet: str = ""
    venue: str = ""

    @property
    def distance_m(self) -> float:
        """Of the race."""
        return self.event.distance_m

    def point(self, metres: float) -> str:
        """A point of the course in words."""
        return "the start" if metres == 0 else "the finish" if metres == self.distance_m else f"{metres:g} m"

    def is_same_race(self, other: RaceHeading) -> bool:
        """Whether everything that both documents print about the race agrees."""
        if (self.event.code, self.distance_m, self.sex) != (other.event.code, other.distance_m, other.sex):
            return False
        if any(a and b and a != b for a, b in ((self.round, other.round), (self.heat, other.heat))):
            return False
        if _words(self.title) != _words(other.title):
            return False
        return all(not a or not b or a == b for a, b in ((self.date, other.date), (self.start, other.start)))


def _words(text: str) -> list[str]:
    kept = "".join(c if c.isalnum() else " " for c in text.casefold().replace(",", "").replace("'s", ""))
    return sorted(kept.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """An athlete's row and the figures below it."""

    line: int
    document: str
    name: str
    family: str
    """The family name, of one or more words."""
    nation: str = ""
    team: str = ""
    """The team's name, in a relay."""
    club: str = ""
    bib: str = ""
    born: str = ""
    role: Role = "runner"
    note: str = ""
    place: int | None = None
    """The official place."""
    result: Time | None = None
    thousandths: str = ""
    """Printed where athletes share a time to the hundredth: ".202"."""
    status: StatusCode | None = None
    reason: str = ""
    behind: Time | None = None
    """Time behind the winner."""
    notes: tuple[str, ...] = ()
    splits: tuple[PrintedSplit, ...] = ()
    """In the order of the course, without the finish."""
    finish: PrintedSplit | None = None
    """The finish column, where there is one."""
    laps: tuple[LapRow, ...] = ()
    column_fits: tuple[ColumnFit, ...] = ()
    """For the rows with fewer figures than column heads."""
    splits_document: str = ""
    """The document that prints the splits."""
    splits_line: int = 0
    """The athlete's row in it."""
    source: str = ""
    """A key of the race's sources for the result; empty for the document that prints it."""

    def suspects_at(self, *metres: float) -> Suspects:
        """This athlete's splits at some points of the course, as suspects of a contradiction."""
        return frozenset((self.bib, m) for m in metres)

    def contradiction(self, line: int, text: str, *metres: float) -> Contradiction:
        """A contradiction in a row of this athlete's splits, with the splits at some points as suspects."""
        return Contradiction(self.splits_document, line, text, self.suspects_at(*metres))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A result list or a race analysis."""

    name: str
    """The name of its file."""
    kind: str
    """`results` or `analysis`."""
    printer: str
    """In words."""
    heading: RaceHeading
    performances: tuple[Performance, ...]
    intermediates_m: tuple[float, ...] = ()
    """Metres from the start of the columns, without the finish."""
    head_lines: dict[float, int] = field(default_factory=dict)
    """The line of each column head, by metres from the start."""
    laps_rounded_up: bool = False
    """Whether each lap is rounded up on its own from thousandths."""
    records: tuple[Mark, ...] = ()
    wind: float | None = None
    """Metres a second."""
    remarks: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    """Found while the document was read."""
    left_out: tuple[TextRow, ...] = ()
    """Rows in and below the table that were not understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRace:
    """A race, joined from its documents. Every performance has a bib."""

    heading: RaceHeading
    documents: tuple[Document, ...]
    performances: tuple[Performance, ...]
    intermediates_m: tuple[float, ...] = ()
    """The intermediates of all documents in metres from the start, without the finish."""
    contradictions: tuple[Contradiction, ...] = ()
    """Between the documents."""
    flagged: Suspects = frozenset()
    """Splits that their publisher flagged as doubtful."""
    sources: dict[str, str] = field(default_factory=dict)
    """The documents' own sources by short keys, where they name any."""
    remarks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Remarks that are said while converting, too."""

    @property
    def analysis(self) -> Document:
        """The document that prints the splits, if there is one."""
        return next((d for d in self.documents if d.kind == "analysis"), self.documents[-1])
