"""Reads Lapbell's own table, which has all that it needs: nothing has to be asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, get_args

from feeds.errors import FeedError
from feeds.tables.lapbell.lapbell_cells import (
    Row,
    cell_decimal,
    cell_number,
    cell_time,
    cell_value,
    cell_word,
)
from feeds.tables.lapbell.lapbell_columns import ENTRANT_COLUMNS, RACE_COLUMNS, split_notes
from feeds.tables.lapbell.lapbell_json import (
    document_notes,
    document_remarks,
    document_rows,
    is_lapbell_json,
    read_document,
)
from feeds.tables.lapbell.lapbell_rows import is_lapbell_table, table_rows
from feeds.tables.race_choice import chosen
from feeds.tables.table_format import TableFormat
from feeds.tables.table_race import TablePoint, TableRace, TableRunner, TableTime
from race.event import event_by_code
from race.lazy_dataclass import dataclass
from race.messages import Evidence, RaceKind, Role, Setting, StatusCode
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile
    from feeds.tables.table_format import Hints

NEAR_M = 0.5
"""How near to its end a race has its finish."""

TIMES = ("time", "time_s")
"""The two ways in which a time is written."""


def recognises(source: SourceFile) -> bool:
    """Whether a file is what `lapbell export` writes."""
    return is_lapbell_table(source) or is_lapbell_json(source)


def read(sources: Sequence[SourceFile], hints: Hints) -> list[TableRace]:
    """The races in some tables, chosen by their ids. Raises FeedError."""
    races: list[TableRace] = []
    for source in sources:
        own = _read(source)
        wanted = chosen((race.race for race in own), hints, source.name)
        races += [race for race in own if race.race in wanted]
    return races


FORMAT = TableFormat("lapbell", "Lapbell's own table", recognises, read)


def _read(source: SourceFile) -> list[TableRace]:
    reader = _TableReader(source.name)
    if not is_lapbell_json(source):
        return reader.races(table_rows(source))
    document = read_document(source)
    races = reader.races(document_rows(document))
    try:
        said = document_notes(document)
    except ValueError as error:
        raise FeedError(f"{source.name}: race_notes: {error}") from None
    return [replace(race, said=said, remarks=document_remarks(document)) for race in races]


@dataclass
class _RunnerRows:
    first: Row
    where: str
    times: dict[str, TableTime] = field(default_factory=dict)
    """By checkpoint; the index of the point is not known yet."""


@dataclass
class _RaceRows:
    first: Row
    where: str
    points: dict[str, TablePoint] = field(default_factory=dict)
    runners: dict[str, _RunnerRows] = field(default_factory=dict)
    source_keys: dict[str, str] = field(default_factory=dict)
    """By what they stand for."""
    notes: list[str] = field(default_factory=list)


class _TableReader:
    """Reads one file, and knows its current row."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._where = "row 1"
        self._races: dict[tuple[str, str, str], _RaceRows] = {}
        """By id, name and day, as two races of a library may have one id."""

    def races(self, rows: Iterator[tuple[str, Row]]) -> list[TableRace]:
        """The races of the rows, in their order. Raises FeedError."""
        try:
            for where, row in rows:
                self._where = where
                self._take(row)
            races = [self._race(race) for race in self._races.values()]
        except ValueError as error:
            raise FeedError(f"{self._name}: {self._where}: {error}") from None
        if not races:
            raise FeedError(f"{self._name}: it holds no race")
        return races

    def _take(self, row: Row) -> None:
        names = row.get("race", ""), row.get("race_name", ""), row.get("date", "")
        race = self._races.setdefault(names, _RaceRows(row, self._where))
        _expect_same(row, race.first, RACE_COLUMNS, race.where)
        checkpoint, bib = row.get("checkpoint", ""), row.get("bib", "")
        if checkpoint:
            point = TablePoint(row.get("checkpoint_name", ""), cell_number(row, "distance_m"), checkpoint)
            known = race.points.setdefault(checkpoint, point)
            if known.distance_m != point.distance_m:
                raise ValueError(
                    f"{checkpoint} is at {point.distance_m} m here and at {known.distance_m} m above"
                )
        if not bib:
            return
        runner = race.runners.setdefault(bib, _RunnerRows(row, self._where))
        _expect_same(row, runner.first, ENTRANT_COLUMNS, runner.where)
        before = next((text for name in TIMES if (text := row.get(name, "")).startswith("-")), "")
        if checkpoint and before:
            race.notes.append(
                f"{self._name}: {self._where}: a time before the gun, {before[:16]}, is left out"
            )
            row = {**row, "time": "", "time_s": ""}
        figure = _figure(row, race.source_keys) if checkpoint else None
        if figure is not None:
            if checkpoint in runner.times:
                raise ValueError(f"a second time of bib {bib} at {checkpoint}")
            runner.times[checkpoint] = figure

    def _race(self, race: _RaceRows) -> TableRace:
        row, self._where = race.first, race.where
        setting: Setting = cell_word(row, "setting", get_args(Setting)) or "track"
        distance_m = cell_number(row, "race_m")
        points = sorted(race.points.values(), key=lambda point: point.distance_m or 0)
        if distance_m is None or not points or abs((points[-1].distance_m or 0) - distance_m) > NEAR_M:
            raise ValueError(
                f"race {row.get('race', '')!r} has no checkpoint at its end (race_m {row.get('race_m', '')})"
            )
        indices = {point.id: index for index, point in enumerate(points)}
        return TableRace(
            name=row.get("race_name", ""),
            event=event_by_code(
                row.get("event", ""),
                distance_m=distance_m,
                setting=setting,
                lap_m=cell_number(row, "course_lap_m"),
                limit_s=cell_number(row, "limit_s"),
            ),
            points=tuple(points),
            runners=tuple(self._runner(runner, indices) for runner in race.runners.values()),
            race=row.get("race", ""),
            meet=row.get("meet", ""),
            venue=row.get("venue", ""),
            date=row.get("date", ""),
            zone=row.get("zone", ""),
            start=_first_gun(runner.first for runner in race.runners.values()),
            sex=row.get("sex", ""),
            round=row.get("round", ""),
            heat=row.get("heat", ""),
            kind=cell_word(row, "kind", get_args(RaceKind)),
            source=f"Lapbell's table, file {self._name}",
            sources={key: text for text, key in race.source_keys.items()},
            notes=tuple(race.notes),
            is_weighed=True,
            is_final=row.get("official", "") == "yes",
        )

    def _runner(self, runner: _RunnerRows, indices: dict[str, int]) -> TableRunner:
        row, self._where = runner.first, runner.where
        start_s = cell_decimal(row, "start_s")
        after = row.get("after", "")
        if after and after not in indices:
            raise ValueError(f"after: there is no checkpoint {after!r}")
        times = [figure._replace(point=indices[id_]) for id_, figure in runner.times.items()]
        return TableRunner(
            where=runner.where,
            bib=row["bib"],
            name=row.get("athlete", "") or row["bib"],
            family=row.get("family", ""),
            athlete=row.get("athlete_id", ""),
            nation=row.get("nation", ""),
            club=row.get("club", ""),
            team=row.get("team", ""),
            category=row.get("category", ""),
            born=row.get("born", ""),
            role=cell_word(row, "role", get_args(Role)) or "runner",
            note=row.get("entrant_note", ""),
            wave=row.get("wave", ""),
            start_ms=None if start_s is None else round(start_s * 1000),
            gun=cell_value(row, "gun", TimeOfDay.parse),
            pb=cell_value(row, "pb", Time.parse),
            sb=cell_value(row, "sb", Time.parse),
            status=_status(row),
            reason=row.get("reason", ""),
            after=indices.get(after),
            times=tuple(sorted(times, key=lambda figure: figure.point)),
        )


