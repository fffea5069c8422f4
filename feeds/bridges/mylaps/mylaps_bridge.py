"""The bridge `mylaps`: the exporter of MYLAPS Timing & Scoring, which connects to a receiver.

    Finish@Pong@$                                 Lapbell@AckPong@Version2.1@$
    Finish@Passing@RECORD@RECORD@1016@$           Lapbell@AckPassing@1016@$

The exporter greets for each of its locations, and is told which version of the protocol is spoken. What it
sends is acknowledged once it is on disk; what is not is sent again every 20 s, and in version 1 nothing else
from that location. Numbers of frames begin anew with each connection: a passing is known by what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.mylaps.exporter_frames import WITH_RECORDS, FrameSplitter
from feeds.bridges.mylaps.passing_records import is_end, read_marker, read_v1, read_v2
from feeds.bridges.reads.device_clock import DeviceClock
from feeds.bridges.reads.raw_reads import RawGun, RawRead
from feeds.bridges.reads.reads_bridge import ReadsBridge
from feeds.errors import UserError
from feeds.legal_text import legal

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.mylaps.passing_records import PassingRecord
    from race.times import TimeOfDay

OF_THE_EXPORTER = ("Pong", "Ping", "GetLocations", "GetInfo")
"""Functions by which it speaks of itself, beside those that begin with `Ack`."""

LONGEST_CHIP, LONGEST_PLACE = 64, 200
"""Characters; what is longer is cut."""


class MyLaps(ReadsBridge):
    """Passings and guns from all locations of an exporter."""

    name = "mylaps"
    keys = ("version",)
    summary: ClassVar = "passings that MYLAPS Timing & Scoring exports (TCP exporter)"
    example: ClassVar = """\
  In Timing & Scoring, the exporter is given the address of this computer and
  port 3097. Its locations are Start and Finish. With map.toml saying

      zone = "Europe/Berlin"
      device_guns = [""]
      [places]
      Start = "start"
      Finish = "finish"
      [chips]
      KV86583 = "17"

  lapbell bridge mylaps listen:192.168.1.5:3097 --map map.toml \\
      --start-list 5km.jsonl --try
  lapbell bridge mylaps listen:192.168.1.5:3097 --map map.toml \\
      --start-list 5km.jsonl --with-start-list --to HOST:8400

  With --try nothing is acknowledged, so that nothing is lost: the exporter
  sends its first passings again and again. The log of a receiver is read too:

  lapbell bridge mylaps exporter.log --try"""
    sends: ClassVar = (
        rb"Lapbell@AckPong@Version2\.1@\$",
        rb"Lapbell@AckPong@\$",
        rb"Lapbell@AckPing@\$",
        rb"Lapbell@Ping@\$",
        rb"Lapbell@AckStore@\d{1,9}@\$",
        rb"Lapbell@AckPassing@\d{1,9}@\$",
        rb"Lapbell@AckMarker@\d{1,9}@\$",
    )
    receipts: ClassVar = sends[4:]
    idle_s: ClassVar = 10.0
    silence_s: ClassVar = 30.0

    def __init__(self, settings: BridgeSettings) -> None:
        """Raises UserError for a version that does not exist."""
        super().__init__(settings)
        self._utc = DeviceClock(settings, "unix ms")
        version = settings.table.get("version", 2)
        if version not in (1, 2) or isinstance(version, bool):
            raise UserError("mapping file: version must be 1 or 2, that of the exporter's protocol")
        self._handshake = b"Lapbell@AckPong@Version2.1@$" if version == 2 else b"Lapbell@AckPong@$"

    def splitter(self) -> FrameSplitter:
        """Splits frames, and those into records."""
        return FrameSplitter()

    def heartbeat(self, origin: str) -> bytes:  # noqa: ARG002
        """Each location answers it."""
        return b"Lapbell@Ping@$"

    def reply(self, line: str, origin: str) -> bytes:  # noqa: ARG002
        """The handshake, the answer to a ping, and behind the records of a frame its acknowledgement."""
        _, function, rest = _parts(line)
        if function == "Pong":
            return self._handshake
        if function == "Ping":
            return b"Lapbell@AckPing@$"
        return f"Lapbell@Ack{function}{rest}@$".encode() if is_end(rest) and function in WITH_RECORDS else b""

    def read_line(self, line: str, origin: str) -> RawRead | RawGun | None:  # noqa: ARG002
        """A passing or a gun; None for the end of a frame and for what is said of the exporter itself."""
        location, function, rest = _parts(line)
        place = legal(location)[:LONGEST_PLACE]
        if is_end(rest):
            return None
        match function:
            case "Store":
                return self._read(read_v1(rest), place)
            case "Passing":
                return self._read(read_v2(rest), place)
            case "Marker":
                marker = read_marker(rest)
                return RawGun(self.clock.read(marker.time), place) if marker.is_gun else None
        if not (function in OF_THE_EXPORTER or function.startswith("Ack")):
            raise ValueError("not a frame of the exporter")
        return None

    def _read(self, record: PassingRecord, place: str) -> RawRead:
        chip = self.reads_map.known(*record.bibs, record.chip)
        return RawRead(legal(chip)[:LONGEST_CHIP], self._time(record), place)

    def _time(self, record: PassingRecord) -> TimeOfDay:
        if not record.utc_ms:
            return self.clock.read(record.time)
        return self._utc.read(record.utc_ms)


def _parts(line: str) -> tuple[str, str, str]:
    """The location, the function, and what stands behind it."""
    location, _, rest = line.partition("@")
    function, _, rest = rest.partition("@")
    return location.strip(), function, rest
