"""The bridge to FinishLynx: a folder of its files, watched, as one race or as one race a heat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.bridge import Outcome
from feeds.bridges.file_bridge import FileBridge
from feeds.bridges.finishlynx.heats import LONGEST_BIB, Heats, counted, heat_name
from feeds.bridges.written_text import written_text
from feeds.tables.printed.lynx_files import parse_evt, parse_ppl, parse_sch, read_lif

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.tables.printed.lynx_files import LynxHeat


class FinishLynx(FileBridge):
    """Results (`.lif`), start lists (`.evt`), people (`.ppl`) and the programme (`.sch`) in one folder.

    A results file is rewritten as a whole while the race is on. What is new in it is published, what has
    changed is corrected, what is gone is withdrawn.
    """

    summary: ClassVar = "results and start lists that FinishLynx writes into a folder"
    example: ClassVar = """\
  To see what is in the folder, and what would be published:

  lapbell bridge finishlynx --try /mnt/lynx

  One heat, event 17, round 1, heat 2:

  lapbell bridge finishlynx /mnt/lynx --only 17-1-2 --to wss://hub.example --race 2026-800m-2

  All heats of a meet, each a race of its own, with one token for all races:

  lapbell bridge finishlynx /mnt/lynx --to wss://hub.example \\
      --race 'club-meet-{event}-{round}-{heat}' --zone Europe/Berlin --date 2026-06-12"""
    patterns: ClassVar = ("*.lif", "*.evt", "*.ppl", "*.sch")
    has_heats: ClassVar = True

    def __init__(self, settings: BridgeSettings) -> None:
        super().__init__(settings)
        self._heats = Heats("finishlynx", settings)

    def closing_note(self) -> str:
        """Which heats there are."""
        return self._heats.said()

    def take_file(self, name: str, data: bytes) -> Iterator[Outcome]:
        """Take a file; which it is, its name says."""
        text, is_whole = written_text(name, data)
        match PurePath(name).suffix.lower():
            case ".ppl":
                people = parse_ppl(text)
                yield from self._heats.take_people(people, name, self.record, f"{len(people)} people")
            case ".sch":
                yield Outcome(name, self.record, remark=f"a programme of {len(parse_sch(text))} heats")
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
            yield Outcome(name, self.record, remark="no start list, or half written", is_bad=bool(text))
            return
        if not is_whole:
            heats = [_completed(heat, self._heats.start_of(heat.key)) for heat in heats]
        entrants = sum(len(heat.rows) for heat in heats)
        remark = f"start lists of {counted(len(heats), 'heat')}, {entrants} entrants"
        yield from self._heats.take_starts(heats, name, self.record, remark)

    def _heat(self, name: str, text: str, *, is_whole: bool) -> Iterator[Outcome]:
        heat = read_lif(text)
        if heat is None:
            said = "empty, or half written: what was known stays" if len(text) < LONGEST_BIB else "no results"
            yield Outcome(name, self.record, remark=said, is_bad=bool(text.strip()))
            return
        lines = text.splitlines()
        for number in heat.bad_lines:
            raw = lines[number - 1][:200]
            said = f"line {number} is no row of results; what was known of the runner stays"
            yield Outcome(raw, remark=said, is_bad=True)
        remark = f"heat {heat_name(heat.key)}, {counted(len(heat.rows), 'row')}"
        if not is_whole or heat.bad_lines:
            remark += "; it is not whole, and what was known of other rows stays"
            heat = _completed(heat, self._heats.results_of(heat.key))
        yield from self._heats.take_results([heat], name, self.record, remark)


def _completed(heat: LynxHeat, before: LynxHeat | None) -> LynxHeat:
    """A heat that may lack rows, with those that it had before."""
    listed = {(row.bib, row.bib or row.lane) for row in heat.rows}
    lost = [row for row in before.rows if (row.bib, row.bib or row.lane) not in listed] if before else []
    return heat._replace(rows=(*heat.rows, *lost))
