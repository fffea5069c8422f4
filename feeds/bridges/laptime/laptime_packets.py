"""The packets of LapTime.

<01> Z,13:23:15.345                the gun
<01> S,13:24:12.876,2              2 was at the line
<02> S,13:24:13.100,5,17,1,2       5 was, in event 17, round 1, heat 2; sent late
<01> T,13:24:20.000                the time by the device's clock
"""

from __future__ import annotations

import re
from typing import NamedTuple

from feeds.legal_text import legal
from feeds.tables.source_file import SourceFile

_PACKET = re.compile(
    r"(?P<sync>[\x01\x02]?)\s*(?P<code>[SZTszt])\s*,\s*(?P<time>\d[\d:]*(?:\.\d+)?)\s*"
    r"(?:,(?P<id>[^,\x00-\x1f]{0,64})(?:,(?P<heat>[^,]{0,32}(?:,[^,]{0,32}){0,2}))?)?[,\s]*",
    re.ASCII,
)


class LapTimePacket(NamedTuple):
    """A packet."""

    code: str
    """S, Z or T."""
    time: str
    id: str
    """A lane, a bib or a transponder; empty but for S."""
    heat: str
    """Event, round and heat as `17-1-2`; empty where they are not sent."""
    is_at_once: bool
    """Whether it was sent when it happened, and not later."""


def read_packet(line: bytes) -> LapTimePacket:
    """The packet in a line. Raises ValueError."""
    found = _PACKET.fullmatch(SourceFile("", line).text.strip(" \t"))
    if found is None:
        raise ValueError("not a packet of LapTime")
    code, who = found["code"].upper(), legal((found["id"] or "").strip())
    if code == "S" and not who:
        raise ValueError("a passing without an ID")
    heat = "-".join(legal(part.strip()) for part in (found["heat"] or "").split(",")).strip("-")
    return LapTimePacket(code, found["time"], who, heat, found["sync"] != "\x02")
