"""What kind of race an event is, by the codes of OpenTrack's open athletics vocabulary.

The codes are those of the vocabulary's reference library (openath/athlib). It has none for some races, which
have codes of their own here: `2MILE` for miles on a track, `4xMILE`, `DMR` and `SMR` for the distance and the
sprint medley, and the ending `WC` for wheelchairs, as in `1500WC`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from race.later_pattern import later_pattern
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from race.messages import Setting, StartList

EventKind = Literal["run", "walk", "hurdles", "steeplechase", "relay", "wheelchair", "cross country"]

MILE_M = 1609.344
YARD_M = 0.9144
HALF_MARATHON_M = 21_097.5
MARATHON_M = 42_195.0
SHORTEST_M = 30
"""No race is shorter."""
LONGEST_M = 1_000_000
"""The longest that a race file may hold."""
FASTEST_MS = (8.0, 5.0)
"""Metres a second that no runner keeps up in a race to a time, up to an hour and longer."""

MOST_MILES = 30
"""A larger number with an M is probably metres."""
MOST_TRACK_MILES = 2

LAP_M: dict[str, float] = {"track": 400, "indoor": 200}
"""Metres of a lap, by setting."""

HURDLES_M = frozenset({40, 50, 55, 60, 65, 70, 75, 80, 100, 110, 200, 250, 300, 400})
"""Metres that are run over hurdles."""

NAMED_M = {MILE_M: "MILE", 2 * MILE_M: "2MILE", HALF_MARATHON_M: "HM", MARATHON_M: "MAR"}
"""Codes of races whose distance is not a whole number of metres, or has a name of its own."""

LANES_M: dict[tuple[Setting, tuple[float, ...]], float] = {
    ("track", (800.0,)): 115.61,
    ("track", (400.0,) * 4): 515.61,
    ("indoor", (400.0,)): 165.0,
    ("indoor", (800.0,)): 165.0,
    ("indoor", (200.0,) * 4): 265.0,
    ("indoor", (400.0,) * 4): 165.0,
}
"""Up to the break line, by the setting and the legs (World Athletics Technical Rules 17.5, 24.10 and 44).

