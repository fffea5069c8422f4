"""The races in a table of a Hy-Tek result list, and their runners or teams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from feeds.documents.row_figures import is_time
from feeds.tables.coarse_results import coarse_results
from feeds.tables.place_order import are_of_one_race, with_doubted_places
from feeds.tables.printed.hytek_rows import HytekRow, HytekSection, read_sections
from feeds.tables.printed.unplaced_splits import PlacedSplits, UnplacedSplits, place_splits
from feeds.tables.table_race import TableRace, TableRunner, TableTime
from race.messages import Mark
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.printed.hytek_heading import Meeting
    from feeds.tables.printed.hytek_tables import HytekTable
    from race.event_names import EventTitle

_RECORD = re.compile(
    r"(?P<label>[^:]{1,60}):\s*(?P<sign>\S{1,3})\s+(?P<time>(?:\d{1,2}:)?(?:\d{1,2}:)?\d{1,2}\.\d{1,3})h?(?=\s|$)\s*"
    r"(?P<day>\d{1,2}/\d{1,2}/\d{4}|\d{4})?\s*(?P<holder>.*)"
)


class EventHeading(NamedTuple):
    """What a table is headed."""

    text: str
    event: EventTitle


def races_of(table: HytekTable, title: EventHeading, meeting: Meeting, file: str) -> Iterator[TableRace]:
    """The races of a table: of each round, and of each heat that is a race of its own."""
    for section in read_sections(table):
        for part in _parts(section, table):
            yield with_doubted_places(_race(part, table, title, meeting, file))


class _Part(NamedTuple):
    """A section or one of its heats, as a race."""

    section: HytekSection
    remarks: tuple[str, ...] = ()
    are_placed: bool = True
    """Whether the printed places are places in this race."""


def _parts(section: HytekSection, table: HytekTable) -> list[_Part]:
    """A section as the races that it is: its heats are races of their own unless they were placed by time."""
    kinds = {column.kind for column in table.columns}
    section.round = section.round or (
        "" if "finals" in kinds else "semi-final" if "semis" in kinds else "heats"
    )
    by_heat: dict[str, list[HytekRow]] = {}
    for row in section.rows:
        by_heat.setdefault(row.cells.figures.get("heat", ""), []).append(row)
    if len(by_heat) < 2:
        return [_Part(section)]
    together = are_of_one_race((row.cells.place, row.result) for row in section.rows)
    if together and section.round in ("", "final"):
        remark = f"Run in {len(by_heat)} heats and placed by time: each is a wave, all shown from one start."
        return [_Part(section, (remark,))]
    remark = "Places are printed over all heats, not in each; they are in the notes on the runners."
    parts = [
        HytekSection(section.round, heat, section.wind, by_heat[heat], section.notes if n == 0 else [])
        for n, heat in enumerate(sorted(by_heat, key=lambda heat: int(heat or 0)))
    ]
    return [_Part(part, (remark,), are_placed=False) for part in parts]


def _race(part: _Part, table: HytekTable, title: EventHeading, meeting: Meeting, file: str) -> TableRace:
    section, event = part.section, title.event.event
    if re.search(r"\bindoor\b", meeting.name, re.I) and event.setting == "track":
        event = event.indoors()
    splits = place_splits(
        event, [UnplacedSplits(_who(row), tuple(row.splits), row.result) for row in section.rows]
    )
    waves = len({row.cells.figures.get("heat") for row in section.rows}) > 1
    runners = tuple(
        _runner(row, part, splits, times, is_relay=event.kind == "relay", in_wave=waves)
        for row, times in zip(section.rows, splits.times, strict=True)
    )
    timed = [(_who(row), row.result) for row in section.rows if row.result and "h" not in row.notes]
    notes = [*section.notes, *splits.notes, *coarse_results(timed)]
    notes += [meeting.remark] if meeting.is_day_assumed else []
    notes += part.remarks if not part.are_placed else []
    return TableRace(
        name=title.text,
        event=event,
        points=splits.points,
        runners=runners,
        meet=meeting.name,
        venue=meeting.venue,
        date=meeting.date,
        sex=title.event.sex,
        round=section.round or title.event.round,
        heat=section.heat or title.event.heat,
        kind="heat" if section.round == "heats" else None,
        source=f"Result list (Hy-Tek Meet Manager), file {file}",
        marks=tuple(_marks(table)),
        remarks=tuple(filter(None, (meeting.remark, *part.remarks, splits.remark, *section.notes))),
        notes=tuple(f"{file}: {title.text}: {note}" for note in notes),
        is_final=meeting.is_official,
    )


def _who(row: HytekRow) -> str:
    return f"line {row.line}, {row.cells.words.get('name') or row.cells.words.get('club', '')}"


def _runner(
    row: HytekRow,
    part: _Part,
    splits: PlacedSplits,
    times: tuple[TableTime, ...],
    *,
    is_relay: bool,
    in_wave: bool,
) -> TableRunner:
    words, place, heat = row.cells.words, row.cells.place, row.cells.figures.get("heat", "")
    name, family = _name(row)
    wind = row.cells.figures.get("wind", "NWI")
    finish = len(splits.points) - 1
    if row.result is not None:
        at_finish = TableTime(finish, row.result, place if part.are_placed else None, row.notes)
        times = (*times, at_finish._replace(leg=finish + 1 if is_relay and finish else None))
    return TableRunner(
        where=f"line {row.line}",
        name=name,
        family=family,
        bib=words.get("bib", ""),
        club=words.get("club", ""),
        team=words.get("club", "") if is_relay else "",
        members=tuple(leg.name for leg in sorted(row.legs)) if is_relay else (),
        note=_note(row, place if not part.are_placed else None),
        wave=f"Heat {heat}" if heat and in_wave else "",
        place=place if part.are_placed else None,
        status=row.status,
        reason=row.reason,
        times=times,
        wind=part.section.wind if wind == "NWI" else float(wind),
    )


def _name(row: HytekRow) -> tuple[str, str]:
    """A name, given name first, and its family name where that is not the last word."""
    words = row.cells.words
    printed = words.get("name") or " ".join(filter(None, (words.get("club"), words.get("relay"))))
    family, comma, given = printed.partition(", ")
    if "name" in words and comma and "," not in given:
        return f"{given} {family}", family if " " in family else ""
    return printed, "" if "name" in words else printed


def _note(row: HytekRow, place: int | None) -> str:
    words, figures = row.cells.words, row.cells.figures
    seed = figures.get("seed", "")
    said = (
        ("Year", words.get("year")),
        ("Age", words.get("age")),
        ("Lane", figures.get("lane")),
        ("Seed", seed if any(letter.isdigit() for letter in seed) else ""),
        ("Preliminaries", figures.get("prelims") if "finals" in figures else ""),
        ("Place over all heats", str(place or "")),
        (
            "Years",
            ", ".join(leg.year or "?" for leg in row.legs) if any(leg.year for leg in row.legs) else "",
        ),
    )
    return " ".join(f"{name} {text}." for name, text in said if text)


def _marks(table: HytekTable) -> Iterator[Mark]:
    """The records and standards above the column heads: `MEET: R 14.46  2010  Madgie Dunn, Crestview`."""
    for text in table.records:
        match = _RECORD.fullmatch(text)
        if match is None or not is_time(match["time"]):
            continue
        day = match["day"] or ""
        yield Mark(
            label=match["label"].strip(),
            time=Time.parse(match["time"]),
            holder=" ".join(match["holder"].split())[:200],
            date=day if len(day) == len("2010") else "",
        )
