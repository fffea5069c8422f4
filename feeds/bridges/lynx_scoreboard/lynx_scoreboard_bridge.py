"""The bridge to the scoreboard output of FinishLynx, as Lapbell's script `lapbell.lss` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.bridge import LONGEST_RAW, Bridge, Outcome
from feeds.bridges.finishlynx.heats import MOST_HEATS, Heats, counted, heat_name
from feeds.bridges.lynx_scoreboard.scoreboard_items import ListEnd, ListHead, ListRow, RunningTime, read_item
from feeds.bridges.lynx_scoreboard.scoreboard_lists import ScoreboardList, ScoreboardLists
from feeds.bridges.lynx_scoreboard.scoreboard_text import ScoreboardText
from feeds.bridges.lynx_scoreboard.shown_heat import ShownHeat

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.lynx_scoreboard.scoreboard_text import ScoreboardRecord
    from feeds.bridges.raw_input import Piece
    from feeds.tables.printed.lynx_files import HeatKey

FOREIGN_AFTER = 3
"""Records that are not understood, with none that is, after which the script is not Lapbell's."""

FOREIGN = (
    "this is not what Lapbell's script sends: write the script with "
    "`lapbell bridge lynx-scoreboard --write-script lapbell.lss` into the folder of FinishLynx, "
    "and choose it for this scoreboard"
)


class _Stream:
    """One connection, or one sender of datagrams."""

    def __init__(self) -> None:
        self.text = ScoreboardText()
        self.lists = ScoreboardLists()
        self.clock_runs: bool | None = None
        """None before a running time came."""
        self.understood = 0
        self.foreign = 0


class LynxScoreboard(Bridge):
    """Start lists, passes and results of the heat that is on, each list whole and again and again."""

    summary: ClassVar = "the scoreboard output of FinishLynx, over the network or a serial line"
    example: ClassVar = """\
  Write the script into the folder of FinishLynx, once, and choose it there for a new
  scoreboard with the serial port "Network (connect)", this computer's address and a port,
  results "Auto", "Always send place" on, paging off, a precision of thousandths:

  lapbell bridge lynx-scoreboard --write-script lapbell.lss

  lapbell bridge lynx-scoreboard listen:192.168.1.5:1024 --try
  lapbell bridge lynx-scoreboard listen:192.168.1.5:1024 --to wss://hub.example \\
      --race 'club-meet-{event}-{round}-{heat}' --zone Europe/Berlin --date 2026-06-12

  HOST:PORT is for "Network (listen)", udp:ADDRESS:PORT for "Network (UDP)", serial:PORT@9600
  for a cable. --only 17-1-2 with --race ID publishes one heat alone."""
    needs_clock: ClassVar = False
    has_heats: ClassVar = True
    script: ClassVar = Path(__file__).with_name("lapbell.lss")

    def __init__(self, settings: BridgeSettings) -> None:
        super().__init__(settings)
        self._heats = Heats("lynx-scoreboard", settings)
        self._shown: dict[HeatKey, ShownHeat] = {}
        self._streams: dict[str, _Stream] = {}
        self._record = 0
        self._paged: set[HeatKey] = set()
        """Heats of which it was said that their lists are not whole."""

    def closing_note(self) -> str:
        """Which heats there are."""
        return self._heats.said()

    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take a part of a stream."""
        if piece.kind in ("opened", "file"):
            self._streams[piece.origin] = _Stream()
        if piece.kind in ("data", "file"):
            stream = self._streams.setdefault(piece.origin, _Stream())
            for record in stream.text.take(piece.data):
                yield from self._taken(stream, record)
        if piece.kind in ("closed", "gone", "file"):
            self._streams.pop(piece.origin, None)

    def _taken(self, stream: _Stream, record: ScoreboardRecord) -> Iterator[Outcome]:
        raw = record.text[:LONGEST_RAW]
        try:
            item = read_item(record)
        except ValueError as error:
            self._record += 1
            stream.lists.tear()
            stream.foreign += 1
            is_foreign = stream.foreign == FOREIGN_AFTER and not stream.understood
            news = FOREIGN if is_foreign else ""
            yield Outcome(raw, self._record, remark=str(error), is_bad=True, news=news)
            return
        stream.understood += 1
        match item:
            case RunningTime(is_running):
                if is_running is not stream.clock_runs:
                    yield Outcome(raw, remark="the clock runs" if is_running else "the clock stands")
                stream.clock_runs = is_running
            case ListHead() | ListRow() | ListEnd():
                self._record += 1
                found = stream.lists.take(item)
                if isinstance(found, ScoreboardList):
                    yield from self._list(found, raw)
                else:
                    yield Outcome(raw, self._record, remark=found)

    def _list(self, found: ScoreboardList, raw: str) -> Iterator[Outcome]:
        """A list that has come to its end."""
        key = found.head.key
        if not key[0]:
            yield Outcome(raw, self._record, remark="a list without the number of an event")
            return
        if key not in self._shown and len(self._shown) >= MOST_HEATS:
            yield Outcome(raw, self._record, remark="too many heats")
            return
        shown = self._shown.setdefault(key, ShownHeat())
        heat = shown.take(found)
        remark = f"heat {heat_name(key)}, {counted(len(found.rows), 'row')}"
        is_start_list = found.head.kind == "L"
        if is_start_list:
            starts = heat._replace(rows=tuple(row for row in heat.rows if row.bib or row.lane))
            yield from self._heats.take_starts([starts], raw, self._record, remark)
        if not is_start_list or self._heats.results_of(key) is not None:
            yield from self._heats.take_results([heat], raw, self._record, remark)
        if shown.is_paged and key not in self._paged:
            self._paged.add(key)
            shares = f"{len(found.rows)} of {found.head.runners} runners"
            yield Outcome(
                news=f"the lists of heat {heat_name(key)} have {shares}: switch paging off in FinishLynx, "
                "or set its size above the field"
            )
