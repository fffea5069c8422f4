"""When a packet of LapTime says that it was: by the time of day, or by a clock that began at the gun.

The latter is tied to the time of day by a gun that the operator states, or by when the first packet came that
was sent at once. How long it was on its way does not matter: gun and passings are later by the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.bridges.reads.device_clock import DeviceClock
from feeds.errors import UserError
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.laptime.laptime_packets import LapTimePacket

CLOCK, ELAPSED = "clock", "elapsed"

_TIME_OF_DAY = re.compile(r"(?!0?0:)\d{1,2}:\d\d:\d\d(?:\.\d+)?", re.ASCII)


class LapTimeClock:
    """Reads the times of one race. Without a statement the first packet shows which times are sent."""

    def __init__(self, settings: BridgeSettings, base: str, gun: TimeOfDay | None) -> None:
        """`gun` is what the operator states. Raises UserError where zone or base are not stated as needed."""
        if base not in ("", CLOCK, ELAPSED):
            raise UserError(f'mapping file: time must be "{CLOCK}" or "{ELAPSED}"')
        self._base = base
        self._day = None if base == ELAPSED else DeviceClock(settings)
        self._gun = gun
        self._zero_ms: int | None = None
        self._latest_ms = 0
        """The latest time that was read, by the device's clock."""

    @property
    def zero(self) -> TimeOfDay | None:
        """When the device's clock began; None where it has times of day, or while that is not known."""
        return None if self._zero_ms is None else TimeOfDay(self._zero_ms, 3, 0)

    def restart(self) -> None:
        """A connection begins, perhaps on another day."""
        if self._day is not None:
            self._day.begin("")

    def read(self, packet: LapTimePacket, received_ms: int) -> TimeOfDay | None:
        """When it was; None while no packet has tied the device's clock. Raises ValueError for no time."""
        if not self._base:
            self._base = CLOCK if _TIME_OF_DAY.fullmatch(packet.time) else ELAPSED
        if self._base == CLOCK and self._day is not None:
            return self._day.read(packet.time)
        time = _elapsed(packet.time)
        if self._zero_ms is None and self._gun is not None:
            self._zero_ms = self._gun.utc_ms - (time.ms if packet.code == "Z" else 0)
        elif packet.is_at_once and (
            self._zero_ms is None or (packet.code == "Z" and time.ms < self._latest_ms)
        ):
            self._zero_ms, self._latest_ms = received_ms - time.ms, 0
        if self._zero_ms is None:
            return None
        self._latest_ms = max(self._latest_ms, time.ms)
        return TimeOfDay(self._zero_ms + time.ms, time.digits, 0)


def _elapsed(text: str) -> Time:
    """A time since the gun; decimals beyond the third are cut. Raises ValueError."""
    whole, _, decimals = text.partition(".")
    return Time.parse(f"{whole}.{decimals[:3]}" if decimals else whole)
