"""Split tables made by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

FIRST = "race,athlete,sex,wave,start,status"


def write_table(path: Path, marks: str, rows: Iterable[str], sex: str = "F") -> Path:
    """A split table of these marks; a row is the race, the start and the times, apart by commas."""
    lines = [f"{FIRST},{marks}"]
    for number, row in enumerate(rows):
        race, start, times = row.split(",", 2)
        lines.append(f"{race},{number},{sex},,{start},FIN,{times}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
