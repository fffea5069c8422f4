"""The bridge `raceresult`: passings of a RACE RESULT decoder, or those that its program exports.

A decoder waits for connections, and is asked for its passings (`decoder_dialogue`); others may ask it too.
An exporter connects, or writes a file: it sends a passing in each line, and is sent nothing.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.raceresult.decoder_dialogue import GREETING, HEARTBEAT, SENDS, DecoderDialogue
from feeds.bridges.raceresult.passing_json import OpenObject, read_json
from feeds.bridges.raceresult.passing_line import read_passing, read_run_score
from feeds.bridges.reads.raw_reads import RawCorrection, RawGun, RawRead
from feeds.bridges.reads.reads_bridge import Item, ReadsBridge
from feeds.legal_text import legal

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.raceresult.passing_line import Passing
    from race.times import TimeOfDay

MOST_IDS = 200_000
"""Passings that are known again when the program changes them."""

_UNSET = re.compile(r"0000-00-(\d\d)", re.ASCII)
_ANSWER = re.compile(r"#|(GET|SET)[A-Z]+(;|$)|PASSINGS(;|$)|ONLY |ERROR|UNKNOWN")


class RaceResult(ReadsBridge):
    """Passings of transponders, in every form in which decoders and exporters send them."""

    name = "raceresult"
    summary: ClassVar = "passings of a RACE RESULT decoder, or of the exporters of its program"
    example: ClassVar = """\
  A decoder, which is only asked for its passings. With map.toml saying

      zone = "Europe/Berlin"
      [places]
      "D-5662" = "finish"
      [chips]
      ZCMBG52 = "17"

  lapbell bridge raceresult 192.168.1.20:3601 --map map.toml \\
      --start-list 5km.jsonl --try
  lapbell bridge raceresult 192.168.1.20:3601 --map map.toml \\
      --start-list 5km.jsonl --with-start-list --to HOST:8400

  The program: an exporter "Raw Data Record JSON" for all timing points, with
  destination TCP, the address of this computer and port 3602, line end CR LF:

  lapbell bridge raceresult listen:192.168.1.5:3602 --start-list 5km.jsonl --try"""
    sends: ClassVar = SENDS
    idle_s: ClassVar = 1.0
    silence_s: ClassVar = 10.0
    callers_may_be_silent: ClassVar = True

    def __init__(self, settings: BridgeSettings) -> None:
        """Raises UserError where something is missing in the settings."""
        super().__init__(settings)
        self._decoder = DecoderDialogue()
        self._by_id: dict[str, RawRead] = {}
        """By the ID that the program gives it, a passing as it was sent last."""
        self._open: dict[str, OpenObject] = {}
        """By stream, an object of which only some lines have come."""
        self._has_warned = False

    def begin(self, origin: str) -> None:
        """Ask a decoder from the beginning of the dialogue."""
        self._open.pop(origin, None)
        if self._is_decoder(origin):
            self._decoder.begin()

    def end(self, origin: str) -> None:
        """Forget what was left unfinished."""
        self._open.pop(origin, None)

    def greeting(self, origin: str) -> bytes:
        """The first question to a decoder."""
        return GREETING if self._is_decoder(origin) else b""

    def heartbeat(self, origin: str) -> bytes:
        """How many passings are there? This shows too whether any was missed."""
        return HEARTBEAT if self._is_decoder(origin) else b""

    def reply(self, line: str, origin: str) -> bytes:
        """The next question to a decoder."""
        return self._decoder.answer(line) if self._is_decoder(origin) else b""

    def read_line(self, line: str, origin: str) -> Item | None:
        """A passing, or a marker as a gun; None for other answers of a decoder. Raises ValueError."""
        line = line.strip()
        if line == "{" or origin in self._open:
            line = self._open.setdefault(origin, OpenObject()).add(line)
            if not line:
                return None
            del self._open[origin]
        if line.startswith("{"):
            return self._json(line)
        if line.startswith("RSBCI,"):
            return self._item(read_run_score(line))
        if line.startswith("#P;"):
            return self._item(read_passing(line[3:]))
        if _ANSWER.match(line):
            self._heed(line)
            return None
        if ";" not in line:
            raise ValueError("neither a passing nor an answer of a decoder")
        return self._item(read_passing(line))

    def _is_decoder(self, origin: str) -> bool:
        return origin == self.settings.device

    def _item(self, passing: Passing) -> RawRead | RawGun:
        clock = self._clock(passing)
        place = legal(self.reads_map.known_place(*passing.places))[:200]
        if passing.is_marker:
            return RawGun(clock, place)
        return RawRead(legal(self.reads_map.known(passing.bib, passing.code))[:64], clock, place)

    def _json(self, line: str) -> Item | None:
        number, is_invalid, passing = read_json(line, self.settings.date)
        before = self._by_id.get(number)
        if is_invalid:
            self._by_id.pop(number, None)
            return RawCorrection(before) if before is not None else None
        item = self._item(passing)
        if not number or not isinstance(item, RawRead):
            return item
        if before is not None and before != item:
            self._by_id[number] = item
            return RawCorrection(before, item)
        if len(self._by_id) < MOST_IDS:
            self._by_id[number] = item
        return item

    def _clock(self, passing: Passing) -> TimeOfDay:
        """The time; where the decoder's date is not set, its days are counted from the one stated."""
        unset, first_day = _UNSET.fullmatch(passing.date), self.settings.date
        if unset is None:
            return self.clock.read(f"{passing.date} {passing.time}")
        if not self._has_warned:
            self._has_warned = True
            self.news = "the decoder's date is not set: its days are counted from the one that is stated"
        if first_day is None:
            return self.clock.read(passing.time)
        return self.clock.read(f"{first_day + timedelta(days=int(unset[1]))} {passing.time}")

    def _heed(self, line: str) -> None:
        """Say what a decoder's status means for its passings."""
        command, *values = line.split(";")
        if command == "GETSTATUS" and values[4:5] == ["0"]:
            self.news = "the decoder is not in timing mode: it keeps no passings until it is started"
