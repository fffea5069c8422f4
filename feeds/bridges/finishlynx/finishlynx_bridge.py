"""The bridge to FinishLynx: a folder of its files, watched, as one race."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.bridge import Bridge, Outcome
from feeds.bridges.finishlynx.heat_course import heat_course
from feeds.bridges.finishlynx.heat_messages import Points, heat_gun, heat_results, heat_start_list
from feeds.bridges.finishlynx.lynx_content import lynx_content
from feeds.bridges.raw_input import LARGEST_FILE
from feeds.bridges.snapshot_differ import SnapshotDiffer
from feeds.errors import FeedError
from feeds.tables.printed.lynx_files import parse_evt, parse_ppl, parse_sch, read_lif
from feeds.tables.printed.lynx_rows import named_row

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.raw_input import Piece
    from feeds.tables.printed.lynx_files import LynxHeat, LynxPerson, LynxRow
    from race.messages import Message, StartList

LONGEST_BIB = 16

MOST_HEATS = 5000
"""Of a meet."""

Key = tuple[str, str, str]


class FinishLynx(Bridge):
    """Results (`.lif`), start lists (`.evt`), people (`.ppl`) and the programme (`.sch`) in one folder.

    A results file is rewritten as a whole while the race is on. What is new in it is published, what has
    changed is corrected, what is gone is withdrawn.
    """

    summary: ClassVar = "results and start lists that FinishLynx writes into a folder"
    example: ClassVar = """\
  lapbell bridge finishlynx /mnt/lynx --only 17-1-2 --to wss://hub.example --race 2026-800m-2

  It takes event 17, round 1, heat 2. To see what is in the folder, and what would be published:

  lapbell bridge finishlynx --try /mnt/lynx --only 17-1-2"""
    patterns: ClassVar = ("*.lif", "*.evt", "*.ppl", "*.sch")
    needs_clock: ClassVar = False

    def __init__(self, settings: BridgeSettings) -> None:
        super().__init__(settings)
        self._differ = SnapshotDiffer("finishlynx")
        self._record = 0
        self._streams: dict[str, bytes] = {}
        """What has come of files that come in parts."""
        self._results: dict[Key, LynxHeat] = {}
        self._starts: dict[Key, LynxHeat] = {}
        self._people: dict[str, LynxPerson] = {}
        self._chosen: Key | None = None
        self._said: set[str] = set()

    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take a file, or a part of one."""
        match piece.kind:
            case "file":
                yield from self._file(piece.origin, piece.data)
            case "opened":
                self._streams[piece.origin] = b""
            case "data":
                whole = self._streams.get(piece.origin, b"") + piece.data
                self._streams[piece.origin] = whole[: LARGEST_FILE + 1]
            case "closed" if piece.origin in self._streams:
                yield from self._file(piece.origin, self._streams.pop(piece.origin))
            case "gone":
                yield Outcome(piece.origin, remark="the file is gone; what it said stays")

    def _file(self, name: str, data: bytes) -> Iterator[Outcome]:
        self._record += 1
        if len(data) > LARGEST_FILE:
            yield Outcome(name, self._record, remark="too large for a file of FinishLynx", is_bad=True)
            return
        text, is_whole = lynx_content(name, data)
        match PurePath(name).suffix.lower():
            case ".ppl":
                self._people = parse_ppl(text)
                yield self._published(name, f"{len(self._people)} people")
            case ".sch":
                yield Outcome(name, self._record, remark=f"a programme of {len(parse_sch(text))} heats")
            case ".evt":
                yield from self._start_lists(name, text, is_whole=is_whole)
            case ".lif":
                yield from self._heat(name, text, is_whole=is_whole)
            case _ if parse_evt(text):
                yield from self._start_lists(name, text, is_whole=is_whole)
            case _:
                yield from self._heat(name, text, is_whole=is_whole)

    def _start_lists(self, name: str, text: str, *, is_whole: bool) -> Iterator[Outcome]:
        heats = parse_evt(text)
        if not heats:
            yield Outcome(name, self._record, remark="no start list, or half written", is_bad=bool(text))
            return
        if not is_whole:
            heats = [_completed(heat, self._starts.get(heat.key)) for heat in heats]
        self._starts |= {heat.key: heat for heat in heats[:MOST_HEATS]}
        entrants = sum(len(heat.rows) for heat in heats)
        yield self._published(name, f"start lists of {_counted(len(heats), 'heat')}, {entrants} entrants")

    def _heat(self, name: str, text: str, *, is_whole: bool) -> Iterator[Outcome]:
        heat = read_lif(text)
        if heat is None:
            said = "empty, or half written: what was known stays" if len(text) < LONGEST_BIB else "no results"
            yield Outcome(name, self._record, remark=said, is_bad=bool(text.strip()))
            return
        lines = text.splitlines()
        for number in heat.bad_lines:
            raw = lines[number - 1][:200]
            said = f"line {number} is no row of results; what was known of the runner stays"
            yield Outcome(raw, remark=said, is_bad=True)
        counted = f"heat {_named(heat.key)}, {_counted(len(heat.rows), 'row')}"
        if not is_whole or heat.bad_lines:
            counted += "; it is not whole, and what was known of other rows stays"
            heat = _completed(heat, self._results.get(heat.key))
        if heat.key in self._results or len(self._results) < MOST_HEATS:
            self._results[heat.key] = heat
        if self._meant() == heat.key:
            yield self._published(name, counted)
        else:
            yield Outcome(name, self._record, remark=f"{counted}, not the race", news=self._which())

    def _published(self, name: str, remark: str) -> Outcome:
        """What a file changes in the race."""
        key = self._meant()
        if key is None:
            return Outcome(name, self._record, remark=remark, news=self._which())
        try:
            messages, notes = self._snapshot(key)
        except FeedError as error:
            return Outcome(name, self._record, remark=remark, news=self._once(str(error)))
        new = self._differ.whole(messages, self._record)
        said = "; ".join((remark, *notes, *self._differ.faults()))
        return Outcome(name, self._record, new, said, news=self._which())

    def _snapshot(self, key: Key) -> tuple[Sequence[Message], Sequence[str]]:
        """All that holds of the race. Raises FeedError."""
        start, results = self._starts.get(key), self._results.get(key)
        heat = results or start
        assert heat is not None
        settings, notes = self.settings, []
        entries, rows = self._rows(start), self._rows(results, start)
        messages: list[Message] = []
        start_list = settings.start_list
        if start_list is None:
            course = heat_course(
                heat if heat.laps or not start else heat._replace(laps=start.laps), settings.table
            )
            field = _in_order(entries, rows)
            start_list = heat_start_list(heat, field, course, settings)
            messages.append(start_list)
            notes += [course.assumed] if course.assumed else []
        if results is not None:
            gun = heat_gun(results, settings)
            found = heat_results(results, rows, Points.of(start_list), start_list.sex)
            messages += [*([gun] if gun else []), *found.messages]
            notes += [*found.notes, *_unlisted(start_list, rows)]
            left_out = len(results.rows) - len(rows)
            if left_out:
                notes.append(f"{_counted(left_out, 'row')} without an ID or a lane of its own")
        return messages, notes

    def _rows(self, heat: LynxHeat | None, start: LynxHeat | None = None) -> dict[str, LynxRow]:
        """The rows of a heat by bib; without one, by the bib of the lane in the start list, or by lane."""
        by_lane = {row.lane: row.bib for row in start.rows if row.lane and row.bib} if start else {}
        by_bib = {row.bib: row for row in start.rows} if start else {}
        rows: dict[str, LynxRow] = {}
        for row in heat.rows if heat else ():
            bib = row.bib or by_lane.get(row.lane, "") or (f"lane {row.lane}" if row.lane else "")
            if bib and len(bib) <= LONGEST_BIB and bib not in rows:
                named = named_row(row, by_bib.get(bib))
                rows[bib] = named_row(named, self._people.get(bib))
        return rows

    def _meant(self) -> Key | None:
        """The heat that is the race: the one that was chosen, or else the first, if it came alone."""
        if self._chosen is None:
            known = list(self._results | self._starts)
            if self.settings.only:
                wanted = _plain(self.settings.only)
                known = [key for key in known if wanted in (_plain(_named(key)), _plain(key[0]))]
            if len(known) == 1:
                self._chosen = known[0]
        return self._chosen

    def _which(self) -> str:
        """What has to be said of the choice of a heat, once."""
        known = list(self._starts | self._results)
        if self.settings.only:
            if self._chosen is None and len(known) > 1:
                return self._once(f"there is no heat {self.settings.only} yet, or more than one")
            return ""
        if len(known) < 2:
            return ""
        if self._chosen is not None:
            return self._once(
                f"there are other heats beside {_named(self._chosen)}, which is published: "
                "choose one with --only EVENT-ROUND-HEAT"
            )
        names = ", ".join(_named(key) for key in known[:10])
        return self._once(f"there are several heats ({names}): choose one with --only EVENT-ROUND-HEAT")

    def _once(self, sentence: str) -> str:
        if sentence in self._said:
            return ""
        self._said.add(sentence)
        return sentence


