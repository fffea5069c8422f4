"""The two files of a ChronoTrack controller, which have one name but for its ending.

    TO~1738~801~160~18~1620460855.73~12000C~8~-63~1~P~192       .csv: a read
    I11A9D,11,Point,1,21050807094621,FINISH1                    .mrk: where it stands
    I11A9D,32,Gun,252,21050808005516,Button Press               .mrk: its gun button

A read has its number, the tag, the facility and the group of the tag, and the local time in seconds since
1970 as if it were UTC. A mark has the number of the next read, and the local time as YYMMDDhhmmsscc.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

READ, SEPARATOR = "TO", "~"

LEAST_FIELDS = 6

TEST_GROUP = "13"
"""Of the tags with which a mat is tested."""

NEVER_SET = 2000
"""A clock with an earlier year was never set."""

_MARK = re.compile(
    r"(?P<box>[0-9A-Za-z]+),\d+,(?P<kind>[^,]{1,40}),(?P<next>\d{0,9}),(?P<time>\d{14}),(?P<text>.*)",
    re.ASCII,
)


class ControllerRead(NamedTuple):
    """A line of a .csv file."""

    number: int
    tag: str
    facility: str
    """Without zeros before it."""
    group: str
    """Likewise."""
    seconds: str


class Mark(NamedTuple):
    """A line of a .mrk file."""

    box: str
    kind: str
    next_read: int
    time: str
    """The fourteen figures."""
    text: str

    @property
    def clock(self) -> str:
        """The local time, such as 2021-05-08 08:00:55.16. Raises ValueError."""
        return _moment(self.time).isoformat(" ", "milliseconds")[:-1]

    @property
    def change_ms(self) -> int | None:
        """By how much the clock was set; None where it was never set before. Raises ValueError."""
        before = _moment(self.text)
        return None if before.year < NEVER_SET else (_moment(self.time) - before) // timedelta(milliseconds=1)


def controller_read(line: str) -> ControllerRead:
    """The read in a line. Raises ValueError."""
    kind, *fields = line.split(SEPARATOR)
    if kind != READ or len(fields) < LEAST_FIELDS - 1:
        raise ValueError(f"not a read, which is {READ} and at least {LEAST_FIELDS - 1} more fields")
    number, tag, facility, group, seconds = (field.strip() for field in fields[:5])
    if not (number.isdecimal() and facility.isdecimal() and group.isdecimal() and len(number) < 10):
        raise ValueError("the number of the read, the facility and the group of its tag must be figures")
    return ControllerRead(int(number), tag, facility.lstrip("0"), group.lstrip("0"), seconds)


def mark(line: str) -> Mark | None:
    """The mark in a line; None for one that is none."""
    found = _MARK.fullmatch(line.strip())
    if found is None:
        return None
    return Mark(
        found["box"], found["kind"].strip(), int(found["next"] or 0), found["time"], found["text"].strip()
    )


def _moment(figures: str) -> datetime:
    if re.fullmatch(r"\d{14}", figures, re.ASCII) is None:
        raise ValueError(f"not a time as YYMMDDhhmmsscc: {figures[:20]!r}")
    # Two figures of a year are those of 1969 to 2068, as everywhere in Python.
    return datetime.strptime(figures + "0000", "%y%m%d%H%M%S%f")
