"""Titles of races: which event they name, for whom, and in which round.

A title names an event or it does not: where it names two, or one that is no race, that is said; no event is
ever taken for another.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from race import event_patterns as patterns
from race import event_words as words
from race.event import (
    HALF_MARATHON_M,
    LAP_M,
    MARATHON_M,
    MEDLEYS,
    MILE_M,
    NAMED_M,
    YARD_M,
    Event,
    medley,
    miles_race,
    read_code,
    relay,
    road_race,
    timed_race,
    track_race,
)

LONGEST_TITLE = 400
GONE = "\x00"
"""Stands in a title where something was read."""

STANDARD_M = frozenset(
    {50, 55, 60, 75, 80, 100, 110, 150, 200, 300, 400, 500, 600, 800, 1000, 1200, 1500, 1600, 2000, 2400}
    | {3000, 3200, 4000, 5000, 6000, 8000, 10_000, 15_000, 20_000}
)
"""Metres that a number alone may stand for, as in "Girls 1600"."""

HURDLES_M = frozenset({50, 55, 60, 70, 75, 80, 100, 110, 200, 300, 400})
TIMED_HOURS = frozenset({1, 2, 3, 4, 5, 6, 8, 10, 12, 24, 36, 48, 72, 96, 144})


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
    """The event of a title or a code; None where it names none. Raises ValueError of what is no race."""
    title = parse_title(text)
    return title.event if title else None


def parse_title(text: str) -> EventTitle | None:
    """What a title says, if it names an event. Raises ValueError of what is no race, or of two events."""
    text = text[:LONGEST_TITLE]
    if re.fullmatch(r"\s*\d{2,3}M\s*", text):
        read_code(text)
    rest = _Rest(words.plain(re.sub(r"(?<![\w.])(\d{1,2}(?:\.\d+)?)M(?!\w)", r"\1 miles", text)))
    for pattern, what in words.NO_RACES:
        if pattern.search(rest.text):
            raise ValueError(f"{text.strip()!r} is {what}")
    rest.strip(patterns.CLOCK, patterns.DATES, patterns.OTHER_NUMBER, patterns.YEARLY, patterns.ASIDE)
    lap = rest.take(patterns.LAP)
    para = rest.take(words.PARA_CLASS)
    age = rest.take(words.AGES)
    sex = rest.sex()
    round_, heat = rest.round()
    event = _event(rest, text.strip())
    if event is None:
        return None
    classes = re.findall(r"\d\d", para[0]) if para else []
    if words.WHEELCHAIR.search(rest.text) or (classes and words.WHEELCHAIR_CLASSES.issuperset(classes)):
        event = event.in_wheelchairs()
    if lap and event.setting in ("track", "indoor"):
        event = replace(event, lap_m=round(float(lap[1]) * (YARD_M if lap[2][0] == "y" else 1), 3))
    category = " ".join(found[0].upper() for found in (age, para) if found)
    return EventTitle(event, sex, round_, heat, category)


def names_event(text: str) -> bool:
    """Whether a text names an event, one that is no race included."""
    try:
        return parse_title(text) is not None
    except ValueError:
        return True


def read_sex(text: str) -> str:
    """For whom a race is, by a row above its table; empty where it does not say."""
    return _Rest(words.plain(text[:LONGEST_TITLE])).sex()


def read_round(text: str) -> tuple[str, str] | None:
    """The round and the heat of a row that says nothing else but when: "Semi-final 2 of 3"; else None."""
    rest = _Rest(words.plain(text[:LONGEST_TITLE]))
    rest.strip(patterns.CLOCK, patterns.DATES)
    found = rest.round()
    return found if any(found) and not re.search(r"\w", rest.text) else None


class _Rest:
    """What is left of a title."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match, which is gone then."""
        match = pattern.search(self.text)
        if match:
            self.text = f"{self.text[: match.start()]}{GONE}{self.text[match.end() :]}"
        return match

    def strip(self, *unwanted: re.Pattern[str]) -> None:
        for pattern in unwanted:
            self.text = pattern.sub(GONE, self.text)

    def sex(self) -> str:
        for sex, pattern in words.SEXES:
            if self.take(pattern):
                self.strip(*(other for _, other in words.SEXES))
                return sex
        letter = re.match(r"\s*([mwf])(?=\s+\d)", self.text)
        if letter:
            self.text = GONE + self.text[letter.end() :]
            return "men" if letter[1] == "m" else "women"
        return ""

    def round(self) -> tuple[str, str]:
        found, heat = "", ""
        if number := self.take(words.ROUND_NUMBER):
            ordinal = {"first": "1", "second": "2", "third": "3"}
            found = f"round {number['n'] or number['rn'] or ordinal[number['word']]}"
        for name, pattern in words.ROUNDS:
            if match := self.take(pattern):
                found = found or name
                heat = (match["heat"] or match["before"] or heat).upper()
        return found, heat