Outdoors it is after the first bend of the 800 m, which begins at the start, and after the third of the
4x400 m. A bend of the standard track is pi x 36.80 m = 115.61 m long (radius 36.50 m, measured 0.30 m
outside the kerb; IAAF Track and Field Facilities Manual, 2008). Indoors the 400 m is run in lanes up to the
home straight, 165 m from the start, and since November 2025 so is the 800 m (the changes that World
Athletics announced in January 2026); before it was after the first bend, of some 65 m. The 4x400 m is run
as the 400 m, the second leg of the 4x200 m in lanes around its first bend.
"""

MEDLEYS: dict[tuple[str, float], tuple[float, ...]] = {
    ("DMR", 4000): (1200, 400, 800, 1600),
    ("SMR", 800): (100, 100, 200, 400),
    ("SMR", 1600): (200, 200, 400, 800),
}
"""The legs of a relay with legs of several lengths, by its code and the metres of all together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event that is a race over a distance, or to a time."""

    code: str
    """`1500`, `MILE`, `10000W`, `110H`, `3000SC`, `4x400`, `HM`; empty where there is no code for it."""
    distance_m: float
    """Metres; of a relay, of all legs together; of a race to a time, further than anyone can come.
    0 of an event without a distance of its own, as cross country: it has to be asked for."""
    kind: EventKind = "run"
    setting: Setting = "track"
    lap_m: float | None = None
    """Metres of a lap; None on a road and across country."""
    legs: tuple[float, ...] = ()
    """Metres of each leg of a relay."""
    limit_s: float | None = None
    """Seconds that a race to a time lasts."""

    @property
    def is_plain_run(self) -> bool:
        """Whether all run for themselves and over no obstacles, as where projections were measured."""
        return self.kind in ("run", "cross country")

    @property
    def is_on_foot(self) -> bool:
        """Whether the limits of what a human can run hold."""
        return self.kind != "wheelchair"

    @property
    def leg_m(self) -> float | None:
        """Metres of the longest leg of a relay, further than which no one runs; None if not known."""
        return max(self.legs, default=None)

    @property
    def lanes_m(self) -> float:
        """Metres from the start that are run in lanes before all may break for the inside; 0 for none.

        Until there the staggered starts hide who is ahead. In races that are run in lanes throughout, as the
        400 m, every time is taken after the same distance, so those are in order by time on the way.
        """
        if self.kind not in ("run", "relay", "wheelchair"):
            return 0.0
        return LANES_M.get((self.setting, self.legs or (self.distance_m,)), 0.0)

    @property
    def is_team_race(self) -> bool:
        """Whether its entrants are teams, of which one runs at a time."""
        return self.kind == "relay"

    @property
    def measures_wind(self) -> bool:
        """Whether the wind counts with a result: outdoors, up to 200 m (Technical Rule 17)."""
        return self.setting == "track" and self.distance_m <= 200 and not self.legs

    def indoors(self) -> Event:
        """The event on an indoor track."""
        return replace(self, setting="indoor", lap_m=LAP_M["indoor"])

    def in_wheelchairs(self) -> Event:
        """The event in wheelchairs. Raises ValueError of a walk, hurdles or the like."""
        if self.kind != "run":
            raise ValueError(f"no {self.kind} is raced in wheelchairs")
        return replace(self, kind="wheelchair", code=f"{self.code}WC" if self.code else "")


def read_code(text: str) -> Event | None:
    """The event that a code stands for, or None. Raises ValueError of a code with two meanings."""
    code = re.sub(r"(?<=\d)\s*[x×]\s*", "x", text.strip(), flags=re.I)
    code = re.sub(r"(?<=\d)m$", "", code).upper()
    stem = code.removesuffix("WC")
    for pattern, build in _CODES:
        if match := pattern.fullmatch(stem):
            event = build(match)
            if event is None or event.distance_m > LONGEST_M:
                return None
            return event.in_wheelchairs() if stem != code else event
    return None


def flat_race(metres: float, setting: Setting = "track") -> Event:
    """A run over a distance. Raises ValueError where that is too short or too long."""
    if not SHORTEST_M <= metres <= LONGEST_M:
        raise ValueError(f"{metres:g} m is not the length of a race")
    exact = next((known for known in NAMED_M if abs(known - metres) < 1), metres)
    code = NAMED_M.get(exact, f"{metres:g}")
    return Event(code=code, distance_m=exact, setting=setting, lap_m=LAP_M.get(setting))


def event_of(start_list: StartList) -> Event:
    """The event of a race file: its code says of what kind it is, and all else is the race's own."""
    return event_by_code(
        start_list.event,
        distance_m=start_list.distance_m,
        setting=start_list.setting,
        lap_m=start_list.lap_m,
        limit_s=start_list.limit_s,
    )


def event_by_code(
    code: str, *, distance_m: float, setting: Setting, lap_m: float | None, limit_s: float | None
) -> Event:
    """An event of which all is known; its code says of what kind it is."""
    try:
        known = read_code(code)
    except ValueError:
        known = None
    event = known or Event(code=code, distance_m=0)
    legs = event.legs or MEDLEYS.get((event.code, round(distance_m)), ())
    if legs and abs(sum(legs) - distance_m) > 0.5:
        legs = ()
    return replace(
        event, code=code, distance_m=distance_m, setting=setting, lap_m=lap_m, legs=legs, limit_s=limit_s
    )


def track_race(metres: float, code: str, kind: EventKind = "run") -> Event | None:
    """A race on a track; None where it is too short to be one."""
    if metres < SHORTEST_M:
        return None
    return Event(code=code, distance_m=metres, kind=kind, lap_m=LAP_M["track"])


def road_race(metres: float, code: str, *, is_walk: bool = False) -> Event | None:
    """A race on a road; None where it is too short to be one."""
    if metres < SHORTEST_M:
        return None
    return Event(
        code=f"{code}W" if is_walk else code,
        distance_m=metres,
        kind="walk" if is_walk else "run",
        setting="road",
    )


def miles_race(number: float, *, is_walk: bool = False) -> Event | None:
    """A race over miles: one or two are run on a track, more on a road."""
    metres = round(number * MILE_M, 3)
    if number <= MOST_TRACK_MILES:
        code = f"{'' if number == 1 else f'{number:g}'}MILE{'W' if is_walk else ''}"
        return track_race(metres, code, "walk" if is_walk else "run")
    return road_race(metres, f"{number:g}M{'ILE' if number > MOST_MILES else ''}", is_walk=is_walk)


