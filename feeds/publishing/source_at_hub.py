"""Asks a hub whose messages a token stands for, and which of them it has."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, NamedTuple

from pydantic_core import to_json

from feeds import codec
from feeds.client.hub_connection import Connection, closing_error
from feeds.client.reconnect import HubLost, Reconnection
from feeds.errors import Interrupted, Refused
from feeds.protocol.publisher_frames import Ack, Kept, Notice, Ready, decode_answer, fetch
from feeds.protocol.viewer_frames import Bye
from feeds.publishing.outbox import REFUSED, without_source

if TYPE_CHECKING:
    from feeds.protocol.publisher_frames import Answer

SILENCE_S = 15.0

FETCHING = 2
"""The minor version since which hubs give messages back."""


class SourceAtHub(NamedTuple):
    """A source's messages at a hub."""

    ready: Ready
    lines: Sequence[bytes]
    """The messages from the number asked for up to `ready.last`, as an outbox keeps them."""


async def source_at_hub(
    connect: Callable[[], Awaitable[Connection]],
    report: Callable[[HubLost], object],
    first: int | None = None,
) -> SourceAtHub:
    """What a hub has of a source, with the messages from a number on if one is given. Waits for the hub.

    Raises Refused for a hub that will not say, and for one that is too old to give messages back.
    """

    async def talk(connection: Connection) -> AsyncGenerator[SourceAtHub | None, None]:
        ready = await _next(connection)
        if not isinstance(ready, Ready):
            raise Interrupted("the hub did not say that it is ready")
        lines: list[bytes] = []
        while first is not None and first + len(lines) <= ready.last:
            lines += await _fetched(connection, ready, first + len(lines))
        yield SourceAtHub(ready, lines)

    async with aclosing(Reconnection(connect).events(talk)) as events:
        async for event in events:
            if not isinstance(event, HubLost):
                return event
            report(event)
    raise AssertionError("the events of a hub never end")


async def _next(connection: Connection) -> Answer | None:
    answer = await connection.receive(decode_answer, SILENCE_S)
    if isinstance(answer, Bye):
        raise closing_error(answer)
    return answer


async def _fetched(connection: Connection, ready: Ready, first: int) -> list[bytes]:
    """One frame's worth of messages."""
    if ready.minor < FETCHING:
        raise Refused(
            f"the hub speaks version 1.{ready.minor} of the feed, and gives messages back since 1.2"
        )
    await connection.send(fetch(first), text=True)
    while not isinstance(answer := await _next(connection), Kept):
        if not isinstance(answer, Ack | Notice | None):
            raise Interrupted("the hub does not give back what was asked for")
    if answer.first != first or not answer.messages:
        raise Interrupted("the hub does not give back what was asked for")
    return [_kept_line(message, ready.source) for message in answer.messages[: ready.last + 1 - first]]


def _kept_line(message: object, source: str) -> bytes:
    """A message as an outbox keeps it: those of its source are named by their numbers alone."""
    if message is None:
        return REFUSED
    return codec.encode(codec.decode(to_json(message)).renamed(lambda name: without_source(name, source)))