def _event(rest: _Rest, title: str) -> Event | None:
    code = re.sub(rf"^[\s{GONE}\W]+|[\s{GONE}\W]+$", "", rest.text.partition("(")[0])
    event = _relay(rest, title) or (read_code(code) if code else None)
    if event is None:
        event = _one(_distances(rest, title), title)
    if event is None:
        if words.COMBINED.search(rest.text):
            raise ValueError(f"{title!r} is a combined event, which is converted race by race")
        if words.FIELD_WORDS.search(rest.text):
            raise ValueError(f"{title!r} is a field event, not a race")
        return None
    return _in_its_setting(event, rest)


def _in_its_setting(event: Event, rest: _Rest) -> Event:
    if words.INDOOR.search(rest.text):
        return event.indoors()
    if words.TRAIL.search(rest.text) and event.setting != "indoor":
        return replace(event, setting="trail", lap_m=None)
    if words.ROAD.search(rest.text):
        return replace(event, setting="road", lap_m=None)
    if event.setting == "road" and event.limit_s is not None and words.TRACK.search(rest.text):
        return replace(event, setting="track", lap_m=LAP_M["track"])
    return event


def _one(found: list[Event], title: str) -> Event | None:
    """The event, if all that were found are one."""
    if not found:
        return None
    first = found[0]
    for other in found[1:]:
        if (
            other.limit_s != first.limit_s
            or abs(other.distance_m - first.distance_m) > 0.003 * first.distance_m
        ):
            raise ValueError(f"{title!r} names two distances, {_said(first)} and {_said(other)}")
    return first


def _said(event: Event) -> str:
    return f"{event.limit_s / 3600:g} h" if event.limit_s else f"{event.distance_m:g} m"


def _distances(rest: _Rest, title: str) -> list[Event]:
    """All events that a title names by a distance, a name or a time."""
    if words.RELAY.search(rest.text):
        raise ValueError(f"{title!r} does not say what the legs of the relay are, as in 4x400")
    found: list[Event | None] = []
    if half := rest.take(words.HALF_MARATHON):
        found.append(_over(HALF_MARATHON_M, "HM", rest, half))
    if other := rest.take(words.OTHER_MARATHON):
        quarter = re.match(r"quarter|viertel|kvart|kwart|cuarto", other[0])
        found += [_over(MARATHON_M / 4, "10.55K", rest, other)] if quarter else []
    while metres := rest.take(patterns.METRES):
        found.append(_over(_metres(metres["number"]), "", rest, metres))
    while kilometres := rest.take(patterns.KILOMETRES):
        number = _number(kilometres)
        found.append(_over(1000 * number, f"{number:g}K", rest, kilometres))
    while miles := rest.take(patterns.MILES):
        found.append(_over_miles(_number(miles), rest, miles))
    while yards := rest.take(patterns.YARDS):
        found.append(_over(int(yards["number"]) * YARD_M, f"{yards['number']}Y", rest, yards))
    if marathon := rest.take(words.MARATHON):
        found.append(_over(MARATHON_M, "MAR", rest, marathon))
    mile = rest.take(patterns.MILE)
    if mile and not (mile["before"] and any(found)):
        found.append(_over(MILE_M, "MILE", rest, mile))
    found += _to_a_time(rest)
    if not any(found):
        found += _bare(rest)
    events = [event for event in found if event is not None]
    return _across_country(events, rest)


def _number(match: re.Match[str]) -> float:
    return patterns.NUMBERS.get(match["number"]) or float(match["number"].replace(",", "."))


def _metres(number: str) -> float:
    """`1500`, `1,500`, `10 000`, `1609.34`."""
    if " " in number and not _is_round(int(number.replace(" ", ""))):
        return float(number.rpartition(" ")[2])
    digits = re.fullmatch(r"(\d{1,3})(?:[,.' ](\d{3}))+", number)
    return float(re.sub(r"\D", "", number)) if digits else float(number.replace(",", "."))


def _is_round(metres: int) -> bool:
    return metres % 500 == 0 or metres in STANDARD_M or metres in (1609, 3218, 3219)


def _over(metres: float, code: str, rest: _Rest, match: re.Match[str]) -> Event | None:
    """A race over a distance, of the kind that the title says."""
    ending = match.groupdict().get("ending") or ""
    for exact, name in NAMED_M.items():
        if abs(metres - exact) < 1:
            metres, code = exact, name
    length = f"{metres:g}"
    if ending.endswith("h") or words.HURDLES.search(rest.text):
        if (
            ending == "h"
            and " " in match[0].strip().rpartition("h")[0][-1:]
            and metres in (100, 200, 300, 400)
        ):
            raise ValueError(
                f"{match[0].strip()!r} may be hurdles or a race of men: write {length}H or {length}"
            )
        if ending.endswith("h") and metres > 400:
            return track_race(metres, code or length)
        return track_race(metres, f"{code or length}H", "hurdles")
    if ending in ("sc", "st") or words.STEEPLE.search(rest.text):
        return track_race(metres, f"{length}SC", "steeplechase")
    is_walk = ending in ("w", "rw") and not match[0].rstrip().endswith(" w")
    is_walk = is_walk or _is_walk(rest)
    if code in ("HM", "MAR") or code.endswith("K"):
        return road_race(metres, code, is_walk=is_walk)
    return track_race(metres, f"{code or length}{'W' if is_walk else ''}", "walk" if is_walk else "run")


