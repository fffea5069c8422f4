"""The desk's connection to its hub: races are made, ended, reopened and withdrawn."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json
from websockets.exceptions import ConnectionClosed

from feeds import codec
from feeds.client.hub_connection import Connection, closing_error, dial
from feeds.errors import FeedError, Interrupted, Refused
from feeds.protocol import admin_frames
from feeds.protocol.viewer_frames import Bye

if TYPE_CHECKING:
    from feeds.hub_address import Address
    from race.messages import StartList

SILENCE_S = 15.0
"""After so long without a byte the connection counts as broken."""


class HubAdmin:
    """A connection that administers a hub while it is open. An async context manager.

    Each act returns what the hub has done, as a sentence. It raises Refused where the hub does not do it, and
    Interrupted where the connection ends before the hub has answered: then it may have been done or not.
    To open it raises Interrupted and Refused as well.
    """

    def __init__(self, address: Address, token: str, *, insecure: bool = False) -> None:
        """A race in the address is ignored. `insecure` lets the token go unencrypted to another computer."""
        self._url, self._token, self._insecure = address.admin, token, insecure
        self._asked = 0
        self._waiting: dict[int, asyncio.Future[str]] = {}
        self._failure: FeedError | None = None

    async def __aenter__(self) -> HubAdmin:
        self._connection = await dial(self._url, None, token=self._token, insecure=self._insecure)
        try:
            self.welcome = _welcomed(await self._hear(self._connection))
        except BaseException:
            await self._connection.hang_up()
            raise
        self._hearing = asyncio.create_task(self._hear_all())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._hearing.cancel()
        await self._connection.hang_up()
        await asyncio.gather(self._hearing, return_exceptions=True)

    async def make_race(self, race: str, start_list: StartList) -> str:
        """Begin a race that the hub does not have: the start list is the source's first message."""
        body: dict[str, Any] = from_json(codec.encode(start_list))
        return await self._do(admin_frames.Make(race=race, start_list=body))

    async def end_race(self, race: str) -> str:
        """Let the publishers of a race go, and have the hub take nothing more for it."""
        return await self._do(admin_frames.End(race=race))

    async def reopen_race(self, race: str) -> str:
        """Let publishers come again to a race that has ended."""
        return await self._do(admin_frames.Reopen(race=race))

    async def withdraw_race(self, race: str) -> str:
        """Take a race that has ended out of the hub: its log goes into the hub's archive."""
        return await self._do(admin_frames.Withdraw(race=race))

    async def closed(self) -> None:
        """Wait until the connection has ended, and raise why."""
        await asyncio.wait({self._hearing})
        assert self._failure is not None
        raise self._failure

    async def _do(self, act: admin_frames.Act) -> str:
        if self._failure is not None:
            raise self._failure
        self._asked += 1
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[self._asked] = answer
        with suppress(ConnectionClosed):  # it is said by what waits for the answer
            await self._connection.send(admin_frames.encode(act), text=True)
        return await answer

    async def _hear_all(self) -> None:
        try:
            while True:
                match await self._hear(self._connection):
                    case admin_frames.Welcome() as welcome:
                        self.welcome = welcome
                    case admin_frames.Outcome(act=act, done=done, sentence=sentence):
                        self._settle(act, None if done else Refused(sentence), sentence)
                    case Bye() as bye:
                        raise closing_error(bye)
        except FeedError as failure:
            self._failure = failure
            for act in tuple(self._waiting):
                self._settle(act, failure)

    def _settle(self, act: int, failure: FeedError | None, sentence: str = "") -> None:
        answer = self._waiting.pop(act, None)
        if answer is None or answer.done():
            return
        if failure is None:
            answer.set_result(sentence)
        else:
            answer.set_exception(failure)

    async def _hear(self, connection: Connection) -> admin_frames.Answer | None:
        return await connection.receive(admin_frames.decode_answer, SILENCE_S)


def _welcomed(answer: admin_frames.Answer | None) -> admin_frames.Welcome:
    if isinstance(answer, Bye):
        raise closing_error(answer)
    if not isinstance(answer, admin_frames.Welcome):
        raise Interrupted("the hub did not say whose token this is")
    return answer
