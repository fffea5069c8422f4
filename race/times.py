"""Times as the sport writes them: `58.2`, `3:45.34`, `2:05:13`.

A time is an integer of milliseconds beside the number of decimals it was given with. Athletics rounds
up: a time is shown as the next full unit of the precision asked for (World Athletics Technical Rule
19.24: track to the hundredth, road to the second).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Schema = dict[str, object]

DAY_MS = 24 * 3600 * 1000

LONGEST_MS = 1000 * 3600 * 1000
"""A thousand hours: no race lasts so long, and a longer time is a mistake."""

EARLIEST_YEAR, LATEST_YEAR = 1800, 9998
"""Within these years a moment can be shown in every time zone."""

TIME_FORM, CLOCK_FORM = r"^[0-9:.,]+$", r"^[0-9TtZz:.,+ -]+$"
"""Patterns of the characters of a time and of a time of day."""

FORMS = {
    TIME_FORM: "write 58.2, 3:45.34 or 2:05:13",
    CLOCK_FORM: "write 2026-05-02T08:00:00Z or 2026-05-02T10:00:00.5+02:00",
}
"""How to write what such a pattern stands for."""

_GRAMMAR = re.compile(
    r"(?:(?:(?P<hours>\d{1,3}):(?=\d\d:))?(?P<minutes>\d{1,4}):(?=\d\d(?!\d)))?"
    r"(?P<seconds>\d{1,6})(?:[.,](?P<fraction>\d{1,3}))?",
    re.ASCII,
)


UNITS_MS = (1000, 100, 10, 1)
"""Milliseconds of the last decimal, by how many decimals there are."""


class Time(NamedTuple):
    """An elapsed time, and its precision."""

    ms: int
    """Milliseconds."""
    digits: int = 3
    """Decimals of a second that are known: 0 to 3."""

    @classmethod
    def parse(cls, text: str) -> Time:
        """Read `[[H:]M:]S[.f]`; a comma serves as the decimal point.

        Raises:
            ValueError: for anything else, with the reason: 60 or more minutes or seconds after a larger
                unit, more than three decimals, a sign.
        """
        match = _GRAMMAR.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not a time: {text[:40]!r} ({FORMS[TIME_FORM]})")
        hours, minutes, seconds, fraction = match.groups("")
        if (hours and int(minutes) > 59) or (minutes and int(seconds) > 59):
            raise ValueError(f"not a time: {text[:40]!r} (60 or more after a larger unit)")
        ms = (
            int(seconds) * 1000 + int(fraction) * UNITS_MS[len(fraction)] if fraction else int(seconds) * 1000
        )
        if minutes:
            ms += int(minutes) * 60_000
        if hours:
            ms += int(hours) * 3_600_000
        return cls(ms, len(fraction))

    def rounded(self, digits: int) -> Time:
        """This time rounded up to at most `digits` decimals."""
        digits = min(digits, self.digits)
        unit = UNITS_MS[digits]
        return Time(-(-self.ms // unit) * unit, digits)

    def cut(self, digits: int) -> Time:
        """This time rounded down to at most `digits` decimals, as for a clock or for time that is left."""
        digits = min(digits, self.digits)
        unit = UNITS_MS[digits]
        return Time(self.ms // unit * unit, digits)

    def minus(self, other: Time, digits: int = 3) -> Time:
        """The difference of two times, each rounded up to the coarser precision, or to at most `digits`."""
        digits = min(self.digits, other.digits, digits)
        unit = UNITS_MS[digits]
        return Time((-(-self.ms // unit) + -other.ms // unit) * unit, digits)

    def show(self, digits: int = 3) -> str:
        """The time as the sport prints it, with at most `digits` decimals."""
        digits = min(digits, self.digits)
        unit = UNITS_MS[digits]
        ms = -(-self.ms // unit) * unit
        sign, ms = ("-", -ms) if ms < 0 else ("", ms)
        seconds, thousandths = divmod(ms, 1000)
        decimals = f".{thousandths:03}"[: digits + 1] if digits else ""
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        if hours:
            return f"{sign}{hours}:{minutes:02}:{seconds:02}{decimals}"
        if minutes:
            return f"{sign}{minutes}:{seconds:02}{decimals}"
        return f"{sign}{seconds}{decimals}"

    def __str__(self) -> str:
        return self.show()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> Schema:
        return _text_schema(cls.parse, TIME_FORM, 16)


class TimeOfDay(NamedTuple):
    """A moment on the wall clock, and its precision."""

    utc_ms: int
    """Milliseconds since 1970 in UTC."""
    digits: int = 3
    """Decimals of a second that are known: 0 to 3."""
    offset_min: int = 0
    """By how many minutes the clock on which it was read is ahead of UTC. Ignored when times are compared."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TimeOfDay) and self[:2] == other[:2]

    def __hash__(self) -> int:
        return hash(self[:2])

    @classmethod
    def parse(cls, text: str) -> TimeOfDay:
        """Read an ISO 8601 date and time with its offset, to the millisecond at most.

        Raises:
            ValueError: for anything else, and where the offset is missing.
        """
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            raise ValueError(f"not a date and time of day: {text[:40]!r} ({FORMS[CLOCK_FORM]})") from None
        offset = moment.utcoffset()
        if offset is None:
            raise ValueError(f"no time zone in {text[:40]!r} (end with Z or +01:00)")
        if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            raise ValueError(f"not the year of a race: {text[:40]!r}")
        fraction = re.search(r"[.,](\d+)", text)
        digits = len(fraction[1]) if fraction else 0
        if digits > 3:
            raise ValueError(f"more than three decimals in {text[:40]!r}")
        whole = int(moment.replace(microsecond=0).timestamp())
        return cls(whole * 1000 + moment.microsecond // 1000, digits, int(offset.total_seconds() // 60))

    def show(self) -> str:
        """ISO 8601 in UTC, with the known decimals."""
        moment = datetime.fromtimestamp(self.utc_ms // 1000, UTC)
        decimals = f".{self.utc_ms % 1000:03}"[: self.digits + 1] if self.digits else ""
        return f"{moment:%Y-%m-%dT%H:%M:%S}{decimals}Z"

    def __str__(self) -> str:
        return self.show()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> Schema:
        return _text_schema(cls.parse, CLOCK_FORM, 40)


def _text_schema(parse: Callable[[str], object], pattern: str, longest: int) -> Schema:
    """How pydantic, which only `feeds` imports, reads and writes these types: as text.

    It is the dictionary that `pydantic_core.core_schema` would build, so that `race` imports neither.
    """
    return {
        "type": "function-after",
        "function": {"type": "no-info", "function": parse},
        "schema": {"type": "str", "pattern": pattern, "max_length": longest},
        "serialization": {"type": "function-plain", "function": str},
    }


def span_text(ms: int) -> str:
    """A span of time, rounded up to the second: `42 s`, `4:12`, `1:04:12`, `2 days`."""
    if ms >= 2 * DAY_MS:
        return f"{ms // DAY_MS} days"
    return f"{-(-ms // 1000)} s" if ms <= 59_000 else str(Time(ms, 0).rounded(0))