def _is_walk(rest: _Rest) -> bool:
    """Whether it is a walk; a run that may also be walked is a run."""
    return bool(words.WALK.search(rest.text)) and not words.RUN.search(rest.text)


def _over_miles(number: float, rest: _Rest, match: re.Match[str]) -> Event | None:
    if number in (0.25, 0.5):
        return _over(number * MILE_M, f"{round(number * 1760)}Y", rest, match)
    if number == 1:
        return _over(MILE_M, "MILE", rest, match)
    return miles_race(number, is_walk=_is_walk(rest))


def _to_a_time(rest: _Rest) -> list[Event | None]:
    """Races to a time: "24 Hours", "6h", "Hour run"."""
    is_walk = _is_walk(rest)
    hours: list[float] = []
    if rest.take(words.HOUR):
        hours.append(1)
    while match := rest.take(patterns.HOURS):
        hours.append(_number(match))
    while match := rest.take(patterns.DAYS):
        hours.append(24 * _number(match))
    return [
        timed_race(3600 * number, f"{number:g}H{'W' if is_walk else 'R'}", "walk" if is_walk else "run")
        for number in hours
        if number in TIMED_HOURS
    ]


def _bare(rest: _Rest) -> list[Event | None]:
    """A number alone that can only be metres: beside the sex, the round or a word as "hurdles"."""
    for match in patterns.BARE.finditer(rest.text):
        metres = _metres(match["number"])
        ending = match["ending"]
        before, after = rest.text[: match.start()].rstrip(" -–:,("), rest.text[match.end() :].lstrip(" -–:,)")
        beside = before[-1:] == GONE or after[:1] == GONE or not (before or after)
        named = any(kind.match(after) for kind in (words.HURDLES, words.STEEPLE, words.WALK, words.RUN))
        named = named or bool(re.match(r"(?:dash|sprint|flat|planos|lisos|plat)\b", after))
        if ending == "y":
            return [_over(metres * YARD_M, f"{match['number']}Y", rest, match)]
        if (metres in STANDARD_M and (named or (beside and metres >= 100))) or (
            ending and metres in STANDARD_M
        ):
            return [_over(metres, "", rest, match)]
    return []


def _across_country(events: list[Event], rest: _Rest) -> list[Event]:
    if not words.CROSS.search(rest.text):
        return events
    across = Event(code="XC", distance_m=0, kind="cross country", setting="trail")
    return [replace(across, distance_m=event.distance_m) for event in events] or [across]


def _relay(rest: _Rest, title: str) -> Event | None:
    """A relay whose legs a title gives."""
    if match := re.search(r"(?<!\w)(dmr|distance medley)(?!\w)", rest.text):
        return medley("DMR", MEDLEYS["DMR", 4000])
    if legs := rest.take(patterns.MEDLEY_LEGS):
        metres = tuple(float(leg) for leg in re.findall(r"\d+", legs[0]))
        code = next((key[0] for key, known in MEDLEYS.items() if known == metres), f"{len(metres)}xRELAY")
        if min(metres) >= 50:
            return medley(code, metres)
    match = rest.take(patterns.EQUAL_LEGS)
    if match and (event := _equal_legs(match, rest)):
        return event
    if words.RELAY.search(rest.text) and (
        total := patterns.METRES.search(rest.text) or patterns.BARE.search(rest.text)
    ):
        metres_ = _metres(total["number"])
        if re.search(r"(?<!\w)(?:smr|sprint medley)(?!\w)", rest.text):
            if ("SMR", metres_) in MEDLEYS:
                return medley("SMR", MEDLEYS["SMR", metres_])
        elif metres_ in (400, 800, 1600, 3200) and "medley" not in rest.text:
            return relay(4, metres_ / 4, f"4x{metres_ / 4:g}")
    if words.RELAY.search(rest.text):
        raise ValueError(f"{title!r} does not say what the legs of the relay are, as in 4x400")
    return None


def _equal_legs(match: re.Match[str], rest: _Rest) -> Event | None:
    count, unit = int(match["count"]), match["unit"] or ""
    is_mile = bool(re.match(r"\s*miles?", rest.text[rest.text.find(GONE) :])) if not match["leg"] else False
    if unit.startswith("mile") or is_mile:
        number = float((match["leg"] or "1").replace(",", "."))
        return relay(count, number * MILE_M, f"{count}xMILE") if number == 1 else None
    if not match["leg"]:
        return None
    if unit.startswith("y"):
        return relay(count, int(match["leg"]) * YARD_M, f"{count}x{match['leg']}Y")
    if unit.startswith("k"):
        leg_m = 1000 * float(match["leg"].replace(",", "."))
        event = relay(count, leg_m, f"{count}x{leg_m:g}")
        return replace(event, setting="road", lap_m=None) if event else None
    leg_m = _metres(match["leg"])
    hurdles = "H" if match["ending"] or words.HURDLES.search(rest.text) else ""
    return relay(count, leg_m, f"{count}x{leg_m:g}{hurdles}") if leg_m >= 50 else None
