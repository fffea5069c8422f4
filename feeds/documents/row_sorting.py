"""The rows of one document, sorted by kind in the layout of its printer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from feeds.documents.athlete_block import AthleteBlock, Figures
from feeds.documents.nation_codes import nation_code
from feeds.documents.printed_document import Contradiction, Performance, TextRow
from feeds.documents.printed_names import has_family_first, has_family_last, read_name
from feeds.documents.printers.printer_layout import RULE, STATUS, PrinterLayout, read_performance, read_rest
from feeds.documents.race_heading import is_other_race, read_record, read_remark
from feeds.documents.row_figures import (
    TIME,
    Figure,
    are_result_notes,
    read_figures,
    read_heads,
    take_result_notes,
)
from feeds.errors import FeedError
from race.lazy_dataclass import dataclass
from race.times import Time

if TYPE_CHECKING:
    from race.messages import Mark

_WITH_LAP = re.compile(rf"(?P<time>{TIME})\s?\[\s?(?P<lap>{TIME})\s?\]")
_LIKE_A_RESULT = re.compile(rf"(?<!\S){TIME}(?!\S)|\(=?\d+\)|(?<!\S)(?:{STATUS})(?:\s{RULE})?$")
"""In a row that was not understood: something that the race would lack. Other such rows are no loss."""


_FIGURE = re.compile(r"\d:\d\d|(?<![\d.])(?<!R)(?<!R\s)\d{1,3}\.\d{1,2}(?![\d.])")
"""In words behind a status, a time; R162.7 is a rule."""

_LEG = re.compile(
    rf"(?:(?P<leg>[1-9])[.)]?\s)?(?P<name>[^\W\d_][^\d()\[\]:;,]*?)(?:\s(?P<time>{TIME}))?(?:\s\(\d+\))?"
)
"""Who ran a leg, below the row of a team."""

MOST_LEGS = 12
LONGEST_LEG = 80
"""Characters of its row."""

LONGEST_REASON = 200
"""Characters of why someone has no result."""


@dataclass(slots=True)
class SortedRows:
    """The rows of a document by kind."""

    name: str
    """Of the document."""
    layout: PrinterLayout
    race_year: int | None
    is_relay: bool = False
    head: list[TextRow] = field(default_factory=list)
    """Rows above the table that are neither records nor column heads."""
    columns: list[tuple[int, list[float | None]]] = field(default_factory=list)
    """Column heads with their lines; None is the finish."""
    records: list[Mark] = field(default_factory=list)
    blocks: list[AthleteBlock] = field(default_factory=list)
    tail: list[TextRow] = field(default_factory=list)
    """Other rows in the table and below it."""
    contradictions: list[Contradiction] = field(default_factory=list)
    is_open: bool = False
    """Whether the last athlete's row was understood, so that figures below it belong to that athlete."""

    @property
    def _known_heads(self) -> list[list[float | None]]:
        return [heads for _, heads in self.columns]

    def add_head(self, row: TextRow) -> None:
        """Sort a row above the table."""
        if record := read_record(row.text):
            self.records.append(record)
        elif heads := read_heads(row.text):
            if heads not in self._known_heads:
                self.columns.append((row.line, heads))
        else:
            self.head.append(row)

    def add(self, row: TextRow) -> None:
        """Sort a row of the table, or one below it. Raises FeedError where a second race begins."""
        text = row.text
        if read_record(text) or text in {head.text for head in self.head}:
            return
        if match := self.layout.athlete(text):
            self._add_athlete(match, row)
        elif read_remark(text):
            self.tail.append(row)
        elif self.is_relay and self.is_open and (leg := _leg(text)):
            self._add_leg(leg)
        elif figures := read_figures(text):
            self._add_figures(row, figures, [])
        elif are_result_notes(text) and self.is_open:
            self._add_notes(text.split())
        elif figures := read_figures((beside := take_result_notes(text))[0]):
            self._add_figures(row, figures, beside[1])
        elif heads := read_heads(text):
            if heads not in self._known_heads:
                self._report(row, f"other column heads than above: {text}")
        elif is_other_race([head.text for head in self.head], text):
            raise FeedError(
                f"{self.name}: line {row.line}: another race begins ({text}); convert one at a time"
            )
        else:
            self.tail.append(row)
            if _LIKE_A_RESULT.search(text):
                self._report_not_understood(row)
                self.is_open = False

    def _add_figures(self, row: TextRow, figures: Figures, notes: list[str]) -> None:
        """Add a row of figures; notes on the result may be printed at its height."""
        if self.is_open:
            self.blocks[-1].printed.append((row.line, figures))
            self._add_notes(notes)
        else:
            self._report(row, "figures below a row that was not understood")

    def _add_leg(self, leg: str) -> None:
        legs = self.blocks[-1].legs
        if len(legs) < MOST_LEGS:
            legs.append(leg)

    def _add_notes(self, notes: list[str]) -> None:
        athlete = self.blocks[-1].athlete
        self.blocks[-1].athlete = replace(athlete, notes=(*athlete.notes, *notes))

    def _add_athlete(self, match: re.Match[str], row: TextRow) -> None:
        in_row = self.layout.figures_in_row
        try:
            performance = read_performance(match, row.line, self.name, self.race_year, is_team=self.is_relay)
            block = AthleteBlock(performance, without_places=in_row)
            printed = match["rest"] or ""
            rest = _take_figures(block, row.line, printed) if in_row else printed
            kinds = read_rest(rest)
            if kinds is None and performance.status and not _FIGURE.search(rest):
                kinds = {"rule": [rest.strip(" -–:,")[:LONGEST_REASON]]}
            block.athlete = _with_rest(performance, match.groupdict(), kinds or {}, self.layout)
        except ValueError:
            self._report_not_understood(row)
            self.is_open = False
            return
        if kinds is None:
            self._report_not_understood(row)
        self.blocks.append(block)
        self.is_open = True

    def _report(self, row: TextRow, text: str) -> None:
        self.contradictions.append(Contradiction(self.name, row.line, text))

    def _report_not_understood(self, row: TextRow) -> None:
        self._report(row, f"not understood: {row.text[:80]}")


