"""The splits of a race of the tables: one for each point, although several documents may have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from feeds.documents.printed_document import PrintedSplit, RaceHeading
from race.times import Time

if TYPE_CHECKING:
    from feeds.track_splits.split_files import Fields, TableRow
    from feeds.track_splits.split_tables import SplitTables

LONGEST_REMARK = 900


class SplitPoints:
    """The splits of a race by performance, with their sources."""

    def __init__(self, tables: SplitTables, performances: Sequence[TableRow], heading: RaceHeading) -> None:
        """Raises ValueError for a figure that cannot be read."""
        self.sources: dict[str, str] = {}
        """The address of each document, by short keys."""
        self.remarks: list[str] = []
        self._keys: dict[str, str] = {}
        self._tables = tables
        self._finish_m = heading.distance_m
        self._splits: dict[str, dict[float, PrintedSplit]] = {}
        self._flagged: dict[str, set[float]] = {}
        self._others: list[str] = []
        self._without_point = 0
        rows = [split for row in performances for split in tables.splits.get(row.fields["id"], [])]
        self._digits = _digits(rows)
        for row in performances:
            self._add(row.fields["id"])
        self._add_remarks()
        points = {m for splits in self._splits.values() for m in splits}
        self.intermediates_m = tuple(sorted(points - {self._finish_m}))
        """In metres from the start, without the finish."""

    def splits(self, performance: str) -> list[PrintedSplit]:
        """The splits of a performance in the order of the course, without the finish."""
        return [split for m, split in sorted(self._splits[performance].items()) if m != self._finish_m]

    def finish(self, performance: str) -> PrintedSplit | None:
        """The time of a performance at the finish."""
        return self._splits[performance].get(self._finish_m)

    def flagged(self, performance: str) -> set[float]:
        """The points, in metres, where the project itself flagged the split as suspect."""
        return self._flagged[performance]

    def result_source(self, performance: str) -> str:
        """The document that a result is from: the one with its finish, else the first."""
        finish = self.finish(performance)
        return finish.source if finish else next(iter(self.sources))

    def _add(self, performance: str) -> None:
        by_point: dict[float, list[TableRow]] = {}
        for row in self._tables.splits.get(performance, []):
            metres = self._metres(row.fields)
            if metres is None:
                self._without_point += 1
            else:
                by_point.setdefault(metres, []).append(row)
        all_suspect = self._tables.is_suspect(performance)
        flagged = self._flagged[performance] = set()
        splits = self._splits[performance] = {}
        for metres, rows in by_point.items():
            chosen = min(rows, key=self._preference)
            splits[metres] = self._split(metres, chosen)
            if all_suspect or self._is_suspect(chosen):
                flagged.add(metres)
            self._others += [
                f"{performance.rpartition('/')[2]} at {metres:g} m {row.fields['time_s']}"
                for row in rows
                if Time.parse(row.fields["time_s"]).ms != splits[metres].time.ms
            ]

    def _metres(self, fields: Fields) -> float | None:
        """Where a split was taken; None where it has no time, or neither a distance nor the finish."""
        if not fields.get("time_s"):
            return None
        if fields.get("point_kind") == "finish":
            return self._finish_m
        metres = float(fields.get("distance_m") or 0)
        return metres if 0 < metres <= self._finish_m else None

    def _preference(self, row: TableRow) -> tuple[bool, int, int]:
        """The order in which splits of one point are preferred: not flagged, then with most decimals."""
        return self._is_suspect(row), -self._digits[row.fields.get("document", "")], row.line

    def _is_suspect(self, row: TableRow) -> bool:
        return self._tables.is_suspect(row.fields.get("id", ""))

    def _split(self, metres: float, row: TableRow) -> PrintedSplit:
        rank = row.fields.get("rank", "")
        document = row.fields.get("document", "")
        time = Time(Time.parse(row.fields["time_s"]).ms, self._digits[document])
        return PrintedSplit(metres, time, int(rank) if rank else None, row.line, self._source(document))

    def _source(self, document: str) -> str:
        if document not in self._keys:
            self._keys[document] = f"d{len(self._keys) + 1}"
            fields = self._tables.documents.get(document, {})
            self.sources[self._keys[document]] = fields.get("url") or document or "track-splits tables"
        return self._keys[document]

    def _add_remarks(self) -> None:
        self.sources = self.sources or {"tables": "track-splits tables (nhols/splits)"}
        if self._without_point:
            self.remarks.append(
                f"{self._without_point} splits without a time or a place on the course are left out."
            )
        if self._others:
            remark = f"Another document has: {'; '.join(self._others)}."
            self.remarks.append(remark if len(remark) <= LONGEST_REMARK else f"{remark[:LONGEST_REMARK]} ...")
        if any(self._flagged.values()):
            self.remarks.append("Splits that the track-splits project flagged are marked as suspect.")


def _digits(rows: Sequence[TableRow]) -> dict[str, int]:
    """How many decimals each document prints: as many as any of its times in this race needs.

    A table may have dropped the zeros at the end of a time, or padded it with them.
    """
    digits: dict[str, int] = {}
    for row in rows:
        document = row.fields.get("document", "")
        digits[document] = max(digits.get(document, 0), decimals(row.fields.get("time_s", "")))
    return digits


def decimals(time: str) -> int:
    """The number of decimals of a time without zeros at its end."""
    return len(time.partition(".")[2].rstrip("0"))
