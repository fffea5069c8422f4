"""Titles of races: which event they name, for whom, and in which round.

A title names an event or it does not: two events, or one that is not a race, are an error; no event is
ever taken for another.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from race.event import LAP_M, YARD_M, Event, read_code
from race.titles import title_patterns as patterns
from race.titles import title_words as words
from race.titles.relay_titles import relay_of
from race.titles.title_distances import distance_of
from race.titles.title_text import GONE, LONGEST, TitleText

if TYPE_CHECKING:
    from re import Match


class EventTitle(NamedTuple):
    """What a title says."""

    event: Event
    sex: str = ""
    """`men`, `women`, `boys`, `girls`, `mixed` or empty."""
    round: str = ""
    """`heats`, `quarter-final`, `semi-final`, `final`, `round 1`, `preliminary`, `qualification` or empty."""
    heat: str = ""
    """A number or a letter."""
    category: str = ""
    """The age group or the class of Para athletics: U20, T54."""


def parse_event(text: str) -> Event | None:
    """The event of a title or a code; None where it names none. Raises ValueError of what is not a race."""
    title = parse_title(text)
    return title.event if title else None


def parse_title(text: str) -> EventTitle | None:
    """What a title says, if it names an event. Raises ValueError of what is not a race, or of two events."""
    if len(text) > LONGEST:
        return None
    if re.fullmatch(r"\s*\d{2,3}M\s*", text):
        read_code(text)  # it may have two meanings
    title = TitleText(text)
    for pattern, what in words.NO_RACES:
        if title.has(pattern):
            raise ValueError(f"{title.printed!r} is {what}")
    title.strip_moments()
    title.strip(
        patterns.NAMED_NUMBER,
        patterns.OTHER_NUMBER,
        patterns.YEARLY,
        patterns.ASIDE,
        patterns.HEIGHT,
        patterns.WIND,
    )
    lap, para, age = title.take(patterns.LAP), title.take(words.PARA_CLASS), title.take(words.AGES)
    sex = title.sex() or _sex_of_age(age)
    round_, heat = title.round()
    said = title.text
    event = _event(title, sex)
    if event is None:
        return None
    event = _in_its_setting(event, said)
    if title.has(words.WHEELCHAIR) or _is_wheelchair_class(para):
        event = event.in_wheelchairs()
    if lap and event.setting in LAP_M:
        lap_m = round(float(lap[1]) * (YARD_M if lap[2][0] == "y" else 1), 3)
        event = replace(event.indoors() if lap_m <= LAP_M["indoor"] else event, lap_m=lap_m)
    if not sex and (letter := re.search(r"(?<=[a-z])\s([MWF])$", title.printed)):
        sex = words.SEX_OF_LETTER[letter[1].lower()]
    category = " ".join(found[0].upper() for found in (age, para) if found)
    return EventTitle(event, sex, round_, heat, category)


def title_of(text: str, event: Event) -> EventTitle:
    """What a title says of a race whose event was given as an option."""
    title = TitleText(text)
    title.strip_moments()
    sex = title.sex()
    return EventTitle(event, sex, *title.round())


def names_event(text: str) -> bool:
    """Whether a text names an event, even one that is not a race."""
    try:
        return parse_title(text) is not None
    except ValueError:
        return True


def read_sex(text: str) -> str:
    """For whom a race is, by a row above its table; empty where it does not say."""
    return TitleText(text).sex()


def read_round(text: str) -> tuple[str, str] | None:
    """The round and the heat of a row that says nothing else but when: "Semi-final 2 of 3"; else None."""
    title = TitleText(text)
    title.strip_moments()
    title.strip(patterns.WIND)
    found = title.round()
    return found if any(found) and not re.search(r"\w", title.text) else None


def _sex_of_age(age: Match[str] | None) -> str:
    """Of W15, M40, WJU18."""
    letter = re.match(r"[mw](?=ju|\d)", age[0]) if age else None
    return words.SEX_OF_LETTER[letter[0]] if letter else ""


def _is_wheelchair_class(para: Match[str] | None) -> bool:
    """Of T53/54."""
    return para is not None and words.WHEELCHAIR_CLASSES.issuperset(re.findall(r"\d\d", para[0]))


def _event(title: TitleText, sex: str) -> Event | None:
    code = re.sub(rf"^[\s{GONE}\W]+|[\s{GONE}\W]+$", "", title.text.partition("(")[0])
    event = relay_of(title) or (read_code(code) if code else None) or distance_of(title, sex)
    if event is None and title.has(words.COMBINED):
        raise ValueError(f"{title.printed!r} is a combined event, which is converted race by race")
    if event is None and title.has(words.FIELD_WORDS):
        raise ValueError(f"{title.printed!r} is a field event, not a race")
    return event


def _in_its_setting(event: Event, said: str) -> Event:
    """The event where a title says that it is held."""
    if words.INDOOR.search(said):
        return event.indoors()
    if words.TRAIL.search(said):
        return replace(event, setting="trail", lap_m=None)
    if words.ROAD.search(said):
        return replace(event, setting="road", lap_m=None)
    if event.limit_s is not None and words.TRACK.search(said):
        return replace(event, setting="track", lap_m=LAP_M["track"])
    return event
