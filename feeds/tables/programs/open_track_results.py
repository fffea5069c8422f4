"""The results of a unit of an OpenTrack competition as runners of a race."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from feeds.tables.json_values import items_in, text_in
from feeds.tables.status_words import read_status
from feeds.tables.table_race import TableRunner, TableTime
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.status_words import StatusWord

Item = Mapping[str, Any]

MOST_WIND = 20.0


def points_of(results: Sequence[Item], race_m: float, notes: list[str]) -> tuple[float, ...]:
    """The distances at which there are splits before the finish.

    A program that was not set up for the event gives its splits wrong distances: then the result stands
    where the race is not over. None of them is known.
    """
    split_m: Counter[float] = Counter()
    wrong = 0
    for result in results:
        end = _time(result.get("rawTime")) or _time(result.get("performance"))
        for metres, time in _splits(result):
            split_m[metres] += 1
            is_result = end is not None and abs(time.ms - end.ms) < 10
            wrong += metres > race_m + 0.5 or (is_result and metres < race_m - 0.5)
            wrong += end is not None and time.ms > end.ms + 10
    if wrong:
        notes.append("the distances of its splits do not fit its results, so the splits are left out")
        return ()
    return tuple(sorted(metres for metres in split_m if metres < race_m - 0.5))


def _splits(result: Item) -> Iterator[tuple[float, Time]]:
    for split in items_in(result.get("splits")):
        time = _time(split.get("elapsedTime"))
        try:
            metres = float(text_in(split.get("distance")))
        except ValueError:
            continue
        if time is not None and 0 < metres <= 1_000_000:
            yield metres, time


def result_runner(
    number: int,
    result: Item,
    people: Mapping[str, Item],
    event_id: str,
    points: Sequence[float],
    wind: str,
    notes: list[str],
) -> TableRunner:
    """A result with its competitor, who is known by the bib."""
    bib = text_in(result.get("bib"))
    person = people.get(bib, {})
    where = f"result {number}"
    given, family = text_in(person.get("firstName")), text_in(person.get("lastName"))
    team = text_in(person.get("teamName")) or text_in(person.get("teamId"))
    is_team = text_in(person.get("isTeamEntry")) == "true" or (not given and not family)
    name = team if is_team and team else f"{given} {family}".strip()
    time, word = _outcome(result, where, name or bib, notes)
    at = {metres: i for i, metres in enumerate(points)}
    times = [TableTime(at[metres], split) for metres, split in _splits(result) if metres in at]
    is_out = word is not None and word.status is not None
    if time is not None and not is_out:
        note = text_in(result.get("note"))
        flags = (text_in(result.get("qualified")), *note.split()) if len(note) <= 16 else ()
        times.append(TableTime(len(points), time, notes=tuple(flag for flag in flags if flag)))
    entry = next(
        (e for e in items_in(person.get("eventsEntered")) if text_in(e.get("eventId")) == event_id), {}
    )
    gender, nation = text_in(person.get("gender")), text_in(person.get("nationality"))
    lane = text_in(result.get("lane"))
    has_splits = bool(times)
    return TableRunner(
        where=where,
        name=name or bib or "?",
        family=family if family and name and family != name.split()[-1] and not is_team else "",
        bib=bib,
        nation=nation if len(nation) == 3 and nation.isalpha() else "",
        club="" if is_team else team,
        team=team if is_team else "",
        sex=gender if gender in ("M", "F") else "",
        category=text_in(person.get("category"))[:32],
        born=text_in(person.get("dateOfBirth"))[:10],
        note=f"lane {lane}" if lane and lane != "0" else "",
        pb=_time(entry.get("pb")),
        sb=_time(entry.get("sb")),
        place=_place(result.get("place")) if not is_out else None,
        status=(word.status if word is not None else None)
        or ("unknown" if has_splits and not time else None),
        reason=word.reason if word is not None else "",
        times=tuple(times),
        wind=_wind(wind),
    )


def position_runner(number: int, position: Item) -> TableRunner:
    """A position of an older list."""
    given, family = text_in(position.get("givenName")), text_in(position.get("familyName"))
    name = f"{given} {family}".strip() or "?"
    text = text_in(position.get("perf"))
    word, time = read_status(text), _time(text)
    is_out = word is not None and word.status is not None
    return TableRunner(
        where=f"position {number}",
        name=name,
        family=family if family and family != name.split()[-1] else "",
        bib=text_in(position.get("bib")),
        club=text_in(position.get("club")),
        place=_place(position.get("rank")) if not is_out else None,
        status=word.status if word is not None else None if time else "unknown",
        reason=word.reason if word is not None else "",
        times=(TableTime(0, time),) if time is not None and not is_out else (),
    )


def _outcome(result: Item, where: str, name: str, notes: list[str]) -> tuple[Time | None, StatusWord | None]:
    """The time, or the word in its place."""
    text = text_in(result.get("performance"))
    word, time = read_status(text) if text else None, _time(text)
    if text and word is None and time is None:
        notes.append(f"{where}, {name}: {text[:20]!r} is not a time, left out")
    return time, word


def _time(value: object) -> Time | None:
    try:
        time = Time.parse(text_in(value))
    except ValueError:
        return None
    return time if time.ms else None


def _place(value: object) -> int | None:
    text = text_in(value)
    return int(text) or None if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _wind(text: str) -> float | None:
    try:
        wind = float(text)
    except ValueError:
        return None
    return wind if -MOST_WIND <= wind <= MOST_WIND else None
