"""The bridge `alge`: the impulses of a Timy, over a serial line or a port of a serial server.

numbers = "count"       # what stands before an impulse counts them; "bibs" (the default) are entered by hand
program = "track"       # TrackTimer: impulses by lane, timed from the start

An impulse without a number belongs to no runner yet: it is published as a read, and named at the desk. What
the device clears, types or gives another number later is corrected. It demands nothing from who listens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.alge.channel_places import FINISH, START, with_channels
from feeds.bridges.alge.timy_line import TimyLine, read_timy_line
from feeds.bridges.alge.timy_starts import TimyStarts
from feeds.bridges.bridge import Outcome
from feeds.bridges.reads.clock_steps import ClockSteps
from feeds.bridges.reads.raw_reads import RawCorrection, RawGun, RawRead
from feeds.bridges.reads.reads_bridge import ReadsBridge
from feeds.errors import UserError
from race.messages import Status, Void
from race.times import span_text

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.raw_input import Piece
    from race.times import TimeOfDay

NUMBERS, PROGRAMS = ("bibs", "count"), ("", "track")

CLEARED = frozenset("cCd")
"""Flags of times that the device has no longer."""

UNNAMED = frozenset("?m")
"""Flags of times that have no number of a runner."""

LEFT_OUT = frozenset("bps")
"""Flags of lines that are no passings."""

IN_A_ROW = 5
"""After so many passings whose numbers each follow the one before, they are probably a count."""

MOST_STANDING = 100_000
"""Impulses that can still be corrected; of more the oldest are forgotten."""

DISQUALIFIED = "Disqualified at the timing device"

LOOKS_COUNTED = (
    'the numbers go up by one with each impulse: if they are no bibs, say numbers = "count" in --map'
)


class Alge(ReadsBridge):
    """Impulses with the numbers of runners, and without."""

    name = "alge"
    keys = ("numbers", "program")
    summary: ClassVar = "impulses of a Timy of ALGE, over a serial line or a serial server"
    example: ClassVar = """\
  A Timy at the finish line of a track, with the start on channel 0 and a beam on
  channel 1. Someone enters the number of each runner there, as the next one comes.

  lapbell bridge alge serial:/dev/ttyUSB0@9600 --start-list 1500.jsonl --try
  lapbell bridge alge serial:/dev/ttyUSB0@9600 --start-list 1500.jsonl \\
      --with-start-list --to HOST:8400

  On Windows serial:COM3@9600; through a serial server HOST:PORT. The speed is set on the
  Timy: 9600, 19200 or 38400. With map.toml saying

      numbers = "count"            # no one enters bibs: name the impulses at the desk
      [places]
      C1 = ["300", "700", "1100", "finish"]
      C2 = "200"                   # another beam

  and --map map.toml, channels are other places."""

    def __init__(self, settings: BridgeSettings) -> None:
        """Raises UserError for a mapping file that cannot be meant."""
        said = settings.table
        numbers, program = said.get("numbers", "bibs"), said.get("program", "")
        if numbers not in NUMBERS:
            raise UserError('mapping file: numbers must be "bibs" or "count"')
        if program not in PROGRAMS:
            raise UserError('mapping file: program can only be "track"')
        table = with_channels(settings)
        super().__init__(replace(settings, table=table))
        places = table.get("places")
        self._start_is_place = isinstance(places, dict) and START in places
        self._is_count = numbers == "count"
        self._is_track = program == "track"
        self._may_be_count = "numbers" not in said
        self._row: list[int] = []
        """The last numbers of passings, each one more than the one before."""
        self._start: TimeOfDay | None = None
        self._starts = TimyStarts(self.reads_map)
        self._heat = 0
        self._has_capitals = False
        """Whether the start came as `C0`; then `c1` is a lane, whose times are from the start."""
        self._standing: dict[tuple[object, ...], RawRead] = {}
        """By channel and time, the impulses that hold."""
        self._out: dict[str, str] = {}
        """By bib, the id of its status."""
        self._statuses: list[Status | Void] = []
        self._made = 0
        self._steps: dict[str, ClockSteps] = {}
        self._received_ms = 0

    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take a piece, and say who is out and who is in again."""
        self._received_ms = 0 if piece.kind == "file" else piece.received_ms
        for outcome in super().take(piece):
            yield outcome
            if self._statuses:
                made = [replace(message, record=outcome.record or None) for message in self._statuses]
                self._statuses.clear()
                yield Outcome(messages=made)
        if piece.kind == "closed":
            self._steps.pop(piece.origin, None)

    def read_line(self, line: str, origin: str) -> RawRead | RawGun | RawCorrection | None:
        """What a line says. Raises ValueError for a line that a Timy does not send."""
        found = read_timy_line(line)
        if found is None or not (found.is_impulse or found.flag == "n"):
            return None
        is_start = found.channel.upper() == START
        if self._is_track and (is_start or not found.channel):
            self._heat = found.number
        heat = self._heat if self._is_track else found.group
        if self.settings.only and self.settings.only.lstrip("0") != str(heat):
            return None
        if not found.channel or found.flag in LEFT_OUT:
            return None
        return self._gun(found) if is_start and not self._start_is_place else self._passing(found, origin)

    def _gun(self, found: TimyLine) -> RawGun | None:
        gun = RawGun(self.clock.read(found.time), START)
        is_cleared = found.flag in CLEARED
        change = self._starts.take(gun.clock, is_cleared=is_cleared)
        if change:
            self._engine.recall()
        if change == "cleared":
            shown = gun.clock.show()
            self._say(f"the device has cleared the start of {shown}: the next one takes its place")
        if is_cleared:
            return None
        self._start, self._has_capitals = gun.clock, found.channel == START
        return gun

    def _passing(self, found: TimyLine, origin: str) -> RawRead | RawCorrection:
        is_elapsed = self._is_track or (self._has_capitals and found.channel.islower())
        clock = self._since_start(found.time) if is_elapsed else self.clock.read(found.time)
        self._notice(found, clock, origin, is_elapsed=is_elapsed)
        self._starts.passed(clock.utc_ms)
        chip, is_impulse = self._who(found, is_elapsed=is_elapsed)
        place = FINISH if is_elapsed else found.channel.upper()
        by_hand = found.by_hand or found.flag == "i"
        read = RawRead(chip, clock, place, by_hand=by_hand, is_impulse=is_impulse)
        key: tuple[object, ...] = (found.channel, clock.utc_ms, found.time)
        typed = (*key, found.number)
        if found.flag in CLEARED:
            self._disqualify(found)
            return RawCorrection(self._standing.pop(typed if typed in self._standing else key, read))
        if found.flag == "i":
            key = typed  # what is typed may be the same time for two runners
        before = self._standing.get(key, read)
        if key not in self._standing and len(self._standing) >= MOST_STANDING:
            del self._standing[next(iter(self._standing))]
        self._standing[key] = read
        self._reinstate(read)
        return read if before == read else RawCorrection(before, read)

    def _since_start(self, text: str) -> TimeOfDay:
        """A time of day from a time since the start."""
        if self._start is None:
            raise ValueError("a time since a start that has not come")
        hours, minutes, seconds = text.split(":")
        whole, _, decimals = seconds.partition(".")
        ms = ((int(hours) * 60 + int(minutes)) * 60 + int(whole)) * 1000 + int(f"{decimals[:3]:0<3}")
        digits = max(self._start.digits, min(len(decimals), 3))
        return self._start._replace(utc_ms=self._start.utc_ms + ms, digits=digits)

    def _who(self, found: TimyLine, *, is_elapsed: bool) -> tuple[str, bool]:
        """A chip, and whether it is only an impulse, of no runner."""
        if is_elapsed:
            lane = f"lane {found.channel[1:]}"
            return (lane, False) if lane in self.reads_map.chips else (f"{lane} {found.time}", True)
        if self._is_count and found.number and found.flag not in UNNAMED:
            return f"impulse {found.number}", True
        if found.number and found.flag not in UNNAMED:
            return str(found.number), False
        return f"impulse {found.time}", True

    def _notice(self, found: TimyLine, clock: TimeOfDay, origin: str, *, is_elapsed: bool) -> None:
        """Say it where the clock was set, or numbers are none of runners."""
        if found.flag or is_elapsed:
            return
        if self._received_ms:
            step_ms = self._steps.setdefault(origin, ClockSteps()).take(self._received_ms, clock.utc_ms)
            if step_ms:
                way = "ahead" if step_ms > 0 else "back"
                self._say(
                    f"the device's clock was set {way} by {span_text(abs(step_ms))} before {clock.show()}: "
                    "times before and after do not go together"
                )
        if self._may_be_count and found.number:
            follows = bool(self._row) and found.number == self._row[-1] + 1
            self._row = [*self._row, found.number] if follows else [found.number]
            if len(self._row) == IN_A_ROW:
                self._may_be_count = False
                self._say(LOOKS_COUNTED)

    def _say(self, sentence: str) -> None:
        self.news = f"{self.news}; {sentence}" if self.news else sentence

    def _disqualify(self, found: TimyLine) -> None:
        bib = self.reads_map.bib(str(found.number)) if found.flag == "d" and found.number else None
        if bib is not None and bib not in self._out and not self._is_count:
            status = Status(id=self._status_id(), by=self.name, bib=bib, status="dq", reason=DISQUALIFIED)
            self._out[bib] = str(status.id)
            self._statuses.append(status)

    def _reinstate(self, read: RawRead) -> None:
        """Someone with a new time is not disqualified any more."""
        bib = self.reads_map.bib(read.chip) if self._out and not read.is_impulse else None
        if bib in self._out:
            replaces = self._out.pop(bib)
            reason = "Has a time at the timing device again"
            self._statuses.append(Void(id=self._status_id(), by=self.name, replaces=replaces, reason=reason))

    def _status_id(self) -> str:
        self._made += 1
        return f"status.{self._made}"
