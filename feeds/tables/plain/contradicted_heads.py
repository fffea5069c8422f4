"""Heads that their cells contradict: categories and bibs that are places, results that are paces."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from feeds.tables.plain.column_heads import Head
from feeds.tables.plain.rising_columns import ends_race, is_far_below

if TYPE_CHECKING:
    from feeds.tables.plain.column_table import Changes, ColumnTable
    from feeds.tables.plain.header_words import ColumnRole

_TIMELESS: tuple[ColumnRole, ...] = (
    *("bib", "name", "given", "family", "nation", "club", "team", "sex", "category", "place", "other place"),
    *("town", "age", "climb", "lane", "race", "event", "wave", "checkpoint"),
)
TIMELESS = frozenset(_TIMELESS)
"""What is no time: a `Col` or a `Box` with times below it is a checkpoint."""

FEWEST_IN_ORDER = 6
"""Bibs that count the runners from 1 in the order of their results: fewer may be chance."""

OLDEST = 100
"""Whole numbers in fives below it may be categories by age; others are places."""


def contradicted_heads(table: ColumnTable) -> Changes:
    """What columns hold whose cells cannot be what their heads say."""
    changes: Changes = {}
    for i, head in enumerate(table.heads):
        if head.role in TIMELESS and i not in table.said and table.cells(i).are_clock_like:
            changes[i] = (Head(head.text), "holds times")
    for i in table.headed("heat", "race", "round"):
        if table.cells(i).are_age_classes and "category" not in table.columns.roles:
            changes[i] = (table.as_role(i, "category"), "holds categories")
    for i in table.headed("category"):
        if table.cells(i).are_own_numbers and not _may_be_ages(table.cells(i).wholes):
            changes[i] = (table.as_role(i, "other place"), "holds places and no categories: not kept")
    return changes | _numbers(table) | _results(table) | _places_at_checkpoints(table)


def _may_be_ages(numbers: Collection[int]) -> bool:
    return all(number % 5 == 0 and number < OLDEST for number in numbers)


def _numbers(table: ColumnTable) -> Changes:
    """Bibs that count the runners in the order of their results."""
    bibs = [i for i in table.headed("bib") if table.cells(i).count_from_one]
    if not table.columns.roles.keys() & {"name", "given", "family", "team"}:
        return {}  # nothing else tells the runners apart
    if not bibs or len(table.results) < FEWEST_IN_ORDER or not ends_race(table.results, []):
        return {}
    role: ColumnRole = "ignored" if "place" in table.columns.roles else "place"
    note = "counts the runners in the order of the result, and holds no bibs"
    return {bibs[0]: (table.as_role(bibs[0], role), note)}


def _results(table: ColumnTable) -> Changes:
    """Results that are paces or times of day, beside others from the gun or from the own start."""
    changes: Changes = {}
    others = [table.cells(i).times for i in table.headed("gun", "net")]
    for i in table.headed("result"):
        own = table.cells(i).times
        if any(is_far_below(own, other) for other in others):
            changes[i] = (table.as_role(i, "pace"), "is far below the other result: not kept, as a pace")
        elif any(is_far_below(other, own) for other in others):
            note = "is far above the other result: not kept, as the time of day"
            changes[i] = (table.as_role(i, "ignored"), note)
    return changes


def _places_at_checkpoints(table: ColumnTable) -> Changes:
    """Columns of a checkpoint with a number of its own for each runner, and no time."""
    changes: Changes = {}
    for point in table.columns.points:
        cells = table.cells(point.column)
        if table.results and not cells.times and cells.are_own_numbers and point.column not in table.said:
            head = Head(point.text, None, point.head._replace(figure="place"))
            changes[point.column] = (head, "holds places and no times")
    return changes
