"""Writes what was measured into a page of docs/, between two markers."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"

RELIABILITY = DOCS / "reliability.md"


def standing(page: Path, section: str) -> str:
    """What stands in a section."""
    begin, end = _markers(section)
    return page.read_text(encoding="utf-8").partition(begin)[2].partition(end)[0]


def write(page: Path, section: str, text: str) -> None:
    """Replace what stands in a section."""
    begin, end = _markers(section)
    before, rest = page.read_text(encoding="utf-8").split(begin)
    _, after = rest.split(end)
    page.write_text(f"{before}{begin}{text}\n{end}{after}", encoding="utf-8")


def write_run(section: str, text: str) -> None:
    """Replace a section about reliability, and say when and on which machine it was measured."""
    day, cores, load = datetime.now(UTC), os.cpu_count(), os.getloadavg()[0]
    said = f"Run on {day:%-d %B %Y}, {cores} cores, load average {load:.1f} at the end."
    write(RELIABILITY, section, f"{said}\n\n{text}")


def _markers(section: str) -> tuple[str, str]:
    return f"<!-- {section}: begin -->\n", f"<!-- {section}: end -->\n"
