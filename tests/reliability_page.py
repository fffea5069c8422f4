"""Writes what was measured into docs/reliability.md, between two markers."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"


def standing(section: str) -> str:
    """What stands in a section."""
    begin, end = _markers(section)
    return PAGE.read_text(encoding="utf-8").partition(begin)[2].partition(end)[0]


def _markers(section: str) -> tuple[str, str]:
    return f"<!-- {section}: begin -->\n", f"<!-- {section}: end -->\n"


def write(section: str, text: str) -> None:
    """Replace what stands in a section, and say when and on which machine it was measured."""
    begin, end = _markers(section)
    before, rest = PAGE.read_text(encoding="utf-8").split(begin)
    _, after = rest.split(end)
    day, cores, load = datetime.now(UTC), os.cpu_count(), os.getloadavg()[0]
    said = f"Run on {day:%-d %B %Y}, {cores} cores, load average {load:.1f} at the end.\n\n{text}\n"
    PAGE.write_text(before + begin + said + end + after, encoding="utf-8")
