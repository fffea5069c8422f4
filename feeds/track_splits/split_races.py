"""A race of the tables, in the words of a document: so that it is held against itself like one."""

from __future__ import annotations

import sys
from dataclasses import replace

from feeds.documents.printed_document import Document, Performance, PrintedRace, Title
from feeds.documents.printed_names import folded, short_codes
from feeds.errors import FeedError
from feeds.track_splits.split_files import Fields, TableRow
from feeds.track_splits.split_points import Points, decimals
from feeds.track_splits.split_tables import SplitTables
from race.messages import Setting, StatusCode
from race.times import Time

MILE_M = 1609.344

SETTINGS: dict[str, Setting] = {"outdoor": "track", "indoor": "indoor", "road": "road"}

STATUSES: dict[str, StatusCode | None] = {"finished": None, "dnf": "dnf", "dns": "dns", "dq": "dq"}

ROAD_CODES = {21097: "HM", 21098: "HM", 42195: "MAR"}
EVENT_ENDS = {"steeplechase": "SC", "hurdles": "H"}


def read_race(tables: SplitTables, row: TableRow) -> PrintedRace:
    """One race. Raises FeedError where a figure of it is none, or where it has no distance."""
    race_id = row.fields.get("id", "")
    try:
        return _race(tables, row, race_id)
    except ValueError as error:
        raise FeedError(f"{race_id}: {error}") from error


def _race(tables: SplitTables, row: TableRow, race_id: str) -> PrintedRace:
    title = _title(tables, row.fields)
    rows = sorted(tables.performances.get(race_id, []), key=_place)
    if not rows:
        raise FeedError(f"{race_id}: nobody is in it")
    points = Points(tables, rows, title)
    digits = max(decimals(own.fields.get("time_s", "")) for own in rows)
    performances = _with_bibs([_performance(tables, own, digits, points) for own in rows])
    document = Document(
        name=tables.splits_name,
        kind="analysis",
        printer="track-splits tables",
        title=title,
        performances=tuple(performances),
    )
    return PrintedRace(
        title=title,
        documents=(document, replace(document, name=tables.performances_name, kind="results")),
        performances=tuple(performances),
        marks_m=points.marks_m,
        doubtful=frozenset(
            (p.bib, m)
            for p, own in zip(performances, rows, strict=True)
            for m in points.doubtful(own.fields["id"])
        ),
        sources=points.sources,
        remarks=tuple(points.remarks),
    )


def _place(row: TableRow) -> int:
    return int(row.fields.get("place") or sys.maxsize)


def _title(tables: SplitTables, fields: Fields) -> Title:
    competition = tables.competitions.get(fields.get("competition", ""), {})
    discipline = tables.disciplines.get(fields.get("discipline", ""), {})
    name = discipline.get("name") or fields.get("discipline", "")
    distance_m = float(discipline.get("distance_m") or 0)
    if not distance_m:
        raise ValueError(f"discipline {name!r} has no distance")
    told = (name, fields.get("sex", ""), fields.get("round", ""), fields.get("heat", ""))
    setting = fields.get("setting") or competition.get("setting", "")
    venue = (competition.get("venue"), competition.get("city"), competition.get("country"))
    return Title(
        text=fields.get("title") or " ".join(filter(None, told)),
        distance_m=distance_m,
        event=_event(distance_m, discipline.get("kind", "")),
        sex=fields.get("sex", ""),
        date=fields.get("date", "")[:10],
        start=fields.get("start_time", ""),
        meet=competition.get("name", ""),
        venue=", ".join(filter(None, venue)),
        setting=SETTINGS.get(setting, "track"),
    )


def _event(distance_m: float, kind: str) -> str:
    miles = distance_m / MILE_M
    if abs(miles - round(miles)) < 1e-6 and miles >= 1:
        return "MILE" if round(miles) == 1 else f"{round(miles)}MILE"
    return ROAD_CODES.get(int(distance_m), f"{distance_m:g}{EVENT_ENDS.get(kind, '')}")


def _performance(tables: SplitTables, row: TableRow, digits: int, points: Points) -> Performance:
    fields = row.fields
    athlete = tables.athletes.get(fields.get("athlete", ""), {})
    name, family = _name(fields, athlete)
    status = STATUSES.get(fields.get("status", ""), "unknown")
    time = fields.get("time_s", "")
    result = Time(Time.parse(time).ms, digits) if time and status is None else None
    marks = points.readings(fields["id"])
    annotations = [
        (a.fields.get("kind"), a.fields.get("value", "")) for a in tables.annotations.get(fields["id"], [])
    ]
    remarks = [value for kind, value in annotations if kind != "record"]
    precise = fields.get("precise_time_s", "")
    return Performance(
        line=row.line,
        document=tables.performances_name,
        figures_document=tables.splits_name,
        figures_line=marks[0].line if marks else row.line,
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
        marks=tuple(marks),
        finish=points.finish(fields["id"]),
        source=points.result_source(fields["id"]),
    )


def _notes(annotations: list[tuple[str | None, str]], result: Time | None) -> list[str]:
    """What stands beside a result: records, and remarks where they are not the reason for none."""
    return [value[:32] for kind, value in annotations if kind == "record" or result is not None]


def _name(fields: Fields, athlete: Fields) -> tuple[str, str]:
    given = fields.get("given_name") or athlete.get("given_name", "")
    family = fields.get("family_name") or athlete.get("family_name", "")
    whole = fields.get("name") or athlete.get("name", "")
    if family:
        return " ".join(filter(None, (given, family))), family
    name = whole or fields.get("athlete", "").replace("-", " ").title()
    return name, name.split()[-1]


def _with_bibs(performances: list[Performance]) -> list[Performance]:
    taken = {p.bib for p in performances if p.bib}
    ordered = sorted((p for p in performances if not p.bib), key=lambda p: folded(p.family + p.name))
    codes = short_codes([(p.name, p.family) for p in ordered], taken)
    by_line = {p.line: code for p, code in zip(ordered, codes, strict=True)}
    return [replace(p, bib=p.bib or by_line[p.line]) for p in performances]
