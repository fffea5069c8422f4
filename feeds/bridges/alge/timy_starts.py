"""Which impulse of the start channel is the start of the race, where it has only one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from feeds.bridges.reads.reads_map import ReadsMap
    from race.times import TimeOfDay

RECALLED_MS = 20_000
"""So long after a gun that was called back no one is on the way any more, and another one may go."""

MOST = 1_000
"""Starts."""


class TimyStarts:
    """The starts that a device has sent, and cleared."""

    def __init__(self, reads_map: ReadsMap) -> None:
        guns = reads_map.device_guns
        self._is_one = len(guns) == 1 and guns[0] not in reads_map.guns
        self._known: set[tuple[bool, TimeOfDay]] = set()
        """Those that were sent, and those that were cleared."""
        self._gun_ms: int | None = None
        self._has_run = False
        """Whether someone passed so long after the gun that it was not called back."""

    def passed(self, ms: int) -> None:
        """Someone has passed anywhere."""
        self._has_run |= self._gun_ms is not None and ms - self._gun_ms > RECALLED_MS

    def take(self, clock: TimeOfDay, *, is_cleared: bool) -> Literal["", "called back", "cleared"]:
        """What has become of the start before, so that the next one takes its place; empty if nothing has.

        A start that is sent again, or cleared again, changes nothing.
        """
        if not self._is_one or (is_cleared, clock) in self._known or len(self._known) >= MOST:
            return ""
        self._known.add((is_cleared, clock))
        if is_cleared:
            if clock.utc_ms != self._gun_ms:
                return ""
            self._gun_ms = None
            return "cleared"
        if self._gun_ms is None:
            self._gun_ms, self._has_run = clock.utc_ms, False
        elif not self._has_run and clock.utc_ms - self._gun_ms > RECALLED_MS:
            self._gun_ms = clock.utc_ms
            return "called back"
        return ""
