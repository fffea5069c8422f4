"""A race on a hub in one line, for `lapbell line`: once, or whenever it changes."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from feeds.client.race_list import race_list
from feeds.errors import FeedError
from feeds.viewer import Viewer
from replays.hubs.current_race import CurrentRace
from replays.hubs.hub_poller import HubPoller
from replays.hubs.hub_snapshot import loaded_race, read_race
from replays.hubs.reception import Reception
from replays.watching.live_race import LiveRace
from tui.commands.follow_live import updates_and_ticks
from tui.commands.race_line import race_line

if TYPE_CHECKING:
    from feeds.hub_address import Address

NO_RACE = "no race at {}"


def print_once(address: Address, width: int) -> None:
    """Print a race as it is now; of a hub the one that is on.

    Raises Refused where the hub will not serve the race, Interrupted where it cannot be reached.
    """
    print(asyncio.run(_line_now(address, width)))


async def _line_now(address: Address, width: int) -> str:
    if address.race is None:
        current, answer = CurrentRace(), await race_list(address)
        current.look(answer.races, answer.now_ms)
        if current.race is None:
            return NO_RACE.format(address.host)
        address = address.of(current.race.race)
    return race_line(*await read_race(address), width)


def print_lines(address: Address, width: int) -> None:
    """Print a race whenever its line changes, until interrupted or a recorded race has been printed.

    Of a hub it is the race that is on, one after the other. Raises Refused where the hub will not serve it.
    """
    lines = ChangedLines(width)
    asyncio.run(_follow(address, lines) if address.race is not None else _follow_current(address, lines))


class ChangedLines:
    """Prints lines, but none twice running."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._printed = ""

    def print(self, line: str) -> None:
        """Print a line, unless it is the one that was printed last."""
        if line != self._printed:
            self._printed = line
            print(line, flush=True)


async def _follow(address: Address, lines: ChangedLines) -> None:
    reception = Reception(Viewer(address.feed))
    async with aclosing(updates_and_ticks(reception.follow())) as ticks:
        async for _ in ticks:
            race = loaded_race(reception)
            trouble = reception.describe() if reception.trouble is not None else ""
            if isinstance(race, LiveRace):
                lines.print(race_line(race, race.clock_ms(), lines.width, trouble))
            elif race is not None:
                lines.print(race_line(race, race.end_ms, lines.width))
                return
            elif trouble:
                lines.print(trouble[: lines.width])


async def _follow_current(hub: Address, lines: ChangedLines) -> None:
    """Follow the race that is on, and go to another one when its gun goes."""
    poller, current = HubPoller(hub), CurrentRace()
    shown: Address | None = None
    following: asyncio.Task[None] | None = None
    try:
        while True:
            await poller.poll()
            if poller.trouble is None and poller.races is not None:
                current.look(poller.races, poller.now_ms)
            wanted = hub.of(current.race.race) if current.race is not None else None
            if wanted is None:
                lines.print((poller.trouble or NO_RACE.format(hub.host))[: lines.width])
            elif wanted != shown:
                await _end(following)
                shown, following = wanted, asyncio.create_task(_follow(wanted, lines))
            await asyncio.sleep(poller.due_s)
    finally:
        await _end(following)


async def _end(following: asyncio.Task[None] | None) -> None:
    """Stop following a race; that it was refused is of no use any more."""
    if following is not None:
        following.cancel()
        with suppress(asyncio.CancelledError, FeedError):
            await following
