"""What is known of the laps of one run, and how corrections and resets are told apart.

A passing is reported once, with the time of the lap and the total; the result row behind it has the number of
laps. Rows are repeated, and after a reset they begin at nothing and fill up again: a row with fewer laps or
another total counts as a correction only if it still stands some heartbeats later.
"""

from __future__ import annotations

from typing import NamedTuple

from feeds.bridges.rmonitor.rmonitor_lines import PLACEHOLDER_MS

HOLD_BEATS = 3
"""Heartbeats, one a second, for which a row that contradicts a passing has to stand."""

RESET_BEATS = 20
"""The same while the data are sent anew after a reset."""

NEAR_CLOCK_MS = 30_000
"""So far a passing may be from the clock of a race that was started again."""

MOST_LAPS = 5000
MOST_COMPETITORS = 5000


class LapChange(NamedTuple):
    """What is new of a competitor."""

    reg: str
    new: dict[int, int]
    """Totals in milliseconds, by lap; lap 0 is the start line."""
    gone: tuple[int, ...] = ()
    """Laps that are no more."""


class _Doubted(NamedTuple):
    laps: int
    total_ms: int
    beats: int


class Run:
    """One run, by its number and its description."""

    def __init__(self, number: str, description: str) -> None:
        self.number, self.description = number, description
        self.laps: dict[str, dict[int, int]] = {}
        """Totals by competitor and lap."""
        self.race_ms: int | None = None
        """The race time at the last heartbeat."""
        self._passed: dict[str, tuple[int, int]] = {}
        """By competitor, lap time and total of a passing of which no row has come yet."""
        self._repeated: dict[str, int] = {}
        """By competitor, the total of a passing that came again; the row behind it contradicts nothing."""
        self._doubted: dict[str, _Doubted] = {}
        self._beats = 0
        self._reset_at = -RESET_BEATS

    @property
    def has_begun(self) -> bool:
        """Whether anyone has passed the line."""
        return bool(self.laps)

    def reset(self) -> None:
        """The data are cleared and will be sent anew."""
        self._reset_at = self._beats

    def begins_anew(self, reg: str, total_ms: int) -> bool:
        """Whether a passing is of a new start: long before the last one, and by the race clock."""
        last = max(self.laps.get(reg, {}).values(), default=0)
        clock_ms = self.race_ms
        return (
            total_ms < last - NEAR_CLOCK_MS
            and clock_ms is not None
            and abs(clock_ms - total_ms) < min(NEAR_CLOCK_MS, last - total_ms)
            and total_ms not in self.laps[reg].values()
        )

    def clear(self) -> None:
        """Forget all laps."""
        self.laps.clear()
        self._passed.clear()
        self._repeated.clear()
        self._doubted.clear()

    def passing(self, reg: str, lap_ms: int, total_ms: int) -> LapChange | None:
        """A passing; its lap is known from the row behind it, but for the first over the line."""
        known = self.laps.get(reg, {})
        if total_ms in known.values():
            if len(self._repeated) < MOST_COMPETITORS:
                self._repeated[reg] = total_ms
            return None
        if not known and lap_ms == 0:
            return self._put(reg, 0, total_ms)
        if len(self._passed) < MOST_COMPETITORS:
            self._passed[reg] = lap_ms, total_ms
        return None

    def row(self, reg: str, laps: int, total_ms: int) -> LapChange | None:
        """A row of the results."""
        if not laps and total_ms in (0, PLACEHOLDER_MS):
            return None
        known = self.laps.get(reg, {})
        last = max(known, default=-1)
        is_passing = self._passed.get(reg, (0, -1))[1] == total_ms
        if is_passing or (laps > last and total_ms > max(known.values(), default=-1)):
            self._passed.pop(reg, None)
            return self._put(reg, laps, total_ms)
        if known.get(laps) == total_ms and (laps == last or self._repeated.pop(reg, None) == total_ms):
            self._doubted.pop(reg, None)
            return None
        before = self._doubted.get(reg)
        if before is None or before[:2] != (laps, total_ms):
            hold = RESET_BEATS if self._beats - self._reset_at < RESET_BEATS else HOLD_BEATS
            self._doubted[reg] = _Doubted(laps, total_ms, self._beats + hold)
        return None

    def corrected(self, reg: str, laps: int, total_ms: int) -> LapChange | None:
        """A time that was corrected by the timer."""
        return self._put(reg, laps, total_ms, keep_later=True)

    def beat(self, race_ms: int | None) -> list[LapChange]:
        """A heartbeat; returns the corrections that have stood long enough, and passings without a row."""
        self._beats += 1
        self.race_ms = self.race_ms if race_ms is None else race_ms
        changes = []
        for reg, (lap_ms, total_ms) in list(self._passed.items()):
            del self._passed[reg]
            lap = next((n + 1 for n, ms in self.laps.get(reg, {}).items() if ms == total_ms - lap_ms), None)
            if lap is not None:
                changes.append(self._put(reg, lap, total_ms))
        for reg, doubted in list(self._doubted.items()):
            if doubted.beats <= self._beats:
                changes.append(self._put(reg, doubted.laps, doubted.total_ms))
        return [change for change in changes if change is not None]

    def _put(self, reg: str, lap: int, total_ms: int, *, keep_later: bool = False) -> LapChange | None:
        """Note the total after a lap; later laps are no more, unless they stay."""
        if lap > MOST_LAPS or (reg not in self.laps and len(self.laps) >= MOST_COMPETITORS):
            return None
        self._doubted.pop(reg, None)
        known = self.laps.setdefault(reg, {})
        gone = () if keep_later else tuple(later for later in known if later > lap)
        for later in gone:
            del known[later]
        if known.get(lap) == total_ms and not gone:
            return None
        known[lap] = total_ms
        return LapChange(reg, {lap: total_ms}, gone)
