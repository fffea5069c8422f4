"""A line of a Timy of ALGE, which TdC 4000, 8000 and 8001 write too; each ends with CR.

    yNNNNsCCCM HH:MM:SS.zhtq GG RRRR
     0035 C1  10:02:17.1234 00          channel 1 at that time of day; 35 was entered, or counts the impulses
    ?0034 C1M 10:02:18.33   00          the same by its key; the number is none
    n0036                               a number was entered
     0035 RT  00:02:14.89   00 0001     a time and a place that the device has worked out

y is one of `FLAGS`, or blank. After 26 characters two more may stand, the checksum: the sum of their codes,
each half a byte from 0 (0x30) to 15 (0x3f). Some devices leave the blank at the beginning out, others fill
numbers with blanks, write the decimal point as a comma, or put a blank behind y.
"""

from __future__ import annotations

import re
from typing import NamedTuple

FLAGS = "?mcCdintsbp"
"""No valid number; from the memory; cleared, of that or of the memory; disqualified; typed; new number; over
radio; number chosen; blocked by the key; a penalty."""

IMPULSE_LENGTH = 26
"""Characters of the line of an impulse, without a checksum."""

_LINE = re.compile(
    r"\s*(?P<flag>[?a-zA-Z]?)\s*(?P<number>\d{0,5})(?P<side>[rb]?)\s*"
    r"(?P<channel>[cC]\d\d?|RT|TT|SQ|ST|DT[RT])(?P<hand>M?)\s+"
    r"(?P<time>\d{1,2}:\d\d:\d\d(?:[.,:]\d{1,7})?)(?:\s+(?P<group>\d{1,2}))?(?:\s*\d{4})?\s*",
    re.ASCII,
)
_NUMBER = re.compile(r"\s*[ns]\s*(?P<number>\d{1,5})[rb]?\s*", re.ASCII)
_OTHER = re.compile(
    r"""\s*(?:
        (?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{0,4})?     # the time that runs
        | (?:TIMY|PROG|NSF|CLR|HEAT)\b.*              # that it is there, its program, its memory is empty
        | ALGE.* | TdC\s.* | [A-Z]{3}\sV\s?[\d.]+     # the head of what it prints
        | \d\d\s?-\s?\d\d\s?-\s?\d\d(?:\s+\d\d:\d\d)?
        | CLASSEMENT:? | ALL | (?:RUN|TOTAL)\sTIME
        | .*\s(?:kmh|mps|mph)\s.*                     # a speed
    )?\s*""",
    re.ASCII | re.VERBOSE,
)
_SUM = re.compile("[0-?]{2}", re.ASCII)
_FLOW = {ord(sign): None for sign in "\x11\x13\x02\x03"}
"""Signs of flow control and of frames, which some adapters let through."""


class TimyLine(NamedTuple):
    """A time, or a number that was entered."""

    flag: str
    """One of `FLAGS`; empty for an impulse as such."""
    number: int
    """0 for none."""
    channel: str = ""
    """`C0` to `C99`, in small letters where it was sent so; `RT` and others for times that follow from those;
    empty where a number was entered."""
    by_hand: bool = False
    """Whether a key of the device was pressed for it."""
    time: str = ""
    """`10:02:17.1234`."""
    group: int = 0
    """Of the heat, the run or the lap."""

    @property
    def is_impulse(self) -> bool:
        """Whether it is of a channel."""
        return self.channel[:1] in ("C", "c")


def read_timy_line(line: str) -> TimyLine | None:
    """What a line says; None for one that is neither a time nor a number. Raises ValueError for others."""
    line = _without_checksum(line.translate(_FLOW))
    if found := _LINE.fullmatch(line):
        flag = found["flag"]
        if flag and flag not in FLAGS:
            raise ValueError(f"{flag!r} stands before it, which is not known")
        hour, minute, rest = found["time"].split(":", 2)
        return TimyLine(
            flag,
            int(found["number"] or 0),
            found["channel"],
            bool(found["hand"]),
            f"{hour}:{minute}:{re.sub('[,:]', '.', rest)}",
            int(found["group"] or 0),
        )
    if found := _NUMBER.fullmatch(line):
        return TimyLine("n", int(found["number"]))
    if _OTHER.fullmatch(line):
        return None
    if not line.isascii() or not line.isprintable():
        raise ValueError("not text; if all lines are so, the serial line has another speed, such as @38400")
    raise ValueError("not a line of a Timy")


def _without_checksum(line: str) -> str:
    """A line without its checksum. Raises ValueError where that is wrong."""
    for whole in (line, f" {line}"):
        text, checksum = whole[:IMPULSE_LENGTH], whole[IMPULSE_LENGTH:]
        if _SUM.fullmatch(checksum) and text[-2:].isdecimal() and whole.isascii() and _LINE.fullmatch(text):
            high, low = (ord(sign) - ord("0") for sign in checksum)
            if high * 16 + low != sum(text.encode()) % 256:
                raise ValueError("the checksum is wrong")
            return text
    return line
