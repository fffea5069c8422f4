"""A race that has not been run: its event, its checkpoints and its field, written by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from feeds.conversion import convert_files
from feeds.documents.nation_codes import CODES
from feeds.documents.printed_names import read_name
from feeds.errors import FeedError
from feeds.tables.plain.column_heads import read_head
from feeds.tables.race_messages import convert_table
from feeds.tables.source_file import SourceFile
from feeds.tables.table_format import Hints
from feeds.tables.table_formats import recognise
from feeds.tables.table_race import TablePoint, TableRace, TableRunner
from feeds.tables.usual_points import point_name, usual_points
from race.event_names import parse_title
from race.messages import Entrant, Gun, Message, StartList
from race.titles.run_for import kind_of_race

if TYPE_CHECKING:
    from feeds.documents.convert_documents import ConvertedRace
    from race.event import Event
    from race.event_names import EventTitle

FINISH = ("finish", "result")
"""How the last checkpoint may be named."""

NAME_PARTS = re.compile(
    r"(?:#?(?P<bib>\d{1,6})[.):]?\s+)?(?P<name>.*?)(?:\s*\((?P<club>[^()]*)\))?", re.DOTALL
)

BIBS = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")
MOST_BIBS = 10_000

SOURCE = "Written by hand"


def read_event(text: str, distance_m: float | None = None) -> EventTitle:
    """The event that someone names. Raises FeedError, also where its distance is not known."""
    try:
        title = parse_title(text)
    except ValueError as error:
        raise FeedError(str(error)) from None
    if title is None:
        raise FeedError(f"{text!r} is not an event: write 1500, mile, 4x400, 10 km or half marathon")
    if distance_m is not None:
        return title._replace(event=replace(title.event, distance_m=distance_m))
    if not title.event.distance_m:
        raise FeedError(f"{text!r} does not say how far the race is: add --distance METRES")
    return title


def read_points(texts: Sequence[str], event: Event) -> tuple[TablePoint, ...]:
    """The checkpoints that someone lists, `400`, `1 km` or `finish`, with the finish. Raises FeedError."""
    points: list[TablePoint] = []
    usual = usual_points(event)
    for text in texts:
        if text.casefold() in FINISH:
            continue
        point = read_head(text).point
        if point is None or point.metres is None:
            raise FeedError(f"checkpoint {text!r} is not a distance: write 400, 1 km or finish")
        if point.metres > event.distance_m:
            raise FeedError(f"checkpoint {text!r} is beyond the finish, at {event.distance_m:g} m")
        if point.metres < event.distance_m:
            exact = next((metres for metres in usual if int(metres) == point.metres), point.metres)
            points.append(_point(exact, event))
    for before, after in pairwise(points):
        if (before.distance_m or 0) >= (after.distance_m or 0):
            raise FeedError(f"checkpoint {after.name!r} does not come after {before.name!r}")
    return (*points, TablePoint("finish", event.distance_m))


def _point(metres: float, event: Event) -> TablePoint:
    """A checkpoint with an id that is quickly typed: `409` of 409.344 m, `5km`."""
    name = point_name(event, metres)
    return TablePoint(name, metres, id=name.replace(" ", "") if name.endswith("km") else name.split()[0])


def suggested_points(event: Event) -> tuple[str, ...]:
    """The usual checkpoints of an event, as `read_points` reads them."""
    return (*(point_name(event, metres) for metres in usual_points(event)), FINISH[0])


def read_entrant(line: str) -> Entrant:
    """An entrant from `11 Anna Berg GBR` or `Anna BERG (Town AC)`: bib, nation and club may be left out."""
    match = NAME_PARTS.fullmatch(" ".join(line.split()))
    bib, name, club = match.group("bib", "name", "club") if match else (None, line, None)
    nation, words = "", name.split()
    if club in CODES:
        nation, club = club, ""
    elif len(words) > 2 and words[-1] in CODES:
        nation, words = words[-1], words[:-1]
    if not any(letter.isalpha() for word in words for letter in word):
        raise FeedError(f"{line.strip()!r} names no one: write 11 Anna Berg GBR")
    full, family = read_name(" ".join(words))
    return Entrant(
        bib=bib or "",
        name=full,
        family="" if full.endswith(family) else family,
        nation=nation,
        club=club or "",
    )


def read_bibs(text: str) -> list[Entrant]:
    """Entrants of whom only the bibs are known, from `1-30, 41`. Raises FeedError."""
    numbers: list[int] = []
    for part in text.split(","):
        match = BIBS.fullmatch(part.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if first > last:
            raise FeedError(f"{part.strip()!r} is not a range of bibs: write 1-30 or 1-30,41")
        if last - first >= MOST_BIBS - len(numbers):
            raise FeedError(f"more than {MOST_BIBS:,} bibs in {text!r}")
        numbers += range(first, last + 1)
    return [Entrant(bib=str(number), name=str(number)) for number in dict.fromkeys(numbers)]


class Field(NamedTuple):
    """Who runs."""

    entrants: Sequence[Entrant]
    starts: Mapping[str, int] = MappingProxyType({})
    """Milliseconds from the first gun to that of a wave, where they are known."""


def read_field(path: Path, event: Event) -> Field:
    """The field in a start list of any kind, or in a text with an entrant in each line. Raises FeedError."""
    source = SourceFile.of(path)
    if recognise(source) is None and source.text and not source.text.lstrip().startswith(("{", "<", "%PDF")):
        return Field([read_entrant(line) for line in source.lines if line.strip()])
    hints = Hints(distance_m=event.distance_m)
    races = convert_files([path], hints=hints).races
    if len(races) != 1:
        raise FeedError(f"{path.name}: {len(races)} races: convert it, and take the field of one of them")
    messages = races[0].messages
    start_list = next(message for message in messages if isinstance(message, StartList))
    guns = [message for message in messages if isinstance(message, Gun)]
    return Field(start_list.entrants, {gun.wave: gun.when.ms for gun in guns if gun.when is not None})


def new_race(
    title: EventTitle,
    points: tuple[TablePoint, ...],
    field: Field,
    *,
    name: str,
    meet: str = "",
    venue: str = "",
    date: str = "",
    has_gun: bool = True,
) -> ConvertedRace:
    """The messages of a race before its first split. Raises FeedError where something is out of range."""
    event = title.event
    race = TableRace(
        name=name,
        event=event,
        points=points,
        runners=tuple(
            replace(_runner(number, entrant, event), start_ms=field.starts.get(entrant.wave, 0))
            for number, entrant in enumerate(field.entrants, 1)
        ),
        meet=meet,
        venue=venue,
        date=date,
        sex=title.sex,
        round=title.round,
        heat=title.heat,
        kind=kind_of_race(meet, title.round),
        source=SOURCE,
        is_final=False,
        is_weighed=True,
    )
    made = convert_table(race)
    kept = (message for message in made.messages if has_gun or not isinstance(message, Gun))
    return replace(made, messages=tuple(map(_with_defaults, kept)))


def _with_defaults(message: Message) -> Message:
    """The start list with the evidence and the source of times that are typed below it."""
    if not isinstance(message, StartList):
        return message
    return replace(message, evidence="hand", source=next(iter(message.sources)))


def _runner(number: int, entrant: Entrant, event: Event) -> TableRunner:
    return TableRunner(
        where=f"entrant {number}",
        name=entrant.name,
        family=entrant.family,
        bib=entrant.bib,
        nation=entrant.nation,
        club=entrant.club,
        team=entrant.team or (entrant.name if event.is_team_race else ""),
        members=entrant.members,
        category=entrant.category,
        born=entrant.born,
        role=entrant.role,
        wave=entrant.wave,
        pb=entrant.pb,
        sb=entrant.sb,
        note=entrant.note,
    )
