"""The clock of someone who times by hand: a time of day that no one can set while the race is on.

The computer's time of day is read once, and from then on counted on by a clock that only counts. So every
stamp and the gun are of one clock, whatever NTP or a person does to the computer's meanwhile. A timing that
is started again goes on with the same clock as long as the computer has not been started anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic_core import ValidationError

from feeds.atomic_write import atomic_write
from feeds.cached_schemas import Schema, Strict
from feeds.client.local_clock import STEP_MS, steady_s
from feeds.data_file import read_data
from race.lazy_dataclass import dataclass
from race.limits import Ge, Le, MaxLen
from race.times import Time, TimeOfDay, span_text

SUFFIX = ".clock"
"""Of the file beside a timing file that has its clock. Lost with the power, it is of no use any more."""

LARGEST = 4096
"""Bytes of such a file."""

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
"""Linux: another text after each start of the computer."""

HUNDREDTHS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor(Strict):
    """When a computer's time of day was read."""

    boot: Annotated[str, MaxLen(64)]
    """Which start of the computer it was; empty where the computer does not say."""
    steady_ms: Annotated[int, Ge(0), Le(2**53)]
    """By the clock that only counts."""
    wall_ms: Annotated[int, Ge(0), Le(2**53)]
    """The time of day, in milliseconds since 1970, UTC."""


_anchor: Schema[Anchor] = Schema("clock-anchor", Anchor, (Anchor,))


def boot_id() -> str:
    """What tells this start of the computer from others; empty where the computer does not say."""
    try:
        return BOOT_ID.read_text().strip()[:64]
    except OSError:
        return ""


class TimingClock:
    """A time of day that goes on evenly.

    `seconds` counts also while the computer sleeps, `pressed` is the clock by which keys are stamped.
    """

    def __init__(
        self,
        anchor: Anchor | None = None,
        *,
        seconds: Callable[[], float] = steady_s,
        wall: Callable[[], float] = time.time,
        pressed: Callable[[], float] = time.monotonic,
        boot: str = "",
        record: Path | None = None,
    ) -> None:
        self._seconds, self._wall, self._pressed = seconds, wall, pressed
        self.anchor = anchor or Anchor(boot=boot, steady_ms=int(seconds() * 1000), wall_ms=int(wall() * 1000))
        self._record = record
        self._said_ms = 0

    @classmethod
    def beside(cls, path: Path) -> TimingClock:
        """The clock of a timing file: that of an earlier run, unless the computer was started anew."""
        record, boot = path.with_name(path.name + SUFFIX), boot_id()
        with suppress(OSError, ValidationError):
            anchor = _anchor.read(read_data(record, LARGEST))
            if boot and anchor.boot == boot and anchor.steady_ms <= steady_s() * 1000:
                return cls(anchor, record=record)
        clock = cls(boot=boot, record=record)
        clock.set(0)
        return clock

    def set(self, ahead_ms: int) -> None:
        """Set it ahead, or back, before anything was timed with it; a later run of the timing goes on so."""
        self.anchor = replace(self.anchor, wall_ms=self.anchor.wall_ms + ahead_ms)
        self._said_ms = self.set_ms
        if self._record is not None:
            with suppress(OSError), atomic_write(self._record, mode=0o600) as file:
                file.write(_anchor.write(self.anchor) + b"\n")

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return self._ms(self._seconds())

    def now(self) -> TimeOfDay:
        """The time of day, to the hundredth."""
        return self._at(self._seconds())

    def at(self, pressed_s: float) -> TimeOfDay:
        """The time of day of a key that was pressed at `pressed_s`, by `time.monotonic`."""
        return self._at(self._seconds() - (self._pressed() - pressed_s))

    def _at(self, steady: float) -> TimeOfDay:
        return TimeOfDay(self._ms(steady) // 10 * 10, HUNDREDTHS)

    def _ms(self, steady: float) -> int:
        return self.anchor.wall_ms + int(steady * 1000) - self.anchor.steady_ms

    @property
    def set_ms(self) -> int:
        """By how much the computer's time of day is ahead of this one, as it was set meanwhile."""
        ahead_ms = self._wall() * 1000 - self.now_ms()
        return round(ahead_ms) if abs(ahead_ms) > STEP_MS else 0

    def look(self) -> str | None:
        """That the computer's clock was set since the last look, in a sentence; None if it was not."""
        set_ms = self.set_ms
        moved_ms, self._said_ms = set_ms - self._said_ms, set_ms
        if abs(moved_ms) <= STEP_MS:
            self._said_ms -= moved_ms
            return None
        if not set_ms:
            return "the computer's clock agrees with the timing clock again"
        apart = f"{apart_text(set_ms)} {'ahead of' if set_ms > 0 else 'behind'} the timing"
        return f"the computer's clock was set, and is now {apart} clock, which was not touched"


def apart_text(ms: int) -> str:
    """How far two clocks are apart: `0.3 s`, `1:02:00`."""
    ms = abs(ms)
    return f"{Time(round(ms, -2), 1)} s" if ms < 10_000 else span_text(round(ms, -3))
