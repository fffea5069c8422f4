"""A race of the tables as a printed race, so that it is checked like one."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.documents.join_documents import with_bibs
from feeds.documents.printed_document import Document, Performance, PrintedRace, RaceHeading
from feeds.errors import FeedError
from feeds.track_splits.split_points import SplitPoints, decimals
from race.event import LAP_M, flat_race, read_code
from race.event_names import parse_event
from race.people.folding import folded_letters
from race.times import Time

if TYPE_CHECKING:
    from feeds.track_splits.split_files import Fields, TableRow
    from feeds.track_splits.split_tables import SplitTables
    from race.event import Event
    from race.messages import Setting, StatusCode

SETTINGS: dict[str, Setting] = {"outdoor": "track", "indoor": "indoor", "road": "road"}

STATUSES: dict[str, StatusCode | None] = {"finished": None, "dnf": "dnf", "dns": "dns", "dq": "dq"}

FLAT = ("", "flat", "run", "road")
EVENT_ENDS = {"steeplechase": "SC", "hurdles": "H", "walk": "W", "race walk": "W"}


def read_race(tables: SplitTables, row: TableRow) -> PrintedRace:
    """A race. Raises FeedError where a figure cannot be read, or where the race has no distance."""
    race_id = row.fields.get("id", "")
    try:
        return _race(tables, row, race_id)
    except ValueError as error:
        raise FeedError(f"{race_id}: {error}") from error


def _race(tables: SplitTables, row: TableRow, race_id: str) -> PrintedRace:
    heading = _heading(tables, row.fields)
    rows = sorted(tables.performances.get(race_id, []), key=_place)
    if not rows:
        raise FeedError(f"{race_id}: no performances")
    points = SplitPoints(tables, rows, heading)
    digits = max(decimals(row.fields.get("time_s", "")) for row in rows)
    performances = [_performance(tables, row, digits, points) for row in rows]
    without_bib = sorted(
        (p for p in performances if not p.bib), key=lambda p: folded_letters(p.family + p.name)
    )
    with_bib = with_bibs(performances, without_bib)
    document = Document(
        name=tables.splits_name,
        kind="analysis",
        printer="track-splits tables",
        heading=heading,
        performances=with_bib,
    )
    return PrintedRace(
        heading=heading,
        documents=(document, replace(document, name=tables.performances_name, kind="results")),
        performances=with_bib,
        intermediates_m=points.intermediates_m,
        flagged=frozenset(
            (p.bib, m)
            for p, row in zip(with_bib, rows, strict=True)
            for m in points.flagged(row.fields["id"])
        ),
        sources=points.sources,
        remarks=tuple(points.remarks),
    )


def _place(row: TableRow) -> int:
    return int(row.fields.get("place") or sys.maxsize)


def _heading(tables: SplitTables, fields: Fields) -> RaceHeading:
    competition = tables.competitions.get(fields.get("competition", ""), {})
    discipline = tables.disciplines.get(fields.get("discipline", ""), {})
    name = discipline.get("name") or fields.get("discipline", "")
    distance_m = float(discipline.get("distance_m") or 0)
    if not distance_m:
        raise ValueError(f"discipline {name!r} has no distance")
    title = (name, fields.get("sex", ""), fields.get("round", ""), fields.get("heat", ""))
    setting = SETTINGS.get(fields.get("setting") or competition.get("setting", ""), "track")
    venue = (competition.get("venue"), competition.get("city"), competition.get("country"))
    return RaceHeading(
        title=fields.get("title") or " ".join(filter(None, title)),
        event=_event(distance_m, discipline.get("kind", ""), name, setting),
        sex=fields.get("sex", ""),
        round=fields.get("round", ""),
        heat=fields.get("heat", ""),
        date=fields.get("date", "")[:10],
        start=fields.get("start_time", ""),
        meet=competition.get("name", ""),
        venue=", ".join(filter(None, venue)),
    )


def _event(distance_m: float, kind: str, name: str, setting: Setting) -> Event:
    """The event of a discipline. Raises ValueError of a kind that neither it nor its name explains."""
    if kind in FLAT:
        return flat_race(distance_m, setting)
    event = read_code(f"{distance_m:g}{EVENT_ENDS[kind]}") if kind in EVENT_ENDS else parse_event(name)
    if event is None or abs(event.distance_m - distance_m) > 1:
        raise ValueError(f"discipline {name!r}: its kind {kind!r} over {distance_m:g} m is not known")
    return replace(event, setting=setting, lap_m=LAP_M.get(setting))


def _performance(tables: SplitTables, row: TableRow, digits: int, points: SplitPoints) -> Performance:
    fields = row.fields
    athlete = tables.athletes.get(fields.get("athlete", ""), {})
    name, family = _name(fields, athlete)
    status = STATUSES.get(fields.get("status", ""), "unknown")
    time = fields.get("time_s", "")
    result = Time(Time.parse(time).ms, digits) if time and status is None else None
    splits = points.splits(fields["id"])
    annotations = [
        (a.fields.get("kind"), a.fields.get("value", "")) for a in tables.annotations.get(fields["id"], [])
    ]
    remarks = [value for kind, value in annotations if kind != "record"]
    precise = fields.get("precise_time_s", "")
    return Performance(
        line=row.line,
        document=tables.performances_name,
        splits_document=tables.splits_name,
        splits_line=splits[0].line if splits else row.line,
        name=name,
        family=family,
        nation=(fields.get("country") or athlete.get("country", ""))[:3].upper(),
        bib=fields.get("bib", ""),
        born=athlete.get("birth_date", "")[:10],
        note=f"Lane {fields['lane']}." if fields.get("lane") else "",
        place=int(fields["place"]) if fields.get("place") else None,
        result=result,
        thousandths="." + precise.partition(".")[2].ljust(3, "0") if precise and result else "",
        status=None if result else status or "unknown",
        reason="; ".join(remarks) if result is None else "",
        notes=(*filter(None, [fields.get("qualification", "")]), *_notes(annotations, result)),
        splits=tuple(splits),
        finish=points.finish(fields["id"]),
        source=points.result_source(fields["id"]),
    )


def _notes(annotations: list[tuple[str | None, str]], result: Time | None) -> list[str]:
    """The notes on a result: records, and remarks where they do not explain a missing result."""
    return [value[:32] for kind, value in annotations if kind == "record" or result is not None]


def _name(fields: Fields, athlete: Fields) -> tuple[str, str]:
    given = fields.get("given_name") or athlete.get("given_name", "")
    family = fields.get("family_name") or athlete.get("family_name", "")
    whole = fields.get("name") or athlete.get("name", "")
    if family:
        return " ".join(filter(None, (given, family))), family
    name = whole or fields.get("athlete", "").replace("-", " ").title()
    return name, name.split()[-1]
