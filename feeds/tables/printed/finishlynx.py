"""Results and start lists of FinishLynx, each heat a race."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.documents.row_figures import is_time
from feeds.errors import FeedError
from feeds.tables.coarse_results import coarse_results
from feeds.tables.place_order import with_doubted_places
from feeds.tables.printed.lynx_files import LynxHeat, LynxRow, parse_evt, parse_lif
from feeds.tables.printed.lynx_headings import heat_title, lynx_race, names_event
from feeds.tables.printed.lynx_rows import lynx_entrant, named_row, row_name, row_place, row_time
from feeds.tables.printed.unplaced_splits import UnplacedSplits, place_splits, read_passes
from feeds.tables.status_words import read_status
from feeds.tables.table_format import Hints, TableFormat
from feeds.tables.table_race import TablePoint, TableRace, TableRunner, TableTime
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile

LARGEST = 4 * 1024 * 1024
"""Bytes; the start list of a championship has a few hundred thousand."""


def recognises(source: SourceFile) -> bool:
    """Whether a text has a heading and rows as FinishLynx writes them."""
    if len(source.content) > LARGEST or not source.text:
        return False
    return parse_lif(source.text) is not None or bool(parse_evt(source.text))


def read(sources: Sequence[SourceFile], hints: Hints) -> list[TableRace]:
    """The heats of some files; names that results lack are those of the start lists. Raises FeedError."""
    for source in sources:
        if len(source.content) > LARGEST:
            raise FeedError(f"{source.name}: results of FinishLynx may be up to {LARGEST >> 20} MiB")
    results = [(source, heat) for source in sources if (heat := parse_lif(source.text)) is not None]
    read_as_results = [source for source, _ in results]
    starts = [
        (source.name, heat)
        for source in sources
        if source not in read_as_results
        for heat in parse_evt(source.text)
    ]
    entries = {(heat.event, heat.round, heat.heat, row.bib): row for _, heat in starts for row in heat.rows}
    races = [_result(heat, source, entries, hints) for source, heat in results]
    if not results:
        races = [_start_list(heat, name, hints) for name, heat in starts]
    if not races:
        raise FeedError(f"{sources[0].name}: no heat with rows as FinishLynx writes them")
    if hints.date:
        races = [replace(race, date=hints.date) for race in races]
    return [replace(race, name=hints.name) for race in races] if hints.name and len(races) == 1 else races


FORMAT = TableFormat("finishlynx", "results or a start list of FinishLynx", recognises, read)

_Entries = dict[tuple[str, str, str, str], LynxRow]


def _result(heat: LynxHeat, source: SourceFile, entries: _Entries, hints: Hints) -> TableRace:
    title = heat_title(heat, source.name, hints)
    notes: list[str] = []
    rows = [named_row(row, entries.get((heat.event, heat.round, heat.heat, row.bib))) for row in heat.rows]
    results = [row_time(row, notes) for row in rows]
    passes = [_passes(row, notes) for row in rows]
    splits = place_splits(
        title.event,
        [
            UnplacedSplits(f"line {row.line}, {row_name(row)[0]}", tuple(times), result)
            for row, times, result in zip(rows, passes, results, strict=True)
        ],
    )
    timed = [
        (f"line {row.line}, {row_name(row)[0]}", time)
        for row, time in zip(rows, results, strict=True)
        if time is not None
    ]
    notes += [*_wrong_gaps(rows, results), *coarse_results(timed), *splits.notes]
    runners = tuple(
        _runner(row, result, times, len(splits.points) - 1, notes)
        for row, result, times in zip(rows, results, splits.times, strict=True)
    )
    if re.fullmatch(r"[+-]?\d{1,2}\.\d", heat.wind):
        runners = tuple(replace(runner, wind=float(heat.wind)) for runner in runners)
    race = lynx_race(heat, title, source.name, splits.points, runners)
    if not hints.event and not names_event(heat):
        notes.append(f"the title does not name the event: a run over {title.event.distance_m:g} m is assumed")
    named = tuple(f"{source.name}: {note}" for note in notes)
    remarks = (*race.remarks, *filter(None, (splits.remark,)), *notes)
    race = replace(race, remarks=remarks, notes=named, source=f"FinishLynx results, file {source.name}")
    return with_doubted_places(race)


def _start_list(heat: LynxHeat, file: str, hints: Hints) -> TableRace:
    title = heat_title(heat, file, hints)
    runners = tuple(lynx_entrant(row) for row in heat.rows)
    points = (TablePoint("Finish", title.event.distance_m),)
    race = lynx_race(heat, title, file, points, runners)
    return replace(race, is_final=False, source=f"FinishLynx start list, file {file}")


def _runner(
    row: LynxRow,
    result: Time | None,
    times: tuple[TableTime, ...],
    finish: int,
    notes: list[str],
) -> TableRunner:
    place = row_place(row)
    word = read_status(row.place) if row.place and not row.place.isdigit() else None
    is_finisher = word.status is None if word else not row.place or row.place.isdigit()
    if result is not None and is_finisher:
        return replace(lynx_entrant(row), place=place, times=(*times, TableTime(finish, result, place)))
    if word is None:
        said = f"the place is {row.place!r}" if row.place else "there is no place, no time and no status"
        notes.append(f"line {row.line}, {row_name(row)[0]}: {said}: no result is known")
        timed = f"Timed at {result}" if result is not None else ""
        reason = ". ".join(filter(None, (row.place, timed)))
        return replace(lynx_entrant(row), status="unknown", reason=reason, times=times)
    status = word.status or "unknown"
    said = f"Timed at {result}" if result is not None else ""
    reason = ". ".join(filter(None, (word.reason, said)))
    return replace(lynx_entrant(row), status=status, reason=reason, times=times)


def _passes(row: LynxRow, notes: list[str]) -> list[Time]:
    if not row.splits:
        return []
    try:
        times = read_passes(row.splits)
    except ValueError as error:
        notes.append(f"line {row.line}: {error}; the splits of this row are left out")
        return []
    if times is None:
        notes.append(f"line {row.line}: splits not understood, left out: {row.splits[:60]}")
    return times or []


def _wrong_gaps(rows: Sequence[LynxRow], results: Sequence[Time | None]) -> Iterator[str]:
    """Times that contradict the gap to the row above."""
    above: Time | None = None
    for row, result in zip(rows, results, strict=True):
        if result is not None and "." in row.delta and is_time(row.delta):
            gap = Time.parse(row.delta)
            unit = 10 if min(gap.digits, result.digits) < 3 else 1
            difference = result.ms - (above.ms if above is not None else 0)
            if abs(difference - gap.ms) > unit:
                yield f"line {row.line}: the time {result} does not fit the gap {gap} to the row above"
        above = result if result is not None else above
