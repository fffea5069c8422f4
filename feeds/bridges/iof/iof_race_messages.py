"""A class as its file has it at the moment, as the messages that hold of the race."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.race_choice import hinted_event
from feeds.tables.race_messages import convert_table
from feeds.tables.table_format import Hints
from race.event import Event
from race.messages import Gun, Split, StartList

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.iof.control_distances import ControlDistances
    from feeds.tables.programs.iof_event import IofEvent
    from feeds.tables.programs.iof_race import IofRace
    from feeds.tables.table_race import TableRace, TableRunner
    from race.messages import Message

ASSUMED_M = 5000.0
"""The length of a course of which nothing says it."""


def iof_hints(settings: BridgeSettings) -> Hints:
    """What the mapping file says of the race: `event` is the event, `distance_m` its length."""
    metres = settings.table.get("distance_m")
    is_number = isinstance(metres, int | float) and not isinstance(metres, bool)
    return Hints(
        event=str(settings.table.get("event", "")),
        distance_m=float(metres) if is_number and 0 < metres <= 1_000_000 else None,  # type: ignore[operator, arg-type]
        date=settings.date.isoformat() if settings.date else "",
        zone=settings.zone,
    )


def iof_event(race: IofRace, hints: Hints) -> tuple[Event, str]:
    """The event of a race, and what was assumed of it in words. Raises FeedError."""
    try:
        known = hinted_event(hints, "trail") or race.stated_event
    except FeedError as error:
        raise FeedError(f"mapping file: {error}") from None
    if known is not None:
        return known, ""
    assumed = f"a course of {ASSUMED_M:g} m is assumed of {race.name} (distance_m in the mapping file)"
    return Event(code="", distance_m=ASSUMED_M, setting="trail"), assumed


def iof_messages(
    race: IofRace, about: IofEvent, event: Event, settings: BridgeSettings, distances: ControlDistances
) -> list[Message]:
    """All that holds of a race. Raises FeedError."""
    table = race.table(about, event, iof_hints(settings), "IOF XML", is_final=False)
    has_waves = race.first_start is not None and len({runner.start_ms for runner in race.runners}) > 1
    live = [_live(runner, race.first_start if has_waves else None) for runner in table.runners]
    runners = _ranked(live, len(table.points) - 1)
    table = replace(
        table,
        runners=tuple(runners),
        evidence="device",
        zone=str(getattr(settings.zone, "key", "")),
        source="IOF XML",
        is_weighed=True,
    )
    messages = list(convert_table(distances.placed(table)).messages)
    if not _has_begun(table):
        messages = [message for message in messages if not isinstance(message, Gun) or message.wave]
    return messages if settings.start_list is None else _in_race(messages, settings.start_list)


def _live(runner: TableRunner, first_start: datetime | None) -> TableRunner:
    """A runner while the race is on, in a wave by the own start if not all start together.

    A result that is not there yet is none that is missing.
    """
    if runner.status == "unknown" and not runner.reason:
        runner = replace(runner, status=None)
    if first_start is None or runner.start_ms is None:
        return runner
    start = first_start + timedelta(milliseconds=runner.start_ms)
    decimals = f".{start:%f}".rstrip("0") if start.microsecond else ""
    return replace(runner, wave=f"{start:%H:%M:%S}{decimals}")


def _ranked(runners: Sequence[TableRunner], finish: int) -> list[TableRunner]:
    """The runners with their places where these do not follow from the times.

    Places change with each who finishes faster; as messages they would all be sent again.
    """
    results = {
        index: figure.time.ms
        for index, runner in enumerate(runners)
        for figure in runner.times
        if figure.point == finish and figure.time is not None and runner.status is None
    }
    order = sorted(results.values())
    return [
        replace(runner, place=None)
        if index in results and runner.place == bisect_left(order, results[index]) + 1
        else runner
        for index, runner in enumerate(runners)
    ]


def _has_begun(table: TableRace) -> bool:
    return any(runner.times or runner.status not in (None, "dns") for runner in table.runners)


def _in_race(messages: Sequence[Message], start_list: StartList) -> list[Message]:
    """The messages in the operator's race: at its checkpoints, known by their codes."""
    listed = [c.id for c in start_list.checkpoints]
    finish = max(start_list.checkpoints, key=lambda checkpoint: checkpoint.distance_m).id
    kept: list[Message] = []
    for message in messages:
        if isinstance(message, Split) and message.checkpoint not in listed:
            if message.checkpoint == "finish":
                kept.append(replace(message, checkpoint=finish))
        elif not isinstance(message, StartList):
            kept.append(message)
    return kept