def relay(count: int, leg_m: float, code: str) -> Event | None:
    """A relay of equal legs on a track."""
    if not 2 <= count <= 50 or leg_m < SHORTEST_M:
        return None
    legs = (leg_m,) * count
    return Event(code=code, distance_m=round(sum(legs), 3), kind="relay", lap_m=LAP_M["track"], legs=legs)


def medley(code: str, legs: tuple[float, ...]) -> Event:
    """A relay with legs of several lengths."""
    return Event(code=code, distance_m=sum(legs), kind="relay", lap_m=LAP_M["track"], legs=legs)


def timed_race(seconds: float, code: str, kind: EventKind = "run") -> Event:
    """A race to a time."""
    return Event(
        code=code,
        distance_m=min(float(round(seconds * FASTEST_MS[seconds > 3600])), LONGEST_M),
        kind=kind,
        setting="road",
        limit_s=seconds,
    )


TRACK_KINDS: dict[str, EventKind] = {
    "": "run", "H": "hurdles", "LH": "hurdles", "SH": "hurdles", "SC": "steeplechase", "W": "walk"
}  # fmt: skip
"""By the ending of a code."""


def _on_track(match: re.Match[str]) -> Event | None:
    ending = match[2].removeprefix("M")
    kind = TRACK_KINDS[ending]
    if kind == "hurdles" and int(match[1]) not in HURDLES_M:
        return None
    return track_race(float(match[1]), match[1] + ("H" if kind == "hurdles" else ending), kind)


def _miles(match: re.Match[str]) -> Event | None:
    """Miles: one or two on a track, more on a road. Raises ValueError where `M` may be metres as well."""
    number = float(match[1])
    if match[2] == "M" and number > MOST_MILES:
        raise ValueError(f"{match[0]} may be metres or miles: write {match[1]} or {match[1]}MILE")
    return miles_race(number, is_walk=match[3] == "W")


def _hours(match: re.Match[str]) -> Event:
    return timed_race(3600 * int(match[1]), match[0], "walk" if match[2] == "W" else "run")


_CODES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Event | None]], ...] = (
    (later_pattern(r"0*([1-9]\d{1,5})(M?(?:[LS]?H|SC|W)|)"), _on_track),
    (later_pattern(r"(\d{2,4})Y(H?)"),
     lambda m: track_race(round(int(m[1]) * YARD_M, 3), m[0], "hurdles" if m[2] else "run")),
    (later_pattern(r"(\d{1,3}(?:\.\d{1,4})?)KM?(W?)"),
     lambda m: road_race(float(m[1]) * 1000, f"{m[1]}K", is_walk=bool(m[2]))),
    (later_pattern(r"(\d{1,3}(?:\.\d{1,2})?)(M|MILES?)(W?)"), _miles),
    (later_pattern(r"MILE(W?)"), lambda m: miles_race(1, is_walk=bool(m[1]))),
    (later_pattern(r"HM(W?)"), lambda m: road_race(HALF_MARATHON_M, "HM", is_walk=bool(m[1]))),
    (later_pattern(r"MAR(W?)"), lambda m: road_race(MARATHON_M, "MAR", is_walk=bool(m[1]))),
    (later_pattern(r"XC"), lambda _: Event(code="XC", distance_m=0, kind="cross country", setting="trail")),
    (later_pattern(r"(\d{1,2})X(\d{2,5})(Y|H|)"),
     lambda m: relay(int(m[1]), int(m[2]) * (YARD_M if m[3] == "Y" else 1), f"{int(m[1])}x{m[2]}{m[3]}")),
    (later_pattern(r"(\d{1,2})XMILE"), lambda m: relay(int(m[1]), MILE_M, f"{int(m[1])}xMILE")),
    (later_pattern(r"DMR"), lambda m: medley(m[0], MEDLEYS["DMR", 4000])),
    (later_pattern(r"SMR(800|1600)"), lambda m: medley("SMR", MEDLEYS["SMR", float(m[1])])),
    (later_pattern(r"SMR|\d{1,2}XRELAY"),
     lambda m: Event(code=m[0].replace("X", "x"), distance_m=0, kind="relay", lap_m=LAP_M["track"])),
    (later_pattern(r"0*([1-9]\d{0,2})H([RW])"), _hours),
    (later_pattern(r"T([1-9]\d{0,2})"), lambda m: timed_race(60 * int(m[1]), m[0])),
)  # fmt: skip
