"""RACE RESULT's lists as JSON: fields with an expression and a label, and rows in groups of any depth.

A race is what the outermost groups hold. Columns are known by the expressions, which are the same in every
language, and else by their labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.errors import FeedError
from feeds.tables.json_values import parsed_json
from feeds.tables.programs.race_result_columns import Columns, columns_of
from feeds.tables.programs.race_result_rows import (
    ResultRow,
    name_of,
    points_of,
    result_role,
    results_of,
    runner_of,
)
from feeds.tables.race_choice import chosen, events_of
from feeds.tables.table_format import TableFormat
from feeds.tables.table_race import TablePoint, TableRace
from race.event_names import parse_title

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile
    from feeds.tables.table_format import Hints
    from race.event import Event
    from race.event_names import EventTitle

MOST_NESTED = 8
"""Groups within groups."""

_NUMBER = re.compile(r"#\d+_?")
_HEAD = re.compile(r'"(?:fields|datafields)"\s*:\s*\[', re.I)
"""The lists of columns."""


class Group(NamedTuple):
    """Rows with the names of the groups that they are in, from the outermost."""

    names: tuple[str, ...]
    rows: list[list[Any]]


def recognises(source: SourceFile) -> bool:
    """Whether a file is JSON with lists of columns and with data."""
    text = source.text
    return text.lstrip()[:1] == "{" and _HEAD.search(text) is not None and '"data"' in text.lower()


def read(sources: Sequence[SourceFile], hints: Hints) -> list[TableRace]:
    """The races of some files."""
    return [race for source in sources for race in _read(source, hints)]


def _read(source: SourceFile, hints: Hints) -> Iterator[TableRace]:
    body = parsed_json(source)
    if not isinstance(body, dict):
        raise FeedError(f"{source.name}: not a RACE RESULT list")
    body = {key.casefold(): value for key, value in body.items()}
    listed = body.get("list")
    listed = {key.casefold(): value for key, value in listed.items()} if isinstance(listed, dict) else {}
    title = _title(body, listed)
    races: dict[str, list[Group]] = {}
    for group in _groups(body.get("data"), ()):
        if group.rows:
            races.setdefault((group.names[0] if group.names else "") or title or "Race", []).append(group)
    wanted = chosen(races, hints, source.name)
    if not wanted:
        raise FeedError(f"{source.name}: it holds no runners")
    columns = columns_of(body, listed, races[wanted[0]][0].rows[0], source.name)
    events = events_of({name: _event(name) for name in wanted}, hints, "road", source.name)
    for name in wanted:
        yield _race(name, races[name], columns, events[name], title, hints, source.name)


def _title(body: Mapping[str, Any], listed: Mapping[str, Any]) -> str:
    """What the list is headed with."""
    texts = (part.get(key) for part in (body, listed) for key in ("eventname", "headline1", "headline2"))
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")


def _groups(data: Any, names: tuple[str, ...]) -> Iterator[Group]:
    if isinstance(data, dict) and len(names) < MOST_NESTED:
        for key, value in data.items():
            yield from _groups(value, (*names, _NUMBER.sub("", key, count=1).strip()))
    elif isinstance(data, list):
        yield Group(names, [row for row in data if isinstance(row, list)])


def _title_of(name: str) -> EventTitle | None:
    """What the name of a group says, as `50k` or `10 km Women`; None where it names no event."""
    try:
        return parse_title(name)
    except ValueError:
        return None


def _event(name: str) -> Event | None:
    """The event that a group is named for; None where it names none, or one without a distance."""
    title = _title_of(name)
    return title.event if title is not None and title.event.distance_m else None


def _race(
    name: str,
    groups: Sequence[Group],
    columns: Columns,
    event: Event,
    title: str,
    hints: Hints,
    file_name: str,
) -> TableRace:
    notes: list[str] = []
    if _event(name) == event and not hints.event and hints.distance_m is None:
        notes.append(f"its distance is taken from its name, {event.distance_m:g} m")
    if columns.unknown:
        notes.append(f"columns not understood: {', '.join(map(repr, columns.unknown[:12]))}")
    cells = [(group.names[1:], row) for group in groups for row in group.rows]
    rows = [ResultRow(number, inner, row, columns) for number, (inner, row) in enumerate(cells, 1)]
    rows = list({(row.text("bib"), *name_of(row)): row for row in reversed(rows)}.values())[::-1]
    result = result_role(rows, notes)
    points, are_laps, splits = points_of(rows, result, notes, is_on=hints.is_on)
    needed = results_of(rows, is_on=hints.is_on)
    said = _title_of(name)
    return TableRace(
        name=hints.name or name,
        event=event,
        points=(*points, TablePoint("Finish", None)),
        runners=tuple(
            runner_of(row, splits, result, notes, are_laps=are_laps, needed=needed) for row in rows
        ),
        meet=title if title != name else "",
        date=hints.date,
        sex=said.sex if said else "",
        source=f"RACE RESULT list, file {file_name}",
        notes=tuple(f"{file_name}: {name}: {note}" for note in notes),
        is_final=any(row.time(result) is not None for row in rows),
    )


FORMAT = TableFormat("race-result", "a RACE RESULT list (JSON)", recognises, read)