def _in_order(entries: dict[str, LynxRow], rows: dict[str, LynxRow]) -> dict[str, LynxRow]:
    """The field in the order of the start list, others by lane; rows of results are in that of the places."""
    late = [bib for bib in rows if bib not in entries]
    late.sort(key=lambda bib: (not (lane := rows[bib].lane).isdigit(), lane.rjust(9, "0"), bib))
    return {bib: rows.get(bib) or entries[bib] for bib in (*entries, *late)}


def _completed(heat: LynxHeat, before: LynxHeat | None) -> LynxHeat:
    """A heat that may lack rows, with those that it had before."""
    listed = {(row.bib, row.bib or row.lane) for row in heat.rows}
    lost = [row for row in before.rows if (row.bib, row.bib or row.lane) not in listed] if before else []
    return heat._replace(rows=(*heat.rows, *lost))


def _unlisted(start_list: StartList, rows: dict[str, LynxRow]) -> list[str]:
    listed = {entrant.bib for entrant in start_list.entrants}
    return [f"bib {bib} is not on the start list" for bib in rows if bib not in listed]


def _named(key: Key) -> str:
    return "-".join(key)


def _plain(name: str) -> str:
    """A heat's name to be compared: as in names of files numbers may have zeros in front."""
    return "-".join(part.strip().lstrip("0") for part in name.casefold().split("-"))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