def table_start(rows: Sequence[TextRow], layout: PrinterLayout) -> int:
    """The index of the first athlete's row; the number of rows where there is none."""
    athletes = (i for i, row in enumerate(rows) if read_record(row.text) is None and layout.athlete(row.text))
    return next(athletes, len(rows))


def sort_rows(
    rows: Sequence[TextRow],
    name: str,
    layout: PrinterLayout,
    race_year: int | None,
    *,
    is_relay: bool = False,
) -> SortedRows:
    """All rows of a document by kind. Raises FeedError where a second race begins."""
    sorted_rows = SortedRows(name, layout, race_year, is_relay)
    start = table_start(rows, layout)
    for row in rows[:start]:
        sorted_rows.add_head(row)
    for row in rows[start:]:
        sorted_rows.add(row)
    return sorted_rows


def _leg(text: str) -> str:
    """The runner of a relay's leg in words, with the time if it is printed; empty for other rows."""
    match = _LEG.fullmatch(text) if len(text) <= LONGEST_LEG else None
    if match is None:
        return ""
    name, words = match["name"], match["name"].split()
    is_name = len(words) > 1 and (has_family_first(name) or has_family_last(name))
    if not is_name and not (match["leg"] and len(words) > 1) and not (match["time"] and 1 < len(words) < 6):
        return ""
    return " ".join(filter(None, (read_name(name)[0], match["time"])))


def _take_figures(block: AthleteBlock, line: int, rest: str) -> str:
    """Add splits with their laps in brackets to a block; returns what else is in the row."""
    pairs = list(_WITH_LAP.finditer(rest))
    if pairs:
        block.printed += [
            (line, [Figure(Time.parse(pair[kind])) for pair in pairs]) for kind in ("time", "lap")
        ]
    return _WITH_LAP.sub(" ", rest)


def _with_rest(
    performance: Performance, parts: dict[str, str | None], kinds: dict[str, list[str]], layout: PrinterLayout
) -> Performance:
    position, country = parts.get("position"), parts.get("country") or ""
    nation = performance.nation or nation_code(country)
    is_of_club = position is not None and performance.club.endswith(f" {position}")
    notes = [f"{layout.position_word} {position}."] if position and not is_of_club else []
    notes += [f"Country as printed: {country}."] if country and not nation else []
    notes += [f"Reaction time {reaction} s." for reaction in kinds.get("reaction", [])]
    behind = kinds.get("behind", [])
    return replace(
        performance,
        nation=nation,
        note=" ".join(notes),
        notes=tuple(kinds.get("note", [])),
        behind=Time.parse(behind[0].lstrip("+")) if behind else None,
        thousandths="".join(f".{text.strip('()')[-3:]}" for text in kinds.get("thousandths", [])),
        role="pacemaker" if kinds.get("pacemaker") else performance.role,
        reason=" ".join(kinds.get("rule", [])),
    )
