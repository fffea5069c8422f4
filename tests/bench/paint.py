"""How soon a split and a key are painted, as rows of the table; it has to run in a terminal."""

from __future__ import annotations

import asyncio

from replays.library import find
from tests.bench import screen
from tests.bench.measured import Row


def rows() -> list[Row]:
    """The table of it."""
    paint = asyncio.run(screen.paint_times(find("2026-london-dl-mile")))
    found = []
    for what, ages, aim in (
        ("lone split due", paint.lone, "15 ms"),
        ("split in a rush due", paint.rush, "100 ms"),
        ("key pressed", paint.key, "12 ms"),
    ):
        measured = f"{ages.board:.0f} ms; with all views {ages.level:.0f} ms"
        found.append(Row(f"{what} to painted, p95, 200x50", measured, aim))
    return found
