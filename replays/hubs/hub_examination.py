"""What can be found out about a hub from here: asked once, to be judged by `hub_checks`."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from feeds.client.feed_round_trip import feed_round_trip_ms
from feeds.client.fetch_hub_health import hub_health
from feeds.client.fetch_token_notice import token_notice
from feeds.client.hub_clock import HubClock
from feeds.client.local_clock import LocalClock
from feeds.client.race_list import race_list
from feeds.client.watch_tokens import token_for
from feeds.errors import FeedError
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from feeds.hub_address import Address
    from feeds.protocol.hub_health import HubHealth
    from feeds.protocol.race_notice import RaceNotice
    from feeds.protocol.token_notice import TokenNotice

T = TypeVar("T")

ROUNDS = 4
"""How often the hub is asked for its time: the shortest round trip counts."""

PATIENCE_S = 5.0


class ClockOffset(NamedTuple):
    """This computer's clock against the hub's."""

    ahead_ms: float
    error_ms: float
    """It is wrong by no more than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What was found out of a hub that answers; an error stands where a question had no answer."""

    address: Address
    health: HubHealth
    clock: ClockOffset | None = None
    """None where the hub does not say its time."""
    feed_ms: float | FeedError | None = None
    """There and back over the feed of a race; None where there is no race to watch."""
    races: list[RaceNotice] | FeedError = field(default_factory=list)
    token: TokenNotice | FeedError | None = None
    """None where no token is given."""
    certificate_until_s: float | None = None
    """When the hub's certificate ends, in seconds since 1970; None without encryption."""
    now_ms: int = 0
    """This computer's time."""


def examine(address: Address, local: LocalClock | None = None) -> Examination:
    """Ask a hub whatever a check needs. Raises Interrupted or Refused if it does not answer as a hub."""
    local = local or LocalClock()
    health, clock = _health(address, local)
    races = _answer(lambda: [*asyncio.run(race_list(address)).races])
    return Examination(
        address=address,
        health=health,
        clock=clock,
        feed_ms=_answer(lambda: _feed_ms(address, races)),
        races=races,
        token=_answer(lambda: token_notice(address)) if token_for(address.base) is not None else None,
        certificate_until_s=_certificate_until_s(address) if address.secure else None,
        now_ms=local.now_ms(),
    )


def _health(address: Address, local: LocalClock) -> tuple[HubHealth, ClockOffset | None]:
    """The health, and how the clocks differ by several answers."""
    hub_clock, health = HubClock(), None
    for _ in range(ROUNDS):
        asked_ms = hub_clock.local_ms
        health = hub_health(address)
        if health.now_ms is None:
            return health, None
        hub_clock.learn(asked_ms, health.now_ms, health.now_ms)
    assert health is not None
    return health, ClockOffset(local.now_ms() - hub_clock.now_ms(), hub_clock.error_ms)


def _feed_ms(address: Address, races: list[RaceNotice] | FeedError) -> float | None:
    """Over the feed of the race with the fewest messages, as all of them come before the answer."""
    if isinstance(races, FeedError) or not races:
        return None
    shortest = min(races, key=lambda race: race.head)
    return asyncio.run(feed_round_trip_ms(address.of(shortest.race)))


def _answer(ask: Callable[[], T]) -> T | FeedError:
    try:
        return ask()
    except FeedError as error:
        return error


def _certificate_until_s(address: Address) -> float | None:
    """When the certificate ends, which was found good already."""
    host, colon, port = address.host.rpartition(":")
    if not colon or address.host.endswith("]"):
        host, port = address.host, "443"
    name = host.strip("[]")
    try:
        with (
            socket.create_connection((name, int(port)), timeout=PATIENCE_S) as connection,
            ssl.create_default_context().wrap_socket(connection, server_hostname=name) as secured,
        ):
            until = (secured.getpeercert() or {}).get("notAfter")
    except OSError:
        return None
    return ssl.cert_time_to_seconds(until) if isinstance(until, str) else None
