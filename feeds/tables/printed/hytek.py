"""Result lists of Hy-Tek's Meet Manager, the commonest of schools and colleges in the USA.

A list holds all events of a meeting. A race is made of each event that is one, and of each round; field
events and combined events are named and left out. A school or college is a club, never a nation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.printed.hytek_heading import read_meeting
from feeds.tables.printed.hytek_races import EventHeading, races_of
from feeds.tables.printed.hytek_tables import HytekTable, read_list
from feeds.tables.printed.page_text import preformatted
from feeds.tables.race_choice import chosen
from feeds.tables.sheets.html_tables import is_page
from feeds.tables.source_file import text_lines
from feeds.tables.table_format import Hints, TableFormat
from race.event_names import parse_title

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile
    from feeds.tables.table_race import TableRace

LONGEST = 4 * 1024 * 1024
"""Characters of a result list."""

MOST_LOOKED_AT = 4000
"""Lines in which the first table must begin."""

LONGEST_LINE = 400
MOST_NAMED = 20

_SWIMMING = re.compile(
    r"\b(?:free(?:style)?|back(?:stroke)?|breast(?:stroke)?|(?:butter)?fly|medley|im|diving|(?:sc|lc)\s+(?:meter|yard))\b",
    re.I,
)
_RUN_MEDLEY = re.compile(r"\b(?:(?:distance|sprint|swedish)\s+)medley\b|\bmedley(?=.*\brelay)", re.I)


def recognises(source: SourceFile) -> bool:
    """Whether a text has a table with the column heads that Meet Manager prints."""
    head = source.text[:200_000]
    if "hy-tek" not in head.lower() and "=====" not in head:
        return False
    return bool(read_list(_lines(source)[:MOST_LOOKED_AT]).tables)


def read(sources: Sequence[SourceFile], hints: Hints) -> list[TableRace]:
    """The races of some result lists. Raises FeedError where a list holds none."""
    return [race for source in sources for race in _races(source, hints)]


FORMAT = TableFormat("hytek", "a result list of Hy-Tek's Meet Manager", recognises, read)


def _lines(source: SourceFile) -> list[str]:
    """The lines of a text; of a web page, those of its preformatted parts."""
    text = preformatted(source.text) if is_page(source.text) else source.text
    return [line[:LONGEST_LINE] for line in text_lines(text, source.name)]


def _races(source: SourceFile, hints: Hints) -> list[TableRace]:
    if len(source.text) > LONGEST:
        raise FeedError(f"{source.name}: a result list may be up to {LONGEST >> 20} MiB")
    found = read_list(_lines(source))
    meeting = read_meeting(found.head)
    left_out = {f"{unread} (its column heads are not understood)": None for unread in found.unread}
    races: list[TableRace] = []
    wanted = chosen([table.title for table in found.tables], hints, source.name)
    for table in (table for table in found.tables if table.title in wanted):
        title = _title(table, hints, left_out)
        if title is not None:
            races += races_of(table, title, meeting, source.name)
    if not races:
        named = "; ".join([*left_out][:3]) or "no table in it has column heads and rows below them"
        raise FeedError(f"{source.name}: this result list holds no race: {named}")
    if left_out:
        more = f" and {len(left_out) - MOST_NAMED} more" if len(left_out) > MOST_NAMED else ""
        said = f"{source.name}: left out: {'; '.join([*left_out][:MOST_NAMED])}{more}"
        races[0] = replace(races[0], notes=(said, *races[0].notes))
    if hints.date:
        races = [replace(race, date=hints.date) for race in races]
    return [replace(race, name=hints.name) for race in races] if hints.name and len(races) == 1 else races


def _title(table: HytekTable, hints: Hints, left_out: dict[str, None]) -> EventHeading | None:
    """What a table is headed; None for what is not a race, which is named."""
    is_swimming = _SWIMMING.search(_RUN_MEDLEY.sub("", table.title)) is not None
    try:
        event = None if is_swimming else parse_title(table.title)
        if event is None and hints.event and not is_swimming:
            event = parse_title(hints.event)
        if event is not None and event.event.distance_m <= 0:
            raise ValueError(f"{table.title!r}: its distance is not printed (give it with --distance METRES)")
    except ValueError as error:
        left_out[str(error)] = None
        return None
    if event is None:
        left_out[f"{table.title!r} is not a race that Lapbell knows (name it with --event)"] = None
        return None
    return EventHeading(table.title, event)
