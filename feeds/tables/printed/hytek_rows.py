"""The competitors of one round or heat of a Hy-Tek table: rows, and what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from feeds.tables.printed.hytek_cells import Cells, read_cells
from feeds.tables.printed.hytek_columns import RESULT, RESULTS, STATUS
from feeds.tables.printed.unplaced_splits import read_passes
from race.lazy_dataclass import dataclass
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.printed.hytek_tables import HytekTable
    from race.messages import StatusCode

STATUSES: dict[str, tuple[StatusCode, str]] = {
    "DNF": ("dnf", ""),
    "DNS": ("dns", ""),
    "SCR": ("dns", "Scratched"),
    "DQ": ("dq", ""),
    "DSQ": ("dq", ""),
    "FS": ("dq", "False start"),
    "NT": ("unknown", "No time"),
    "ND": ("unknown", "No distance"),
    "NP": ("unknown", "No place"),
}

_LABEL = re.compile(
    r"(?:(?P<part>heat|section|race|flight)\s+#?(?P<heat>\w{1,3})(?:\s+of\s+\d+)?)?[\s,:-]*"
    r"(?P<round>preliminar(?:y|ies)|prelims|semi-?\s?finals?|quarter-?\s?finals?|(?:timed\s)?finals?"
    r"|(?P<final>[A-H]|championship|consolation|bonus)[\s-]+finals?)?[\s,:-]*"
    r"(?:wind:?\s*(?P<wind>[+-]?\d{1,2}\.\d|NWI)(?:\s?m/?s)?)?",
    re.I,
)
_LEG = re.compile(
    r"(?P<leg>\d)\)\s*(?P<name>[^\d)]+?)(?:\s+(?P<year>\d{1,2}|FR|SO|JR|SR))?(?=\s+\d\)|\s*$)", re.I
)
_ROUNDS = {"p": "heats", "s": "semi-final", "q": "quarter-final"}
_NO_REASON = re.compile(
    rf"^\s*(?:\*?\d{{1,4}}|-{{1,2}})(?!\d)|\s{{3,}}\S.*\s{{3,}}|\b(?:{STATUS})\b|\d[:.]\d\d\b"
)
_REACTION = re.compile(r"^\s*r:[+-]?\d\.\d+\s*", re.I)


class HytekLeg(NamedTuple):
    """Who ran a leg."""

    leg: int
    name: str
    year: str
    """School year or age; empty where it is not printed."""


@dataclass
class HytekRow:
    """A competitor's row and what stands below it."""

    line: int
    cells: Cells
    legs: list[HytekLeg] = field(default_factory=list)
    """The runners of a relay."""
    splits: list[Time] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    """Words below the row of someone who was disqualified or has no result."""

    @cached_property
    def _printed(self) -> re.Match[str]:
        match = RESULT.fullmatch(
            next(self.cells.figures[kind] for kind in RESULTS if kind in self.cells.figures)
        )
        assert match is not None
        return match

    @cached_property
    def result(self) -> Time | None:
        """The result; None where a status is printed."""
        return Time.parse(self._printed["time"]) if self._printed["time"] else None

    @property
    def status(self) -> StatusCode | None:
        """Why there is no result."""
        return STATUSES[self._printed["status"]][0] if self._printed["status"] else None

    @property
    def reason(self) -> str:
        """The rule or the reason, as printed."""
        said = STATUSES[self._printed["status"]][1] if self._printed["status"] else ""
        return ". ".join(filter(None, (said, self.cells.reason, *self.below)))

    @property
    def notes(self) -> tuple[str, ...]:
        """What is printed beside the result: a qualifier, a record, thousandths."""
        printed, flags = self._printed, self._printed["flags"]
        qualifier = flags[:1] if flags[:1] in ("Q", "q") else ""
        found = (
            qualifier,
            flags.removeprefix(qualifier),
            "h" if printed["hand"] else "",
            "exhibition" if printed["exhibition"] else "",
            self.cells.label,
            self.cells.thousandths and f".{self.cells.thousandths.rpartition('.')[2]}",
        )
        return tuple(filter(None, found))


@dataclass(slots=True)
class HytekSection:
    """A round, or a heat that is listed by itself."""

    round: str = ""
    heat: str = ""
    wind: float | None = None
    rows: list[HytekRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Lines that were not understood."""


def read_sections(table: HytekTable) -> Iterator[HytekSection]:
    """The rounds and heats of a table that hold anyone, in printed order."""
    section = HytekSection()
    for number, line in table.rows:
        label = _label(line)
        if label is None:
            _take(section, table, number, line)
            continue
        yield from [section] if section.rows else []
        notes = [] if section.rows else section.notes
        label.round = label.round or section.round
        section = label
        section.notes = notes
    yield from [section] if section.rows else []


def _label(line: str) -> HytekSection | None:
    """The section that begins with a line such as `Heat 2 Preliminaries  Wind: 1.3`."""
    match = _LABEL.fullmatch(line.strip())
    if match is None or not any(match.group("part", "round", "wind")):
        return None
    word = (match["round"] or "").lower()
    found = _ROUNDS.get(word[:1], "final") if word else ""
    wind = float(match["wind"]) if match["wind"] and match["wind"].upper() != "NWI" else None
    return HytekSection(found, match["heat"] or (match["final"] or "").upper()[:16], wind)


def _take(section: HytekSection, table: HytekTable, number: int, line: str) -> None:
    cells = read_cells(line, table.columns, are_aligned=table.are_aligned)
    last = section.rows[-1] if section.rows else None
    if cells is not None:
        try:
            row = HytekRow(number, cells)
            _ = row.result
            section.rows.append(row)
        except ValueError as error:
            section.notes.append(f"line {number}: {error}")
    elif last is not None and (legs := list(_LEG.finditer(line))) and not _LEG.sub("", line).strip():
        last.legs += [_leg(leg) for leg in legs]
    elif last is not None and (splits := _splits(section, number, line)) is not None:
        last.splits += splits
    elif last is not None and last.status in ("dq", "unknown", "dnf") and _is_reason(line):
        last.below.append(" ".join(line.split())[:200])
    else:
        section.notes.append(f"line {number}: not understood, left out: {' '.join(line.split())[:80]}")


def _leg(leg: re.Match[str]) -> HytekLeg:
    return HytekLeg(int(leg["leg"]), " ".join(leg["name"].split()), leg["year"] or "")


def _splits(section: HytekSection, number: int, line: str) -> list[Time] | None:
    try:
        return read_passes(_REACTION.sub("", line))
    except ValueError as error:
        section.notes.append(f"line {number}: {error}; the splits of this row are left out")
        return []


def _is_reason(line: str) -> bool:
    """Whether a line is words, without a place, a status or a time: why someone was disqualified."""
    return line.startswith(" ") and not _NO_REASON.search(line) and len(line.split()) > 1
