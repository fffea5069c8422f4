"""The splits of a race of the tables: one reading for each point, though more documents may have one."""

from __future__ import annotations

from collections.abc import Sequence

from feeds.documents.printed_document import Reading, Title
from feeds.track_splits.split_files import Fields, TableRow
from feeds.track_splits.split_tables import SplitTables
from race.times import Time

LONGEST_REMARK = 900


class Points:
    """Where times were taken in a race, and by whom."""

    def __init__(self, tables: SplitTables, performances: Sequence[TableRow], title: Title) -> None:
        """Raises ValueError for a figure that is none."""
        self.sources: dict[str, str] = {}
        """Of the splits, by short keys: the address of each document."""
        self.remarks: list[str] = []
        self._keys: dict[str, str] = {}
        self._tables = tables
        self._title = title
        self._readings: dict[str, dict[float, Reading]] = {}
        self._doubtful: dict[str, set[float]] = {}
        self._others: list[str] = []
        self._unplaced = 0
        rows = [row for own in performances for row in tables.splits.get(own.fields["id"], [])]
        self._digits = _digits(rows)
        for row in performances:
            self._take(row.fields["id"])
        self._tell()
        marks = {m for readings in self._readings.values() for m in readings}
        self.marks_m = tuple(sorted(marks - {title.distance_m}))
        """In metres from the start, without the finish."""

    def readings(self, performance: str) -> list[Reading]:
        """Those of a performance in the order of the course, without the finish."""
        own = self._readings[performance]
        return [own[m] for m in sorted(own) if m != self._title.distance_m]

    def finish(self, performance: str) -> Reading | None:
        """The time that a split table has at the finish."""
        return self._readings[performance].get(self._title.distance_m)

    def doubtful(self, performance: str) -> set[float]:
        """The points in metres where the project itself marked the reading as suspect."""
        return self._doubtful[performance]

    def result_source(self, performance: str) -> str:
        """The document that a result is from: the one of its finish, else the first."""
        finish = self.finish(performance)
        return finish.source if finish else next(iter(self.sources))

    def _take(self, performance: str) -> None:
        at: dict[float, list[TableRow]] = {}
        for row in self._tables.splits.get(performance, []):
            metres = self._metres(row.fields)
            if metres is None:
                self._unplaced += 1
            else:
                at.setdefault(metres, []).append(row)
        whole = self._tables.is_suspect(performance)
        self._doubtful[performance] = set()
        self._readings[performance] = {}
        for metres, rows in at.items():
            chosen = min(rows, key=self._rank)
            self._readings[performance][metres] = self._reading(metres, chosen)
            if whole or self._is_suspect(chosen):
                self._doubtful[performance].add(metres)
            self._others += [
                f"{performance.rpartition('/')[2]} at {metres:g} m {row.fields['time_s']}"
                for row in rows
                if Time.parse(row.fields["time_s"]).ms != Time.parse(chosen.fields["time_s"]).ms
            ]

    def _metres(self, fields: Fields) -> float | None:
        """Where a split was taken; None where neither a distance is given nor the finish."""
        if not fields.get("time_s"):
            return None
        if fields.get("point_kind") == "finish":
            return self._title.distance_m
        metres = float(fields.get("distance_m") or 0)
        return metres if 0 < metres <= self._title.distance_m else None

    def _rank(self, row: TableRow) -> tuple[bool, int, int]:
        """Which of several readings of one point is taken: one that is not flagged, then the finest."""
        return self._is_suspect(row), -self._digits[row.fields.get("document", "")], row.line

    def _is_suspect(self, row: TableRow) -> bool:
        return self._tables.is_suspect(row.fields.get("id", ""))

    def _reading(self, metres: float, row: TableRow) -> Reading:
        rank = row.fields.get("rank", "")
        document = row.fields.get("document", "")
        time = Time(Time.parse(row.fields["time_s"]).ms, self._digits[document])
        return Reading(metres, time, int(rank) if rank else None, row.line, self._source(document))

    def _source(self, document: str) -> str:
        if document not in self._keys:
            self._keys[document] = f"d{len(self._keys) + 1}"
            found = self._tables.documents.get(document, {})
            self.sources[self._keys[document]] = found.get("url") or document or "track-splits tables"
        return self._keys[document]

    def _tell(self) -> None:
        self.sources = self.sources or {"tables": "track-splits tables (nhols/splits)"}
        if self._unplaced:
            self.remarks.append(
                f"{self._unplaced} splits without a time or a place on the course are left out."
            )
        if self._others:
            told = f"Another document has: {'; '.join(self._others)}."
            self.remarks.append(told if len(told) <= LONGEST_REMARK else f"{told[:LONGEST_REMARK]} ...")
        if any(self._doubtful.values()):
            self.remarks.append("Splits that the track-splits project flagged are marked as suspect.")


def _digits(rows: Sequence[TableRow]) -> dict[str, int]:
    """How many decimals each document prints: as many as any of its times in this race needs.

    A table may have dropped the zeros at the end of a time, or filled it up with them.
    """
    found: dict[str, int] = {}
    for row in rows:
        needed = decimals(row.fields.get("time_s", ""))
        document = row.fields.get("document", "")
        found[document] = max(found.get(document, 0), needed)
    return found


def decimals(time: str) -> int:
    """The decimals of a time without zeros at its end."""
    return len(time.partition(".")[2].rstrip("0"))