def _figure(row: Row, source_keys: dict[str, str]) -> TableTime | None:
    """What is known of a runner at a checkpoint; None where there is nothing, or an estimate."""
    evidence = cell_word(row, "evidence", get_args(Evidence))
    time, place = cell_time(row), cell_value(row, "official_place", int)
    clock = cell_value(row, "clock", TimeOfDay.parse)
    if evidence == "estimated" or (time is None and place is None and clock is None):
        return None
    if evidence is None:
        raise ValueError("evidence is empty: write official, published, device or hand")
    source = row.get("source", "")
    return TableTime(
        point=0,
        time=time,
        place=place,
        notes=split_notes(row.get("notes", "")),
        is_doubtful=bool(row.get("doubt")),
        leg=cell_value(row, "leg", int),
        clock=clock,
        evidence=evidence,
        source=source_keys.setdefault(source, f"s{len(source_keys) + 1}") if source else "",
        wind=cell_number(row, "wind"),
    )


def _status(row: Row) -> StatusCode | None:
    status = cell_word(row, "status", ("finished", "running", *get_args(StatusCode)))
    return None if status in ("finished", "running") else status


def _first_gun(rows: Iterator[Row]) -> TimeOfDay | None:
    """The time of day of the first gun, by that of any runner's and how much later it was."""
    guns: list[TimeOfDay] = []
    for row in rows:
        gun, start_s = cell_value(row, "gun", TimeOfDay.parse), cell_decimal(row, "start_s")
        if gun is not None and start_s is not None:
            guns.append(gun._replace(utc_ms=gun.utc_ms - round(start_s * 1000)))
    return min(guns, default=None)


def _expect_same(row: Row, first: Row, columns: Collection[str], where: str) -> None:
    """What is said of a race or a runner is the same in all its rows. Raises ValueError."""
    for column in columns:
        if row.get(column) != first.get(column):
            raise ValueError(f"{column} is {row.get(column)!r} here and {first.get(column)!r} in {where}")
