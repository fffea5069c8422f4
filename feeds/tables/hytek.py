"""Result lists of Hy-Tek's Meet Manager, the commonest of schools and colleges in the USA.

A list holds all events of a meeting. A race is made of each event that is one, and of each round; field
events and combined events are named and left out. A school or college is a club, never a nation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from feeds.documents.row_figures import is_time
from feeds.errors import FeedError
from feeds.tables.coarse_results import coarse_results
from feeds.tables.hytek_heading import Meeting, read_meeting
from feeds.tables.hytek_rows import HytekRow, HytekSection, read_sections
from feeds.tables.hytek_tables import HytekTable, read_list
from feeds.tables.page_text import is_page, preformatted
from feeds.tables.place_order import are_of_one_race, with_doubted_places
from feeds.tables.race_choice import chosen
from feeds.tables.table_format import Hints, TableFormat
from feeds.tables.table_race import TableRace, TableRunner, TableTime
from feeds.tables.unplaced_splits import PlacedSplits, UnplacedSplits, place_splits
from race.event_names import EventTitle, parse_title
from race.messages import Mark
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile

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
_RECORD = re.compile(
    r"(?P<label>[^:]{1,60}):\s*(?P<sign>\S{1,3})\s+(?P<time>(?:\d{1,2}:)?(?:\d{1,2}:)?\d{1,2}\.\d{1,3})h?(?=\s|$)\s*"
    r"(?P<day>\d{1,2}/\d{1,2}/\d{4}|\d{4})?\s*(?P<holder>.*)"
)


class _Title(NamedTuple):
    text: str
    event: EventTitle


def recognises(source: SourceFile) -> bool:
    """Whether a text has a table with the column heads that Meet Manager prints."""
    text = source.text
    if "hy-tek" not in text[:200_000].lower() and "=====" not in text[:200_000]:
        return False
    return bool(read_list(_lines(text)[:MOST_LOOKED_AT]).tables)


def read(sources: Sequence[SourceFile], hints: Hints) -> list[TableRace]:
    """The races of some result lists. Raises FeedError where a list holds none."""
    return [race for source in sources for race in _races(source, hints)]


FORMAT = TableFormat("hytek", "a result list of Hy-Tek's Meet Manager", recognises, read)


def _lines(text: str) -> list[str]:
    """The lines of a text; of a web page, those of its preformatted parts."""
    if is_page(text):
        text = preformatted(text)
    return [line[:LONGEST_LINE] for line in text.splitlines()]


def _races(source: SourceFile, hints: Hints) -> list[TableRace]:
    if len(source.text) > LONGEST:
        raise FeedError(f"{source.name}: a result list may have {LONGEST >> 20} MiB")
    found = read_list(_lines(source.text))
    meeting = read_meeting(found.head)
    left_out = {f"{unread} (its column heads are not understood)": None for unread in found.unread}
    races: list[TableRace] = []
    wanted = chosen([table.title for table in found.tables], hints, source.name)
    for table in (table for table in found.tables if table.title in wanted):
        title = _title(table, hints, left_out)
        if title is not None:
            races += _races_of(table, title, meeting, source.name)
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


def _title(table: HytekTable, hints: Hints, left_out: dict[str, None]) -> _Title | None:
    """What a table is headed; None for what is no race, which is named."""
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
    return _Title(table.title, event)


def _races_of(table: HytekTable, title: _Title, meeting: Meeting, file: str) -> Iterator[TableRace]:
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


def _race(part: _Part, table: HytekTable, title: _Title, meeting: Meeting, file: str) -> TableRace:
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
