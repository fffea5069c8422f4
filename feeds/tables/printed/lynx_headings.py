"""What the heading of a heat of FinishLynx says of a race."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.table_race import TablePoint, TableRace, TableRunner
from race.event_names import EventTitle, parse_title

if TYPE_CHECKING:
    from feeds.tables.printed.lynx_files import LynxHeat
    from feeds.tables.table_format import Hints

SCHEDULED = re.compile(r"(?P<time>\d{1,2}:\d\d)\s*\|\s*")
_ROUND_NUMBERS = re.compile(r"\d{1,2}")
HINT = "give it with --event EVENT, as in --event 1500 or --event 4x400"


def heat_title(heat: LynxHeat, file: str, hints: Hints) -> EventTitle:
    """The event of a heat. Raises FeedError where its title and its distance do not say it, or disagree."""
    printed = SCHEDULED.sub("", heat.title)
    metres = float(re.sub(r"[^\d.]", "", heat.distance)) if heat.distance else None
    try:
        title = parse_title(hints.event) if hints.event else parse_title(printed)
        if title is None and (metres or hints.distance_m):
            title = parse_title(f"{metres or hints.distance_m:g} m")
    except ValueError as error:
        raise FeedError(f"{file}: {error}; {HINT}") from None
    if title is None or title.event.distance_m <= 0:
        raise FeedError(f"{file}: neither the title {printed!r} nor a distance says which race it is; {HINT}")
    distance_m = title.event.distance_m
    if hints.event:
        return title
    if metres and abs(metres - distance_m) > 0.005 * distance_m:
        raise FeedError(f"{file}: {printed!r} is headed as a race over {metres:g} m; {HINT}")
    others = [
        n for n in re.findall(r"(?<![\w.])\d{3,5}(?=\s|m\b|M\b)", printed) if int(n) != round(distance_m)
    ]
    if not metres and others and not title.event.legs:
        raise FeedError(f"{file}: {printed!r} has more than one number that may be its distance; {HINT}")
    return title


def names_event(heat: LynxHeat) -> bool:
    """Whether the title says which event it is, and not the distance alone."""
    try:
        return parse_title(SCHEDULED.sub("", heat.title)) is not None
    except ValueError:
        return False  # it may be one of two


def lynx_race(
    heat: LynxHeat,
    title: EventTitle,
    file: str,
    points: tuple[TablePoint, ...],
    runners: tuple[TableRunner, ...],
) -> TableRace:
    """A race with what the heading says of it."""
    scheduled = SCHEDULED.match(heat.title)
    is_number = _ROUND_NUMBERS.fullmatch(heat.round) is not None
    named_round = (
        "" if is_number and int(heat.round) == 1 else f"round {heat.round}" if is_number else heat.round
    )
    remarks = (
        f"Start at {heat.start} local time." if heat.start else "",
        f"Scheduled for {scheduled['time']} local time." if scheduled else "",
        f"Event {heat.event}.",
    )
    return TableRace(
        name=SCHEDULED.sub("", heat.title) or f"Event {heat.event}",
        event=title.event,
        points=points,
        runners=runners,
        sex=title.sex,
        round=(title.round or named_round.lower())[:32],
        heat=(heat.heat or title.heat)[:16],
        source=file,
        remarks=tuple(filter(None, remarks)),
    )
