"""What a desk does with the races of a hub: it makes, ends, reopens and withdraws them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic_core import ValidationError, to_json

from feeds import codec
from feeds.errors import FeedError
from feeds.log import Log
from feeds.log_archive import ARCHIVE
from feeds.protocol.admin_frames import Act, End, Make, Reopen
from race.messages import StartList

if TYPE_CHECKING:
    from feeds.serving.live_races import LiveRaces
    from feeds.serving.race_registry import RaceRegistry


class RaceActs:
    """Does one act at a time. A crash in the middle leaves what was before the act, or what is after it."""

    def __init__(
        self,
        live: LiveRaces,
        registry: RaceRegistry,
        let_go: Callable[[str], Awaitable[None]],
        now_ms: Callable[[], int],
    ) -> None:
        """`let_go` dismisses the publishers of a race."""
        self._live = live
        self._registry = registry
        self._let_go = let_go
        self._now_ms = now_ms
        self._acting = asyncio.Lock()

    async def do(self, act: Act, source: str) -> str:
        """Do something as a source. Returns what was done, as a sentence.

        Raises FeedError with a sentence where that cannot be done, OSError where the disk does not do it.
        """
        async with self._acting:
            match act:
                case Make(race=race, start_list=body):
                    return await self._make(race, body, source)
                case End(race=race):
                    return await self._end(race)
                case Reopen(race=race):
                    return await self._reopen(race)
                case _:
                    return await self._withdraw(act.race)

    async def _make(self, race: str, body: dict[str, Any], source: str) -> str:
        start_list = await asyncio.to_thread(_start_list, body)
        log = Log(race, complete=False, named_epoch=os.urandom(8).hex())
        log.append(replace(start_list, id=f"{source}:1", heard_ms=self._now_ms()))
        await self._live.begin(log)
        return f"{race} is there: its start list is {source}:1"

    async def _end(self, race: str) -> str:
        self._expect_log(race)
        log = (await self._live.open(race)).log
        if race in self._registry.ended:
            raise FeedError(f"the race {race} has ended already")
        await self._live.end(race, log.epoch)
        await self._let_go(race)
        return f"{race} has ended: nothing more is taken for it"

    async def _reopen(self, race: str) -> str:
        if race not in self._registry.ended:
            raise FeedError(f"the race {race} has not ended")
        await self._live.reopen(race)
        return f"{race} is open again"

    async def _withdraw(self, race: str) -> str:
        self._expect_log(race)
        if race not in self._registry.ended:
            raise FeedError(f"the race {race} has not ended: end it first, or its publishers begin it anew")
        archived = await self._live.archive(race)
        return f"{race} is withdrawn: its log is {ARCHIVE}/{archived.path.name}"

    def _expect_log(self, race: str) -> None:
        if race in self._registry.unserved:
            raise FeedError(f"the race {race} is not served: {self._registry.unserved[race]}")
        if not self._live.has_log(race):
            raise FeedError(f"there is no race {race} on this hub")


def _start_list(body: dict[str, Any]) -> StartList:
    """The start list of a race to be made. Raises FeedError for anything else."""
    try:
        message = codec.decode_known(to_json(body))
    except ValidationError as error:
        raise FeedError(f"the start list is not valid: {codec.explain(error)[0]}") from error
    if not isinstance(message, StartList):
        raise FeedError("a race is made with a message of the type start-list")
    if message.id is not None or message.replaces is not None:
        raise FeedError("the start list of a new race has no id, and replaces nothing")
    return message
