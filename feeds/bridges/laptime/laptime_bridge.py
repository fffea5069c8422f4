"""The bridge to split devices that speak LapTime. Nothing is answered, and what was lost comes no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.bridge import LONGEST_RAW, Bridge, Outcome
from feeds.bridges.finishlynx.heats import plain_name
from feeds.bridges.laptime.laptime_clock import LapTimeClock
from feeds.bridges.laptime.laptime_packets import read_packet
from feeds.bridges.line_splitter import LineSplitter
from feeds.bridges.reads.raw_reads import RawGun, RawRead
from feeds.bridges.reads.reads_engine import ReadsEngine
from feeds.bridges.reads.reads_map import ReadsMap
from feeds.bridges.reads.wave_guns import SAME_PRESS_MS
from feeds.legal_text import legal

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.laptime.laptime_packets import LapTimePacket
    from feeds.bridges.raw_input import Piece
    from race.times import TimeOfDay

RECALLED_MS = 20_000
"""So long after a gun that was recalled no one is at the line any more."""

MOST_WAITING = 1000
"""Passings that wait until it is known when the device's clock began."""


class LapTime(Bridge):
    """Passings and the gun, from devices at one line."""

    summary: ClassVar = "passings of split devices, by the LapTime protocol of FinishLynx"
    example: ClassVar = """\
  Let the device connect to this computer, or send a copy there. An ID is a bib, if
  map.toml does not say whose lane or transponder it is:

      zone = "Europe/Berlin"
      date = "2026-06-12"
      [chips]
      "2" = "17"

  lapbell bridge laptime listen:192.168.1.5:2002 --map map.toml --start-list 1500.jsonl --try
  lapbell bridge laptime listen:192.168.1.5:2002 --map map.toml --start-list 1500.jsonl \\
      --with-start-list --to HOST:8400

  All checkpoints are at the line, unless [places] says where the device is whose address
  is named there. Whether times are of day or since the gun is seen from the first one, or
  time = "clock" or "elapsed" says it."""

    def __init__(self, settings: BridgeSettings) -> None:
        """Raises UserError where something is missing in the settings."""
        super().__init__(settings)
        said = {"places": {"": "*"}, **settings.table}
        if "guns" not in said:
            said.setdefault("device_guns", [""])
        base = str(said.pop("time", ""))
        self._map = ReadsMap.of(replace(settings, table=said))
        self._engine = ReadsEngine("laptime", self._map)
        gun = self._map.guns.get("")
        self._is_stated = gun is not None
        self._gun_ms = gun.utc_ms if gun else None
        self._has_run = False
        """Whether someone was at the line so long after the gun that it was no false start."""
        self._end_ms: int | None = None
        """When the gun of the next race went."""
        self._clock = LapTimeClock(settings, base, gun)
        self._streams: dict[str, LineSplitter] = {}
        self._waiting: list[tuple[LapTimePacket, Piece, str]] = []
        self._heat = plain_name(settings.only)
        self._has_begun = False

    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take a part of a stream."""
        if not self._has_begun:
            self._has_begun = True
            yield from self._engine.stated_guns()
        origin = piece.origin
        if piece.kind in ("opened", "file") or (piece.kind == "data" and origin not in self._streams):
            self._streams[origin] = LineSplitter()
            self._clock.restart()
        if piece.kind in ("data", "file"):
            for line in self._streams[origin].take(piece.data):
                yield from self._line(line, piece)
        if piece.kind in ("closed", "gone", "file") and origin in self._streams:
            rest = self._streams.pop(origin).end()
            for line in rest if piece.kind == "file" else ():
                yield from self._line(line, piece)

    def _line(self, line: bytes | None, piece: Piece) -> Iterator[Outcome]:
        if line is None:
            yield Outcome(remark="the line is too long", is_bad=True)
            return
        raw = legal(line.decode("utf-8", "replace").strip("\x01\x02 "))[:LONGEST_RAW]
        try:
            yield from self._packet(read_packet(line), piece, raw)
        except ValueError as error:
            yield Outcome(raw, remark=str(error), is_bad=True)

    def _packet(self, packet: LapTimePacket, piece: Piece, raw: str) -> Iterator[Outcome]:
        """What a packet says. Raises ValueError for a time that is none."""
        if packet.heat:
            self._heat = self._heat or plain_name(packet.heat)
            if plain_name(packet.heat) != self._heat:
                yield Outcome(raw, remark=f"of heat {packet.heat}, and the race is {self._heat}")
                return
        clock = self._clock.read(packet, piece.received_ms)
        if clock is None:
            if len(self._waiting) < MOST_WAITING:
                self._waiting.append((packet, piece, raw))
            yield Outcome(raw, remark="waits for a packet that is sent at once")
            return
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            yield from self._packet(*one)
        match packet.code:
            case "T":
                late_ms = piece.received_ms - clock.utc_ms
                yield Outcome(raw, remark=f"the device's clock; it came {late_ms} ms later")
            case "Z":
                yield self._pressed(clock, raw)
            case _:
                yield from self._passed(packet, clock, piece, raw)

    def _pressed(self, clock: TimeOfDay, raw: str) -> Outcome:
        """The gun. One that is not taken is that of the next race; before it, there was a false start."""
        is_next = self._gun_ms is not None and clock.utc_ms - self._gun_ms > SAME_PRESS_MS
        if is_next and not (self._has_run or self._is_stated):
            self._engine.recall()
        outcome = self._engine.take(RawGun(clock), raw)
        if outcome.messages or self._gun_ms is None:
            self._gun_ms = clock.utc_ms
        elif is_next and self._end_ms is None:
            self._end_ms = clock.utc_ms
        return outcome

    def _passed(self, packet: LapTimePacket, clock: TimeOfDay, piece: Piece, raw: str) -> Iterator[Outcome]:
        """A passing. The clock of a device that sends no gun began with it."""
        zero = self._clock.zero
        if zero is not None and self._gun_ms is None:
            yield self._pressed(zero, "")
        self._has_run |= self._gun_ms is not None and clock.utc_ms > self._gun_ms + RECALLED_MS
        if self._end_ms is not None and clock.utc_ms >= self._end_ms:
            yield Outcome(raw, remark="after the gun of the next race")
            return
        host = piece.origin.rpartition(":")[0] or piece.origin
        place = host if host in self._map.places else ""
        yield self._engine.take(RawRead(packet.id, clock, place), raw)
