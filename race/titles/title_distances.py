"""Distances and times in titles: "1,500 m", "10K", "Half Marathon", "440 Yard Hurdles", "24 Hours"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from race.event import (
    HALF_MARATHON_M,
    HURDLES_M,
    MARATHON_M,
    MILE_M,
    NAMED_M,
    YARD_M,
    Event,
    miles_race,
    road_race,
    timed_race,
    track_race,
)
from race.titles import title_patterns as patterns
from race.titles import title_words as words
from race.titles.title_text import GONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.titles.title_text import TitleText

STANDARD_M = frozenset(
    {50, 55, 60, 75, 80, 100, 110, 150, 200, 300, 400, 500, 600, 800, 1000, 1200, 1500, 1600, 2000, 2400}
    | {3000, 3200, 4000, 5000, 6000, 8000, 10_000, 15_000, 20_000}
)
"""Metres that a number alone may stand for, as in "Girls 1600"."""

SHORTEST_ALONE_M = 100
"""Less may be an age."""

WALKS_FROM_M = 1000
"""Shorter walks are not held."""

TIMED_HOURS = frozenset({1, 2, 3, 4, 5, 6, 8, 10, 12, 24, 36, 48, 72, 96, 120, 144, 240})
SAME = 0.003
"""How much two distances in one title may differ, as a share: 21.1 km is a half marathon."""


def distance_of(title: TitleText, sex: str) -> Event | None:
    """The event that a title names by a distance, a name or a time. Raises ValueError where it names two."""
    is_across_country = title.has(words.CROSS)
    reader = _Distances(title, sex)
    events = [event for event in reader.found() if event is not None]
    for other in events[1:]:
        if not _is_one(other, events[0]):
            first, second = _said(events[0]), _said(other)
            raise ValueError(f"{title.printed!r} names two distances, {first} and {second}")
    event = events[0] if events else None
    if not is_across_country:
        return event
    distance_m = event.distance_m if event else 0
    return Event(code="XC", distance_m=distance_m, kind="cross country", setting="trail")


def _is_one(event: Event, other: Event) -> bool:
    is_same_length = abs(event.distance_m - other.distance_m) <= SAME * other.distance_m
    return is_same_length and (event.limit_s, event.setting) == (other.limit_s, other.setting)


def _said(event: Event) -> str:
    where = " on a road" if event.setting == "road" else ""
    return f"{event.limit_s / 3600:g} h" if event.limit_s else f"{event.distance_m:g} m{where}"


def metres_of(number: str) -> float:
    """`1500`, `1,500`, `10 000`, `1609.34`."""
    if " " in number and not _is_usual(int(number.replace(" ", ""))):
        return float(number.rpartition(" ")[2])
    if re.fullmatch(r"\d{1,3}(?:[,.' ]\d{3})+", number):
        return float(re.sub(r"\D", "", number))
    return float(number.replace(",", "."))


def _is_usual(metres: int) -> bool:
    """Whether a number with a blank is one number: 1 500, and not 4 800."""
    return metres % 500 == 0 or metres in STANDARD_M or metres in (1609, 3218, 3219)


def _number(match: re.Match[str]) -> float:
    return patterns.NUMBERS.get(match["number"]) or float(match["number"].replace(",", "."))


class _Distances:
    """The distances of one title."""

    def __init__(self, title: TitleText, sex: str) -> None:
        self._title = title
        self._sex = sex
        self._has_hurdles = title.has(words.HURDLES)
        self._has_steeples = title.has(words.STEEPLE)
        self._is_walk = self._has_walk()

    def found(self) -> list[Event | None]:
        """All that the title names."""
        title = self._title
        alone = [*self._alone(is_sure=True)]
        found = [*self._with_units()]
        if marathon := title.take(words.MARATHON):
            found.append(self._over(MARATHON_M, "MAR", marathon))
        mile = title.take(patterns.MILE)
        if mile and (any(found) or not title.has(patterns.NUMBER_ALONE)):
            found.append(self._over(MILE_M, "MILE", mile))
        found += [*self._to_a_time(), *alone]
        return found if any(found) else [*self._alone(is_sure=False)]

    def _has_walk(self) -> bool:
        """Whether it is a walk; a run that may also be walked is a run.

        Raises ValueError where the word is rather part of a name, as in "River Walk 10K".
        """
        walk = words.WALK.search(self._title.text)
        if walk is None or self._title.has(words.RUN):
            return False
        before = re.search(r"([a-z][\w'-]*)\s+$", self._title.text[: walk.start()])
        if walk[0] == "walk" and before and not patterns.BEFORE_WALK.fullmatch(before[1]):
            raise ValueError(f"{self._title.printed!r} may be a walk, or a run at a place with that name")
        return True

    def _with_units(self) -> Iterator[Event | None]:
        title = self._title
        if half := title.take(words.HALF_MARATHON):
            yield self._over(HALF_MARATHON_M, "HM", half)
        if other := title.take(words.OTHER_MARATHON):
            is_quarter = re.match(r"quarter|viertel|kvart|kwart|cuarto", other[0])
            yield self._over(MARATHON_M / 4, "10.55K", other) if is_quarter else None
        while metres := title.take(patterns.METRES):
            yield self._over(metres_of(metres["number"]), "", metres)
        while kilometres := title.take(patterns.KILOMETRES):
            number = _number(kilometres)
            yield self._over(round(1000 * number, 1), f"{number:g}K", kilometres)
        while miles := title.take(patterns.MILES):
            yield self._over_miles(_number(miles), miles)
        while yards := title.take(patterns.YARDS):
            yield self._over(round(int(yards["number"]) * YARD_M, 3), f"{yards['number']}Y", yards)

    def _over_miles(self, number: float, match: re.Match[str]) -> Event | None:
        if number in (0.25, 0.5):
            return self._over(round(number * MILE_M, 3), f"{round(number * 1760)}Y", match)
        if number == 1 or self._has_hurdles or self._has_steeples:
            return self._over(round(number * MILE_M, 3), "MILE", match)
        return miles_race(number, is_walk=self._is_walk)

    def _over(self, metres: float, code: str, match: re.Match[str]) -> Event | None:
        """A race over a distance, of the kind that the title says."""
        ending = match.groupdict().get("ending") or ""
        is_apart = bool(re.search(r"\s(?:h|w)$", match[0]))
        for exact, name in NAMED_M.items():
            if abs(metres - exact) < 1:
                metres, code = exact, name
        length = f"{metres:g}"
        if is_apart and not self._sex:
            self._refuse_a_letter(metres, length, ending)
        if self._has_hurdles or (ending.startswith(("h", "l", "i")) and metres in HURDLES_M):
            if metres not in HURDLES_M and not code.endswith("Y"):
                raise ValueError(f"{self._title.printed!r}: no race over hurdles is {length} m")
            return track_race(metres, f"{code or length}H", "hurdles")
        if ending in ("sc", "st") or self._has_steeples:
            return track_race(metres, f"{metres:.0f}SC", "steeplechase")
        is_walk = self._is_walk or (ending in ("w", "rw") and metres >= WALKS_FROM_M)
        if code in ("HM", "MAR") or code.endswith("K"):
            return road_race(metres, code, is_walk=is_walk)
        if is_walk and code.endswith("Y"):
            code = f"{metres:.0f}"
        return track_race(metres, f"{code or length}{'W' if is_walk else ''}", "walk" if is_walk else "run")

    def _refuse_a_letter(self, metres: float, length: str, ending: str) -> None:
        """Raise ValueError where a letter by itself may be the event or whom it is for."""
        what = ""
        if ending == "h" and metres in HURDLES_M and not self._has_hurdles:
            what = f"hurdles or a race of men: write {length}H or {length}"
        elif ending == "w" and metres >= WALKS_FROM_M and not self._is_walk:
            what = f"a walk or a race of women: write {length}W or {length}"
        if what:
            raise ValueError(f"{self._title.printed!r} may be {what}")

    def _to_a_time(self) -> Iterator[Event | None]:
        """Races to a time: "24 Hours", "6h", "Hour run"."""
        title, hours = self._title, list[float]()
        while match := title.take(patterns.HOURS):
            hours.append(_number(match))
        while match := title.take(patterns.DAYS):
            hours.append(24 * _number(match))
        if title.take(words.HOUR):
            hours.append(1)
        for number in hours:
            if number in TIMED_HOURS:
                code = f"{number:g}H{'W' if self._is_walk else 'R'}"
                yield timed_race(3600 * number, code, "walk" if self._is_walk else "run")

    def _alone(self, *, is_sure: bool) -> Iterator[Event | None]:
        """Numbers alone that can only be metres: behind the sex, or before a word as "hurdles".

        Where nothing else is named, one may also stand before the sex or the round (not `is_sure`).
        """
        text = self._title.text
        for match in patterns.BARE.finditer(text):
            metres = metres_of(match["number"])
            before = text[: match.start()].rstrip(" -–:,(")
            after = text[match.end() :].lstrip(" -–:,)")
            is_beside = before[-1:] == GONE or (not is_sure and (after[:1] == GONE or not (before or after)))
            is_named = any(kind.match(after) for kind in words.BEHIND_A_NUMBER)
            is_clear = match["ending"] or is_named or (is_beside and metres >= SHORTEST_ALONE_M)
            if metres in STANDARD_M and is_clear:
                yield self._over(metres, "", match)
