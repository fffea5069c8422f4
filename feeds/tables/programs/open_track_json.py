"""OpenTrack's competitions as JSON: competitors, and events with units, which are heats with results.

Older lists of results, which have positions for each discipline, are read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.errors import FeedError
from feeds.tables.json_values import items_in, parsed_json, text_in
from feeds.tables.programs.open_track_results import points_of, position_runner, result_runner
from feeds.tables.race_choice import chosen, events_of
from feeds.tables.table_format import TableFormat
from feeds.tables.table_race import TablePoint, TableRace
from race.event import read_code
from race.event_names import parse_event
from race.times import TimeOfDay

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile
    from feeds.tables.table_format import Hints
    from race.event import Event

SEXES = {"M": "men", "F": "women", "MF": "mixed", "FM": "mixed"}

_NEW = re.compile(r'"eventCode"\s*:')
_OLD = re.compile(r'"positions"\s*:\s*\[')


class Unit(NamedTuple):
    """A heat of an event, or an event without heats."""

    name: str
    """The event's, with the round and the heat where there are several."""
    event: dict[str, Any]
    unit: dict[str, Any]
    round: str
    heat: str
    known: Event | None
    """The event that its code says; None of one without a distance."""


def recognises(source: SourceFile) -> bool:
    """Whether a file is JSON with the events of a competition."""
    text = source.text
    if text.lstrip()[:1] != "{":
        return False
    is_new = '"competitors"' in text and '"events"' in text and _NEW.search(text) is not None
    return is_new or ('"discipline"' in text and _OLD.search(text) is not None)


def read(sources: Sequence[SourceFile], hints: Hints) -> list[TableRace]:
    """The races of some files."""
    return [race for source in sources for race in _read(source, hints)]


def _read(source: SourceFile, hints: Hints) -> Iterator[TableRace]:
    body = parsed_json(source)
    if not isinstance(body, dict):
        raise FeedError(f"{source.name}: not an OpenTrack competition")
    others: list[str] = []
    units = list(_units(body, others))
    wanted = chosen((unit.name for unit in units), hints, source.name)
    if len(wanted) > 1 and not (hints.event or hints.distance_m):
        far = [name for name in wanted if next(u.known for u in units if u.name == name) is not None]
        others += [f"{name!r} (it does not say how far it is)" for name in wanted if name not in far]
        wanted = far or wanted
    if not wanted:
        raise FeedError(f"{source.name}: it holds no race with runners")
    stated = {unit.name: unit.known for unit in units if unit.name in wanted}
    events = events_of(stated, hints, "trail", source.name)
    left_out = [f"{source.name}: left out: {', '.join(others[:12])}"] if others else []
    for unit in units:
        if unit.name in wanted:
            yield _race(body, unit, events[unit.name], hints, source.name, left_out)
            left_out = []


def _units(body: dict[str, Any], others: list[str]) -> Iterator[Unit]:
    """Every race that has runners; `others` takes the names of what is not a race."""
    for event in items_in(body.get("events")):
        code, name = text_in(event.get("eventCode")), text_in(event.get("name"))
        try:
            known = read_code(code) or parse_event(code)
        except ValueError:
            known = None
        units = [unit for unit in items_in(event.get("units")) if items_in(unit.get("results"))]
        if known is None:
            others += [repr(name or code)] if units else []
            continue
        yield from _named_units(event, units, name or code, known if known.distance_m else None)
    for event in items_in(body.get("results")):
        code = text_in(event.get("discipline"))
        if items_in(event.get("positions")):
            yield Unit(code or "Race", event, event, "", "", _event(code))


def _event(code: str) -> Event | None:
    try:
        event = read_code(code)
    except ValueError:
        return None
    return event if event is not None and event.distance_m else None


def _named_units(
    event: dict[str, Any], units: Sequence[dict[str, Any]], name: str, known: Event | None
) -> Iterator[Unit]:
    rounds = {text_in(unit.get("round")) for unit in units}
    for unit in units:
        heats = [u for u in units if text_in(u.get("round")) == text_in(unit.get("round"))]
        round_ = text_in(unit.get("roundName")) if len(rounds) > 1 else ""
        heat = text_in(unit.get("heat")) if len(heats) > 1 else ""
        said = text_in(unit.get("heatName")) if len(heats) > 1 else ""
        yield Unit(" ".join(filter(None, (name, round_, said))), event, unit, round_[:32], heat[:16], known)


def _race(
    body: dict[str, Any], unit: Unit, event: Event, hints: Hints, file_name: str, notes: Sequence[str]
) -> TableRace:
    doubts: list[str] = []
    people = {text_in(p.get("competitorId")): p for p in items_in(body.get("competitors"))}
    results = items_in(unit.unit.get("results"))
    if results:
        points = points_of(results, event.distance_m, doubts)
        event_id = text_in(unit.event.get("eventId"))
        wind = text_in(unit.unit.get("windAssistance")) if event.measures_wind else ""
        runners = [
            result_runner(number, result, people, event_id, points, wind, doubts)
            for number, result in enumerate(results, 1)
        ]
    else:
        points = ()
        positions = items_in(unit.unit.get("positions"))
        runners = [position_runner(number, position) for number, position in enumerate(positions, 1)]
    venue = body.get("venue")
    place = venue if isinstance(venue, dict) else {}
    is_over = any(runner.times for runner in runners)
    status = text_in(unit.unit.get("resultsStatus"))
    return TableRace(
        name=hints.name or unit.name,
        event=event,
        points=(*(TablePoint(f"{metres:g}", metres) for metres in points), TablePoint("Finish", None)),
        runners=tuple(runners),
        meet=text_in(body.get("fullName")) or text_in(body.get("nameLocal")),
        venue=text_in(place.get("formalName"))
        or text_in(place.get("name"))
        or text_in(body.get("locationText")),
        date=hints.date or _day(body, unit),
        start=_start(unit.unit),
        sex=SEXES.get(text_in(unit.event.get("genders")), ""),
        round=unit.round,
        heat=unit.heat,
        source=f"OpenTrack, file {file_name}",
        notes=(*notes, *(f"{file_name}: {unit.name}: {doubt}" for doubt in doubts)),
        is_final=is_over and status in ("", "official"),
    )


def _day(body: dict[str, Any], unit: Unit) -> str:
    """The day of a competition on which the unit was, its first day is 1."""
    first = text_in(body.get("date")) or text_in(body.get("startDate"))
    number = text_in(unit.unit.get("day")) or text_in(unit.event.get("day"))
    try:
        day = date.fromisoformat(first[:10])
        return (day + timedelta(days=int(number) - 1 if number.isdecimal() else 0)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _start(unit: dict[str, Any]) -> TimeOfDay | None:
    """When the race started, by the clock of the timing."""
    moment = unit.get("actualStartTime")
    text = text_in(moment.get("$date")) if isinstance(moment, dict) else ""
    if not text.isascii() or not text.isdecimal() or len(text) > 14:
        return None
    return TimeOfDay(int(text), 3)


FORMAT = TableFormat("opentrack", "an OpenTrack competition (JSON)", recognises, read)
