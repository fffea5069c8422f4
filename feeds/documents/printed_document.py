"""What a document says, as it is printed: nothing is worked out and nothing is repaired."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from race.messages import Mark, Role, Setting, StatusCode
from race.times import Time

Suspects = frozenset[tuple[str, float]]
"""Readings that cannot all be right: bib and metres from the start."""


class TextRow(NamedTuple):
    """A line of the text layer, its words with one space between them."""

    line: int
    """Counted from 1."""
    text: str


class Reading(NamedTuple):
    """A time printed at a mark."""

    distance_m: float
    """Metres from the start."""
    time: Time
    rank: int | None
    line: int
    source: str = ""
    """A key of the race's sources; empty for the race analysis."""


class Fit(NamedTuple):
    """Where the figures of a row were put that has fewer than there are column heads."""

    line: int
    marks_m: tuple[float, ...]
    """The marks under which they fit best, in metres from the start."""
    is_clear: bool
    """Whether no other way fits nearly as well."""


class LapRow(NamedTuple):
    """Laps printed in one row, beside the row of marks that they belong to."""

    line: int
    times: tuple[Time, ...]
    ends_m: tuple[float, ...]
    """The marks of that row, in metres from the start; a lap of the row ends at each, as a rule."""


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
class Title:
    """Which race it is."""

    text: str
    """As printed: "Men's 800m Final"."""
    distance_m: float
    event: str
    """Open athletics code."""
    sex: str = ""
    date: str = ""
    """As 2024-05-25."""
    start: str = ""
    """Time of day of the start as printed, without a zone."""
    meet: str = ""
    venue: str = ""
    setting: Setting = "track"

    def point(self, metres: float) -> str:
        """A point of the course, for a sentence."""
        return "the start" if metres == 0 else "the finish" if metres == self.distance_m else f"{metres:g} m"

    def is_same_race(self, other: Title) -> bool:
        """Whether two documents are of one race: what both print agrees."""
        if (self.distance_m, self.event, self.sex) != (other.distance_m, other.event, other.sex):
            return False
        if _words(self.text) != _words(other.text):
            return False
        return all(not a or not b or a == b for a, b in ((self.date, other.date), (self.start, other.start)))


def _words(text: str) -> list[str]:
    kept = "".join(c if c.isalnum() else " " for c in text.casefold().replace(",", "").replace("'s", ""))
    return sorted(kept.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """An athlete's row, and the figures below it."""

    line: int
    document: str
    name: str
    family: str
    """The family name, of one word or more."""
    nation: str = ""
    bib: str = ""
    born: str = ""
    role: Role = "runner"
    note: str = ""
    place: int | None = None
    result: Time | None = None
    thousandths: str = ""
    """Printed where two share a time to the hundredth: ".202"."""
    status: StatusCode | None = None
    reason: str = ""
    behind: Time | None = None
    """Behind the winner."""
    notes: tuple[str, ...] = ()
    marks: tuple[Reading, ...] = ()
    """In the order of the course, without the finish."""
    finish: Reading | None = None
    """What the column of the finish says."""
    laps: tuple[LapRow, ...] = ()
    fitted: tuple[Fit, ...] = ()
    """Rows with fewer figures than column heads."""
    figures_document: str = ""
    """The document that prints the marks."""
    figures_line: int = 0
    """The athlete's row in it."""
    source: str = ""
    """A key of the race's sources for the result; empty for the document that prints it."""

    def suspect(self, *metres: float) -> Suspects:
        """This athlete's readings there, as suspects of a slip."""
        return frozenset((self.bib, m) for m in metres)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A result list or a race analysis."""

    name: str
    """Of the file."""
    kind: str
    """`results` or `analysis`."""
    printer: str
    """Whose layout it is, in words."""
    title: Title
    performances: tuple[Performance, ...]
    marks_m: tuple[float, ...] = ()
    """The marks of the columns in metres from the start, without the finish."""
    head_lines: dict[float, int] = field(default_factory=dict)
    """On which line the column head of a mark stands, by metres from the start."""
    laps_rounded_up: bool = False
    """Whether each lap is rounded up by itself from thousandths."""
    records: tuple[Mark, ...] = ()
    remarks: tuple[str, ...] = ()
    slips: tuple[Contradiction, ...] = ()
    """Found while reading."""
    left_out: tuple[TextRow, ...] = ()
    """Rows in and below the table that were not understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRace:
    """A race, joined of its documents. Every performance has a bib."""

    title: Title
    documents: tuple[Document, ...]
    performances: tuple[Performance, ...]
    marks_m: tuple[float, ...] = ()
    """The marks of all documents in metres from the start, without the finish."""
    slips: tuple[Contradiction, ...] = ()
    """Where the documents contradict each other."""
    doubtful: Suspects = frozenset()
    """Readings that whoever published them marked as doubtful."""
    sources: dict[str, str] = field(default_factory=dict)
    """What the documents rest on, where they name it, by short keys."""
    remarks: tuple[str, ...] = ()

    @property
    def analysis(self) -> Document:
        """The document that prints the marks, if one does."""
        return next((d for d in self.documents if d.kind == "analysis"), self.documents[-1])
