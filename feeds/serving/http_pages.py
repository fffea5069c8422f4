"""What a hub answers over plain HTTP: its races, its health, its metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from pydantic_core import to_json

from feeds.codec import VERSION
from feeds.serving.http_response import JSON, METRICS, Page, anyone_may_read

if TYPE_CHECKING:
    from feeds.protocol.race_notice import RaceNotice
    from feeds.serving.http_response import MayRead
    from feeds.serving.hub_computer import HubComputer
    from feeds.serving.publisher_registry import Contest
    from feeds.serving.publisher_service import PublisherService
    from feeds.serving.race_registry import RaceRegistry

RACES = "/v1/races"
"""The page that lists the races. What it says is to be refreshed before it is answered."""

PRIVATE = "(a private race)"
"""Stands for its name where it is not to be known."""

UNOPENED = "its log cannot be opened or begun"

SLOW_S = 1.0
"""A disk that takes so long for a group of messages is slow."""


def hub_pages(
    registry: RaceRegistry,
    service: PublisherService | None,
    now_ms: Callable[[], int],
    figures: Callable[[], tuple[int, Mapping[int, int]]],
    computer: Callable[[], HubComputer] | None,
) -> dict[str, Page]:
    """The pages of a hub by path.

    `figures` are how many viewers took nothing for too long, and how many connections were refused by status.
    """

    def list_races(may_read: MayRead) -> tuple[HTTPStatus, str]:
        return HTTPStatus.OK, listing(registry.notices(), now_ms(), may_read)

    def count(may_read: MayRead) -> tuple[HTTPStatus, str]:
        # Loaded when it is asked for: no one asks the hub of a replay.
        from feeds.serving.hub_metrics import metrics

        contested = service.publishers.contested if service is not None else {}
        return HTTPStatus.OK, metrics(registry, *figures(), contested, may_read)

    def say_health(may_read: MayRead) -> tuple[HTTPStatus, str]:
        return health(registry, service, may_read, computer() if computer is not None else None)

    return {
        "/health": Page(JSON, say_health),
        "/metrics": Page(METRICS, count),
        RACES: Page(JSON, list_races),
    }


def listing(notices: Sequence[RaceNotice], now_ms: int, may_read: MayRead) -> str:
    """The races of a hub as JSON, for someone who may read some of them."""
    races = ",".join(_row(notice) for notice in notices if may_read(notice.race))
    return f'{{"version":{VERSION},"now_ms":{now_ms},"races":[{races}]}}'


@lru_cache(maxsize=10_000)
def _row(notice: RaceNotice) -> str:
    """A race as JSON. Many ask for it before it changes."""
    return to_json(asdict(notice) | {"feed": f"{RACES}/{notice.race}/feed"}).decode()


def health(
    registry: RaceRegistry,
    service: PublisherService | None = None,
    may_read: MayRead = anyone_may_read,
    computer: HubComputer | None = None,
) -> tuple[HTTPStatus, str]:
    """The hub's health as JSON; the HTTP status says whether every race can be watched.

    Races that someone may not read are neither named nor counted: one entry says that something is wrong
    with any of them.
    """
    # Loaded when it is asked for: no one asks the hub of a replay.
    from feeds.protocol.hub_health import HubHealth, NotServed

    def on(race: str, sentence: str) -> str:
        return f"{race}: {sentence}" if may_read(race.removesuffix(".jsonl")) else PRIVATE

    acceptors = registry.acceptors.items()
    troubles = [on(race, one.trouble) for race, one in acceptors if one.trouble]
    troubles += [on(race, f"{UNOPENED}: {why}") for race, why in registry.unopened.recent().items()]
    slow = [on(race, f"writing takes {one.slow_s:.1f} s") for race, one in acceptors if one.slow_s >= SLOW_S]
    contests: Iterable[Contest] = ()
    if service is not None:
        troubles += service.troubles
        contests = service.publishers.contests.values()
    clocks = [f"{race}: {text}" for race, one in acceptors if may_read(race) for text in one.clocks.sentences]
    devices = [
        f"{race}: {device.text(f'{datetime.fromtimestamp(device.since_ms // 1000):%H:%M:%S}')}"
        for race in registry.publishers
        if may_read(race)
        for device in registry.devices(race)
    ]
    unserved, notes = sorted(registry.unserved.items()), sorted(registry.notes.items())
    not_served = [
        NotServed(race=race, reason=why) if may_read(race) else NotServed(race=PRIVATE, reason=PRIVATE)
        for race, why in unserved
    ]
    answer = HubHealth(
        status="trouble" if troubles or unserved else "slow" if slow else "ok",
        races=sum(map(may_read, (*registry.served, *registry.resting))),
        not_served=tuple(dict.fromkeys(not_served)),
        troubles=tuple(dict.fromkeys(troubles)),
        slow=tuple(dict.fromkeys(slow)),
        clocks=(*(computer.clock_changes if computer is not None else ()), *clocks),
        notes=tuple(text for name, note in notes if (text := on(name, note)) != PRIVATE),
        devices=tuple(devices),
        contested=tuple(str(contest) for contest in contests if may_read(contest.race)),
        viewers=sum(len(one.sessions) for race, one in registry.broadcasts.items() if may_read(race)),
        publishers=sum(count for race, count in registry.publishers.items() if may_read(race)),
        **(computer.figures if computer is not None else {}),
    )
    status = HTTPStatus.SERVICE_UNAVAILABLE if registry.unserved else HTTPStatus.OK
    return status, to_json(asdict(answer)).decode()
