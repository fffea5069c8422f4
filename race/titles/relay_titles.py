"""Relays in titles: "4x400 m", "4 x 1 Mile", "Distance medley", "1600 Meter Relay"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from race.event import MEDLEYS, MILE_M, YARD_M, Event, medley, relay
from race.titles import title_patterns as patterns
from race.titles import title_words as words
from race.titles.title_distances import metres_of

if TYPE_CHECKING:
    from race.titles.title_text import TitleText

SHORTEST_LEG_M = 40
LEG_STEP_M = 50
"""The legs of a medley are multiples of it; other numbers between hyphens are not legs."""
LARGEST_TEAM = 50
TOTALS_M = (400, 800, 1600, 3200)
"""Metres of all four legs that a relay may be called by, in the USA."""

_DISTANCE_MEDLEY = re.compile(r"(?<!\w)(?:dmr|distance medley)(?!\w)")
_SPRINT_MEDLEY = re.compile(r"(?<!\w)(?:smr|sprint medley)(?!\w)")


def relay_of(title: TitleText) -> Event | None:
    """The relay that a title names. Raises ValueError of one whose legs it does not give."""
    if title.take(_DISTANCE_MEDLEY):
        return medley("DMR", MEDLEYS["DMR", 4000])
    found = _printed_legs(title) or _equal_legs(title)
    if found is None and title.has(words.RELAY):
        found = _by_total(title)
        if found is None:
            raise ValueError(f"{title.printed!r} does not say what the legs of the relay are, as in 4x400")
    return replace(found, setting="trail", lap_m=None) if found and title.has(words.CROSS) else found


def _printed_legs(title: TitleText) -> Event | None:
    """1200-400-800-1600."""
    match = patterns.MEDLEY_LEGS.search(title.text)
    legs = tuple(float(leg) for leg in re.findall(r"\d+", match[0])) if match else ()
    if not legs or any(leg % LEG_STEP_M for leg in legs):
        return None
    code = next((code for (code, _), known in MEDLEYS.items() if known == legs), f"{len(legs)}xRELAY")
    return medley(code, legs)


def _by_total(title: TitleText) -> Event | None:
    total = patterns.METRES.search(title.text) or patterns.BARE.search(title.text)
    metres = metres_of(total["number"]) if total else 0.0
    if title.has(_SPRINT_MEDLEY):
        legs = MEDLEYS.get(("SMR", metres))
        return medley("SMR", legs) if legs else None
    if metres not in TOTALS_M or "medley" in title.text:
        return None
    return relay(4, metres / 4, f"4x{metres / 4:g}")


def _equal_legs(title: TitleText) -> Event | None:
    """4x400. Raises ValueError where a title names two such relays."""
    over_hurdles = title.has(words.HURDLES)
    events = [
        _of_legs(match, over_hurdles=over_hurdles) for match in patterns.EQUAL_LEGS.finditer(title.text)
    ]
    found = {event.code: event for event in events if event is not None}
    if len(found) > 1:
        raise ValueError(f"{title.printed!r} names two relays, {' and '.join(found)}")
    return next(iter(found.values()), None)


def _of_legs(match: re.Match[str], *, over_hurdles: bool) -> Event | None:
    count, leg, unit = int(match["count"]), match["leg"], match["unit"] or ""
    if not 2 <= count <= LARGEST_TEAM:
        return None
    if unit.startswith("mi"):
        return relay(count, MILE_M, f"{count}xMILE") if leg in (None, "1") else None
    if not leg:
        return None
    if unit.startswith("k"):
        leg_m = 1000 * float(leg.replace(",", "."))
        on_road = relay(count, leg_m, f"{count}x{leg_m:g}")
        return replace(on_road, setting="road", lap_m=None) if on_road else None
    leg_m = metres_of(leg)
    if leg_m < SHORTEST_LEG_M:
        return None
    if unit.startswith("y"):
        return relay(count, round(leg_m * YARD_M, 3), f"{count}x{leg_m:g}Y")
    return relay(count, leg_m, f"{count}x{leg_m:g}{'H' if match['ending'] or over_hurdles else ''}")
