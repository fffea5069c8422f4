"""The parts of the bench by name. A part is a function that measures, and returns rows of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tests.bench import (
    engine,
    fanout,
    feed,
    grids,
    growth,
    large_races,
    library,
    motion,
    paint,
    slow_link,
    start,
    tables,
    views,
)
from tests.bench.measured import Row

PARTS: Mapping[str, Callable[[], Iterable[tuple[object, ...]]]] = {
    "fanout": fanout.rows,
    "feed": feed.rows,
    "library": library.rows,
    "start": start.rows,
    "paint": paint.rows,
    "engine": engine.rows,
    "growth": growth.rows,
    "large_races": large_races.rows,
    "views": views.rows,
    "grids": grids.rows,
    "motion": motion.rows,
    "slow_link": slow_link.rows,
    "tables": tables.rows,
}
"""In the order of the table. Rows without a ratio may be plain tuples."""


def measure(part: str) -> list[Row]:
    """The rows of a part."""
    return [Row(*row) for row in PARTS[part]()]  # type: ignore[arg-type]  # plain tuples have three texts
