"""Which races of a file are wanted, and how long each is where the file does not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from feeds.errors import AnswerNeeded, FeedError, did_you_mean
from race.course import NEAR_M
from race.event import Event
from race.event_names import parse_event

if TYPE_CHECKING:
    from feeds.tables.table_format import Hints
    from race.messages import Setting

MOST_NAMED = 8


def chosen(names: Iterable[str], hints: Hints, file_name: str) -> list[str]:
    """The names of the races to convert: those asked for with `--only`, else all; none if there are none.

    A number that is not a name is that of a race in the order of the file, from 1.
    Raises FeedError of what is neither.
    """
    known = list(dict.fromkeys(names))
    numbers = {str(number): name for number, name in enumerate(known, 1)}
    wanted = {name if name in known else numbers.get(name, name) for name in hints.only}
    unknown = next((name for name in hints.only if name in wanted and name not in known), None)
    if known and unknown is not None:
        near = did_you_mean([repr(name) for name in get_close_matches(unknown, known, 2)])
        raise FeedError(f"{file_name}: it has no race {unknown!r}{near} (it has {_listed(known)})")
    return [name for name in known if not wanted or name in wanted]


def events_of(
    stated: Mapping[str, Event | None], hints: Hints, setting: Setting, file_name: str
) -> dict[str, Event]:
    """The event of each race by its name: what the file states, or for a single race the options.

    Raises FeedError where neither says how far a race is.
    """
    hinted = hinted_event(hints, setting)
    if hinted is not None and len(stated) == 1:
        return dict.fromkeys(stated, hinted)
    lacking = [name for name, event in stated.items() if event is None]
    if hinted is not None and len(lacking) == 1:
        return {name: event or hinted for name, event in stated.items()}
    if hinted is not None:
        raise FeedError(
            f"{file_name}: --distance and --event are for one race, and there are {len(stated)}: "
            f"convert them one by one with --only ({_listed(list(stated))})"
        )
    if lacking:
        verb = "is" if len(lacking) == 1 else "are"
        one_by_one = f" and --only to choose one of {len(stated)} races" if len(stated) > 1 else ""
        raise AnswerNeeded(
            f"{file_name}: it does not say how far {_listed(lacking)} {verb}: "
            f"give --distance METRES or --event EVENT{one_by_one}",
            "--event 1500",
        )
    return {name: event for name, event in stated.items() if event is not None}


def hinted_event(hints: Hints, setting: Setting) -> Event | None:
    """The event given as an option; None without one. Raises FeedError."""
    if not hints.event:
        return (hints.distance_m and Event(code="", distance_m=hints.distance_m, setting=setting)) or None
    try:
        event = parse_event(hints.event) or (
            parse_event(f"{hints.event} m") if hints.event.isdecimal() else None
        )
    except ValueError as error:
        raise FeedError(f"--event: {error}") from None
    if event is None:
        raise FeedError(f"--event: {hints.event!r} is not an event (write 1500, 10km, 4x400, marathon)")
    if hints.distance_m and event.distance_m and abs(event.distance_m - hints.distance_m) > NEAR_M:
        raise FeedError(
            f"--event {hints.event} is {event.distance_m:g} m, and --distance says {hints.distance_m:g} m"
        )
    return replace(event, distance_m=event.distance_m or hints.distance_m or 0.0)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(repr(name) for name in names[:MOST_NAMED]) + more
