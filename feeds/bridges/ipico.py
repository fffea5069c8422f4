"""The bridge `ipico`: the stream of an IPICO reader, and the files in which its reads are stored.

    aa 00 058000128608 0001 260307134851 5f [index page status] 8a     a read, of 36 or 42 characters
    ab 00 0a 2c 260306 05 200415 1b 2782 ae                            the gun button

Digits of the date and the time are decimal, those of hundredths hexadecimal. The last two characters are a
checksum: the sum of the codes of those between it and the first two. A reader sends each passing again and
again; two reads of a tag with one time are one. It demands nothing from who listens, and is sent nothing.
"""

from __future__ import annotations

import re
from typing import ClassVar

from feeds.bridges.reads.raw_reads import RawGun, RawRead
from feeds.bridges.reads.reads_bridge import ReadsBridge

_HEX = "[0-9a-fA-F]"
_MOMENT = r"(?P<date>\d{6})%s(?P<time>\d{6})(?P<hundredths>[0-9a-fA-F]{2})"
_READ = re.compile(
    rf"aa(?P<reader>{_HEX}{{2}})(?P<tag>{_HEX}{{12}}){_HEX}{{4}}{_MOMENT % ''}(?:{_HEX}{{6}})?{_HEX}{{2}}",
    re.ASCII,
)
_ANSWER = re.compile(rf"ab{_HEX}{{8,}}", re.ASCII)
_GUN = re.compile(rf"ab(?P<reader>{_HEX}{{2}})0a2c{_MOMENT % '..'}{_HEX}{{4}}{_HEX}{{2}}", re.ASCII)

SUFFIXES = ("FS", "LS")
"""What programs write behind a read in a file: first or last seen."""


class Ipico(ReadsBridge):
    """Reads of tags and presses of the gun button."""

    name = "ipico"
    summary: ClassVar = "reads of an IPICO reader, from its port 10000 or from a file of them"
    sources: ClassVar = "HOST:10000, or a file"
    example: ClassVar = """\
  The reader shows 00 as its number, and stands at the finish. With map.toml saying

      zone = "Europe/Berlin"
      device_guns = [""]
      [places]
      00 = "finish"
      [chips]
      058000128608 = "17"

  lapbell bridge ipico 192.168.1.7:10000 --map map.toml --start-list 5km.jsonl --try
  lapbell bridge ipico 192.168.1.7:10000 --map map.toml --start-list 5km.jsonl \\
      --with-start-list --to HOST:8400

  A reader has no memory that may be asked for here: after a lost connection, give the bridge
  the file that its own program stores. Reads that it has already change nothing."""

    def read_line(self, line: str, origin: str) -> RawRead | RawGun | None:  # noqa: ARG002
        """A read or a press; None for other answers and for text. Raises ValueError for a damaged line."""
        line = line.strip()
        if line.endswith(SUFFIXES):
            line = line[:-2]
        if not line.startswith(("aa", "ab")):
            return None
        found = _READ.fullmatch(line) or _GUN.fullmatch(line)
        if found is None and not _ANSWER.fullmatch(line):
            raise ValueError("neither a read nor an answer of the reader")
        if int(line[-2:], 16) != sum(line[2:-2].encode()) % 256:
            raise ValueError("the checksum is wrong")
        if found is None:
            return None
        hundredths = int(found["hundredths"], 16)
        if hundredths > 99:
            raise ValueError(f"{hundredths} hundredths of a second")
        date, time = ("{}{} {}{} {}{}".format(*text).split() for text in (found["date"], found["time"]))
        clock = self.clock.read(f"20{'-'.join(date)} {':'.join(time)}.{hundredths:02}")
        if line.startswith("ab"):
            return RawGun(clock, found["reader"])
        return RawRead(found["tag"].lower(), clock, found["reader"])
