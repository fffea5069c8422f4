"""The bridge to Omega's Scan'O'Vision: a folder of its files, watched, as one race or as one race a heat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from feeds.bridges.bridge import LONGEST_RAW, Outcome
from feeds.bridges.file_bridge import FileBridge
from feeds.bridges.finishlynx.heats import Heats, counted
from feeds.bridges.written_text import written_text
from feeds.errors import UserError
from feeds.tables.printed.lynx_files import LynxHeat, LynxPass, LynxRow
from feeds.tables.programs.osv_files import (
    FINISH,
    is_osv_table,
    osv_kind,
    read_osv_results,
    read_osv_start_list,
    read_osv_starts,
)
from feeds.tables.status_words import read_status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feeds.bridges.bridge import BridgeSettings
    from feeds.tables.programs.osv_files import OsvKey, OsvRow, OsvStart, OsvStartList

MOST_HEATS = 5000
"""Of a meet."""

_Known = TypeVar("_Known")


class Omega(FileBridge):
    """Results (`LSTRslt.txt`), starts (`LSTRRSLT.txt`) and start lists of Scan'O'Vision in one folder."""

    summary: ClassVar = "results and start lists that Omega's Scan'O'Vision writes into a folder"
    example: ClassVar = """\
  To see which heats there are, and what would be published of one:

  lapbell bridge omega --try /mnt/osv
  lapbell bridge omega --try /mnt/osv --only 9-1-2

  Event 9, round 1, heat 2 as a race, and all heats of a meet, each a race of its own:

  lapbell bridge omega /mnt/osv --only 9-1-2 --to wss://hub.example --race 2026-800m-2
  lapbell bridge omega /mnt/osv --to wss://hub.example \\
      --race 'club-meet-{event}-{round}-{heat}' --zone Europe/Berlin"""
    patterns: ClassVar = ("*.txt", "*.csv")
    has_heats: ClassVar = True

    def __init__(self, settings: BridgeSettings) -> None:
        super().__init__(settings)
        self._heats = Heats("omega", settings)
        self._statuses = _statuses(settings)
        self._rows: dict[OsvKey, Sequence[OsvRow]] = {}
        self._starts: dict[OsvKey, OsvStart] = {}
        self._lists: dict[OsvKey, OsvStartList] = {}

    def closing_note(self) -> str:
        """Which heats there are."""
        return self._heats.said()

    def take_file(self, name: str, data: bytes) -> Iterator[Outcome]:
        """Take a file; which it is, its heads say."""
        separator = ";" if data.count(b";") >= data.count(b",") else ","
        text, is_whole = written_text(name, data, separator)
        match osv_kind(text):
            case "results":
                yield from self._take_results(name, text, is_whole=is_whole)
            case "starts":
                starts = read_osv_starts(text)
                keys = _put(self._starts, starts)
                yield from self._changed(keys, name, f"starts of {counted(len(starts), 'heat')}")
            case "start list":
                lists = read_osv_start_list(text)
                entrants = sum(len(found.entries) for found in lists.values())
                remark = f"start lists of {counted(len(lists), 'heat')}, {entrants} entrants"
                yield from self._changed(_put(self._lists, lists), name, remark)
            case None:
                is_bad = bool(data.strip(b"\0 \t\r\n"))
                said = "neither results nor a start list" if is_bad else "empty: what was known stays"
                if is_osv_table(text):
                    said, is_bad = "another table, left out", False
                yield Outcome(name, self.record, remark=said, is_bad=is_bad)

    def _take_results(self, name: str, text: str, *, is_whole: bool) -> Iterator[Outcome]:
        found, lines = read_osv_results(text), text.splitlines()
        for number in found.bad_lines:
            said = f"line {number} is no row of results; what was known of the runner stays"
            yield Outcome(lines[number - 1][:LONGEST_RAW], remark=said, is_bad=True)
        rows = sum(map(len, found.heats.values()))
        remark = f"results of {counted(len(found.heats), 'heat')}, {counted(rows, 'row')}"
        heats = dict(found.heats)
        if not is_whole or found.bad_lines:
            remark += "; it is not whole, and what was known of other rows stays"
            heats = {key: _completed(own, self._rows.get(key, ())) for key, own in heats.items()}
        yield from self._changed(_put(self._rows, heats), name, remark)

    def _changed(self, keys: Sequence[OsvKey], name: str, remark: str) -> Iterator[Outcome]:
        """What is new of heats of which something was read."""
        starts = [
            _heat(key, entered, self._starts.get(key), _entry_rows(entered))
            for key in keys
            if (entered := self._lists.get(key)) is not None
        ]
        results = [
            _heat(key, self._lists.get(key), self._starts.get(key), self._result_rows(rows))
            for key in keys
            if (rows := self._rows.get(key)) is not None
        ]
        starts = [heat for heat in starts if heat != self._heats.start_of(heat.key)]
        results = [heat for heat in results if heat != self._heats.results_of(heat.key)]
        if starts:
            yield from self._heats.take_starts(starts, name, self.record, remark)
            name = remark = ""
        if results or not starts:
            yield from self._heats.take_results(results, name, self.record, remark)

    def _result_rows(self, rows: Sequence[OsvRow]) -> list[LynxRow]:
        """A row for each runner, with the passes of the laps."""
        runners: dict[tuple[str, str], list[OsvRow]] = {}
        for row in rows:
            runners.setdefault((row.bib, "" if row.bib else row.lane), []).append(row)
        return [self._result_row(own) for own in runners.values()]

    def _result_row(self, rows: Sequence[OsvRow]) -> LynxRow:
        by_lap = {row.lap: row for row in rows}
        last = by_lap.pop(FINISH, None)
        passes = [LynxPass(row.time, lap=row.lap) for row in by_lap.values() if row.time is not None]
        passes.sort(key=lambda shown: shown.time)
        out = [row.place for row in by_lap.values() if row.place and not row.place.isdigit()]
        place = (last.place if last else "") or (out[-1] if out else "")
        time = str(last.time) if last and last.time is not None else ""
        row = rows[0]
        return _row(row.line, row.bib, row.lane)._replace(
            place=self._statuses.get(place, place), time=time, passes=tuple(passes)
        )


def _statuses(settings: BridgeSettings) -> dict[str, str]:
    """What the numbers of `idStatus` mean, by the operator. Raises UserError."""
    said = settings.table.get("statuses", {})
    if not isinstance(said, dict) or not all(isinstance(w, str) and read_status(w) for w in said.values()):
        raise UserError('mapping file: [statuses] must hold lines such as 3 = "dnf"')
    return {f"status {number}": word for number, word in said.items()}


def _put(known: dict[OsvKey, _Known], found: Mapping[OsvKey, _Known]) -> list[OsvKey]:
    """Keep what was found of heats. Returns which these are."""
    kept = [key for key in found if key in known or len(known) < MOST_HEATS]
    known |= {key: found[key] for key in kept}
    return kept


def _completed(rows: Sequence[OsvRow], before: Sequence[OsvRow]) -> Sequence[OsvRow]:
    """Rows of which some may be lacking, with those that there were before."""
    there = {(row.lap, row.bib, row.bib or row.lane) for row in rows}
    return [*rows, *(row for row in before if (row.lap, row.bib, row.bib or row.lane) not in there)]


def _heat(
    key: OsvKey, entered: OsvStartList | None, start: OsvStart | None, rows: Sequence[LynxRow]
) -> LynxHeat:
    event, round_, number = key
    return LynxHeat(
        line=1,
        event=event,
        round=round_,
        heat=number,
        title=entered.title if entered else "",
        wind=start.wind if start else "",
        distance=entered.distance if entered else "",
        start=start.clock if start else "",
        rows=tuple(rows),
        day=(start.day if start else "") or (entered.day if entered else ""),
        planned=entered.planned if entered else "",
        is_official=start is not None and start.is_official,
        system="Omega",
    )


def _entry_rows(entered: OsvStartList) -> list[LynxRow]:
    return [
        _row(entry.line, entry.bib, entry.lane)._replace(
            last=entry.family, first=entry.given, affiliation=entry.nation
        )
        for entry in entered.entries
    ]


def _row(line: int, bib: str, lane: str) -> LynxRow:
    """A row without a name or a result."""
    return LynxRow(line, "", bib, lane, "", "", "", "", "", "", "")
