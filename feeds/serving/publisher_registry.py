"""The publishers of a hub: one for each source of a race, as long as it answers."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakValueDictionary

from websockets.exceptions import ConnectionClosed

from feeds.protocol import close_codes
from feeds.serving.hub_reporting import complain, report
from feeds.serving.token_command import command_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.serving.hub_settings import PublisherLimits
    from feeds.serving.publisher_session import PublisherSession

TICKS = 5
"""How often, between two pings, it is looked whether something was heard."""

TAKEN_MS = 5000
"""When a publisher whose source is taken may try again."""

REMEMBERED = 20
"""Contests that are remembered for `/health`."""


TOLD_AGAIN = timedelta(seconds=1)
"""After so long a contest is told again."""


class Contest(NamedTuple):
    """Someone wanted to publish as a source that had a publisher."""

    at: datetime
    """When, for the last time."""
    race: str
    source: str
    times: int
    revoke: str
    """The command that revokes the token."""

    def __str__(self) -> str:
        """A sentence for the operator."""
        times = f" {self.times} times, last" if self.times > 1 else ""
        return (
            f"a second publisher of {self.race} wanted to send as {self.source} and was refused{times} "
            f"at {self.at:%H:%M:%S}; if it should not have a token, {self.revoke} revokes it"
        )


class PublisherRegistry:
    """Publishers by race and source."""

    def __init__(self, limits: PublisherLimits) -> None:
        self.contests: OrderedDict[tuple[str, str], Contest] = OrderedDict()
        """The last one of each race and source."""
        self.contested: Counter[str] = Counter()
        """By race, how many newcomers were refused because their source had a publisher."""
        self._limits = limits
        self._by_source: dict[tuple[str, str], PublisherSession] = {}
        self._asking: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    def __iter__(self) -> Iterator[PublisherSession]:
        return iter(tuple(self._by_source.values()))

    async def admit(self, newcomer: PublisherSession) -> bool:
        """Let a publisher in, if its source has none that answers; otherwise refuse it, and tell both.

        One that does not answer within `answer_s` is let go for the newcomer.
        """
        key = newcomer.race, newcomer.source
        async with self._asking.setdefault(key, asyncio.Lock()):
            first = self._by_source.get(key)
            if first is not None and await first.connection.answers(self._limits.answer_s):
                await self._refuse(newcomer, first)
                return False
            if first is not None:
                report("publisher replaced, it did not answer", race=first.race, source=first.source)
                first.cut_off()
            self._by_source[key] = newcomer
            return True

    def leave(self, session: PublisherSession) -> None:
        """Note that a publisher has gone."""
        if self._by_source.get((session.race, session.source)) is session:
            del self._by_source[session.race, session.source]

    async def watch(self, session: PublisherSession) -> None:
        """Ping a publisher, and cut it off when nothing was heard of it for `silence_s`.

        Only time in which it could be heard counts: not while the hub slows it down, or is itself asleep.
        A connection that is being closed is watched no more.
        """
        connection, limits = session.connection, self._limits
        tick_s, tick, silent_s = limits.ping_s / TICKS, 0, 0.0
        while silent_s < limits.silence_s:
            heard_at = connection.heard_at
            if tick % TICKS == 0:
                try:
                    async with asyncio.timeout(tick_s):
                        await connection.ping()
                except TimeoutError:
                    pass
                except ConnectionClosed:
                    return
            await asyncio.sleep(tick_s)
            tick += 1
            is_silent = connection.heard_at == heard_at and connection.is_read
            silent_s = silent_s + tick_s if is_silent else 0.0
        complain("publisher let go, nothing was heard of it", race=session.race, source=session.source)
        session.cut_off()

    async def _refuse(self, newcomer: PublisherSession, first: PublisherSession) -> None:
        race, source, address = newcomer.race, newcomer.source, newcomer.connection.address
        grant = newcomer.connection.grant
        command = command_for(grant.race if grant else race, source)
        revoke = f"{command[:-1]} --revoke`"
        if self._is_new(race, source, revoke):
            complain("second publisher refused", race=race, source=source, address=address)
            await first.notify(
                f"another publisher, at {address}, wanted to send as {source} and was refused; "
                f"if it should not have a token, {revoke} revokes it, and without --revoke makes a new one"
            )
        await newcomer.dismiss(
            close_codes.SOURCE_TAKEN,
            f"{source} has a publisher, which answers; {command_for(race, 'SOURCE')} "
            "makes a token for another source",
            TAKEN_MS,
        )

    def _is_new(self, race: str, source: str, revoke: str) -> bool:
        """Count a contest. Returns whether it is to be told, and not only a moment after the last one."""
        now, before = datetime.now(), self.contests.pop((race, source), None)
        self.contested[race] += 1
        times = before.times + 1 if before is not None else 1
        self.contests[race, source] = Contest(now, race, source, times, revoke)
        if len(self.contests) > REMEMBERED:
            self.contests.popitem(last=False)
        return before is None or now - before.at >= TOLD_AGAIN
