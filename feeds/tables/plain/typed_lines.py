"""Lines that people type: bullets before them, and what leads from whom a line is about to what it says."""

from __future__ import annotations

import re

LEADER = re.compile(r"\s*(?:[.·_]{2,}|…|[-=–—]*>|→|\s[-–—=]\s|[;|=])\s*")
"""What stands in place of a colon: dots, a dash, an arrow, a bar."""

_BULLET = re.compile(r"\s*[-*•·–—]\s+")


def without_bullet(line: str) -> str:
    """A line without the bullet before it."""
    bullet = _BULLET.match(line)
    return line[bullet.end() :] if bullet is not None else line
