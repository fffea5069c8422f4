"""A split device that speaks LapTime, as its protocol says, bad manners included."""

from __future__ import annotations

from race.times import DAY_MS, Time

GUN_MS = (19 * 3600 + 40 * 60) * 1000
"""Time of day of the gun."""

PASSES = [
    ("1", 50_100), ("2", 50_400), ("3", 51_000),
    ("1", 118_000), ("2", 118_500), ("3", 121_000),
    ("1", 186_100), ("2", 187_000), ("3", 192_000),
    ("1", 252_200), ("2", 252_900), ("3", 262_000),
]  # fmt: skip
"""Who was at the line, in milliseconds since the gun: all times of a race of 1500 m."""


class SplitDevice:
    """Writes packets, with times of day or with times since its clock was set to zero."""

    def __init__(self, *, is_elapsed: bool = False, gun_ms: int = GUN_MS, end: str = "\r\n") -> None:
        self._base_ms = 0 if is_elapsed else gun_ms
        self._end = end

    def _time(self, ms: int) -> str:
        seconds, rest = divmod((self._base_ms + ms) % DAY_MS, 1000)
        if self._base_ms:
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
        return str(Time(ms))

    def gun(self, ms: int = 0) -> bytes:
        """The gun; later in a race it is that of the next."""
        return f"\x01Z,{self._time(ms)}{self._end}".encode()

    def clock(self, ms: int) -> bytes:
        """Its clock."""
        return f"\x01T,{self._time(ms)}{self._end}".encode()

    def passing(self, who: str, ms: int, *, is_late: bool = False, heat: str = "") -> bytes:
        """Someone at the line."""
        more = f",{heat.replace('-', ',')}" if heat else ""
        return f"{chr(2 if is_late else 1)}S,{self._time(ms)},{who}{more}{self._end}".encode()

    def both_ankles(self, who: str, ms: int) -> bytes:
        """The same with two chips."""
        return self.passing(who, ms) + self.passing(who, ms + 50)

    def race(self) -> list[bytes]:
        """All of a race; at the start line everyone is seen, and a clock comes now and then."""
        start = [self.passing(who, 900 + 10 * int(who)) for who in "123"]
        passes = [self.both_ankles(who, ms) for who, ms in PASSES]
        return [self.gun(), *start, *passes[:5], self.clock(150_000), *passes[5:]]
