"""The lists of results in JSON of any program: a list of objects with the same fields, or heads and rows.

{"results": [{"bib": 11, "name": "Anna Berg", "splits": {"5 km": "15:02"}, "time": "31:10"}]}
{"results": [{"bib": 11, "splits": [{"name": "5 km", "time": "15:02"}]}]}
{"columns": ["Bib", "Name", "5 km"], "rows": [["11", "Anna Berg", "15:02"]]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from feeds.tables.json_values import items_in, parsed_json, text_in
from feeds.tables.sheets.table_grid import MOST_COLUMNS, Grid, RowCollector

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile

MOST_NESTED = 5
"""Objects in which a list is looked for, and those within a row."""

MOST_LISTS = 50

HEADS, ROWS = ("columns", "heads", "headers", "header", "fields"), ("rows", "data", "results", "items")

TITLES = ("event", "eventname", "race", "racename", "name", "title")
"""Fields that say which race it is."""

MOST_TITLES = 3

LABELS = ("name", "label", "title", "point", "checkpoint", "split", "location", "distance", "km")
"""Fields of a split that say where it was taken."""

FIGURES = ("time", "elapsed", "elapsedtime", "cumulative", "racetime", "value", "clock")
"""Fields of a split that are its time."""


def read_json(source: SourceFile) -> list[Grid]:
    """The lists, in their order. Raises FeedError for what is not JSON."""
    grids = []
    for name, titles, heads, rows in _lists(parsed_json(source), "", (), 0):
        collector = RowCollector(source.name)
        for title in titles:
            collector.add(0, [title])
        collector.add(0, heads)
        for number, cells in enumerate(rows, 1):
            collector.add(number, cells)
        grids.append(Grid(collector.rows, name))
        if len(grids) >= MOST_LISTS:
            break
    return grids if len(grids) > 1 else [Grid(grid.rows) for grid in grids]


def _lists(
    value: Any, name: str, titles: tuple[str, ...], depth: int
) -> Iterator[tuple[str, Sequence[str], list[str], list[list[str]]]]:
    """Each list by the name of its field: what is said above it, its heads and its rows."""
    if isinstance(value, list):
        items = items_in(value)
        if items:
            yield name, titles, *_table(items)
        return
    if not isinstance(value, Mapping) or depth >= MOST_NESTED:
        return
    fields = {key.casefold(): part for key, part in value.items()}
    titles = (*titles, *_titles(fields))[-MOST_TITLES:]
    heads = next((found for key in HEADS if (found := _heads(fields.get(key)))), [])
    rows = next((part for key in ROWS if _is_of_lists(part := fields.get(key))), None)
    if heads and rows is not None:
        yield name, titles, heads, [[text_in(cell) for cell in row] for row in rows if isinstance(row, list)]
        return
    for key, part in value.items():
        yield from _lists(part, key, titles, depth + 1)


def _titles(fields: Mapping[str, Any]) -> Iterator[str]:
    """What the race is called, in an object or in the one within it that is about the event."""
    for key in TITLES:
        part = fields.get(key)
        texts = [part.get("name"), part.get("title")] if isinstance(part, Mapping) else [part]
        yield from (text for text in texts if isinstance(text, str) and text.strip())


def _heads(value: Any) -> list[str]:
    if not isinstance(value, list):
        return []
    heads = []
    for item in value:
        labels = {k.casefold(): text_in(v) for k, v in item.items()} if isinstance(item, Mapping) else {}
        heads.append(next((labels[key] for key in LABELS if labels.get(key)), "") or text_in(item))
    return heads if any(heads) else []


def _is_of_lists(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, list) for row in value)


def _table(items: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """The fields of all objects, and the texts in them; a field within a field has both names if it must."""
    rows = [dict(_flat(item, (), 0)) for item in items]
    ways = list(dict.fromkeys(way for row in rows for way in row))[:MOST_COLUMNS]
    last = [way[-1] for way in ways]
    heads = [way[-1] if last.count(way[-1]) == 1 else " ".join(way) for way in ways]
    return heads, [[row.get(way, "") for way in ways] for row in rows]


def _flat(
    value: Mapping[str, Any], way: tuple[str, ...], depth: int
) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, part in value.items():
        if isinstance(part, Mapping) and depth < MOST_NESTED:
            yield from _flat(part, (*way, key), depth + 1)
        elif isinstance(part, list):
            yield from _splits(items_in(part)[:MOST_COLUMNS])
        else:
            yield (*way, key), text_in(part)


def _splits(items: Sequence[Mapping[str, Any]]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The times of a list of splits, by where they were taken."""
    for item in items:
        fields = {key.casefold().replace("_", ""): text_in(part) for key, part in item.items()}
        label = next((fields[key] for key in LABELS if fields.get(key)), "")
        time = next((fields[key] for key in FIGURES if fields.get(key)), "")
        if label and time:
            yield (f"{label} km" if label == fields.get("km") else label,), time
