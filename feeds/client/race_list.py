"""The list of a hub's races, asked for over plain HTTP."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from pydantic_core import ValidationError

from feeds.cached_schemas import Schema, Strict
from feeds.client.hub_page import PATIENCE_S, fetch
from feeds.codec import VERSION
from feeds.errors import FeedError, Interrupted, Refused
from feeds.protocol.device_state import DeviceState
from feeds.protocol.race_notice import RaceNotice
from feeds.protocol.viewer_frames import Milliseconds  # noqa: TC001 - the schema is made from it
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from feeds.hub_address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceList(Strict):
    """The answer of a hub."""

    version: int
    races: tuple[RaceNotice, ...]
    """In the order of the timetable."""
    now_ms: Milliseconds = 0
    """The hub's clock, in milliseconds since 1970 in UTC."""


_list: Schema[RaceList] = Schema("race-list", RaceList, (RaceList, RaceNotice, DeviceState))


async def race_list(address: Address) -> RaceList:
    """The races of a hub; a race in the address is ignored.

    Raises Interrupted if the hub does not answer within 5 s, Refused if it is not a hub.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[bytes] = loop.create_future()

    def ask() -> None:
        try:
            content, error = fetch(address, address.races), None
        except FeedError as refusal:
            content, error = b"", refusal
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, answer, content, error)

    threading.Thread(target=ask, name="race-list", daemon=True).start()
    try:
        async with asyncio.timeout(PATIENCE_S):
            content = await answer
    except TimeoutError:
        raise Interrupted(f"no answer from {address.host}") from None
    return _read(content, address.host)


def _settle(answer: asyncio.Future[bytes], content: bytes, error: FeedError | None) -> None:
    if answer.done():
        return
    if error is None:
        answer.set_result(content)
    else:
        answer.set_exception(error)


def _read(content: bytes, host: str) -> RaceList:
    try:
        answer = _list.read(content, extra="ignore")
    except ValidationError as error:
        raise Refused(f"{host} does not list races as a hub does") from error
    if answer.version != VERSION:
        raise Refused(f"{host} speaks version {answer.version} of the feed, this is version {VERSION}")
    return answer
