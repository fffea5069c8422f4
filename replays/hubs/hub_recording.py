"""Records the races of a hub without a screen for as long as it takes, also those that begin later."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from feeds.client.race_list import race_list
from feeds.client.reconnect import HubLost
from feeds.errors import FeedError, Refused
from feeds.recorder import Recorder
from feeds.viewer import Arrived, Joined, Update, Viewer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feeds.hub_address import Address
    from feeds.protocol.race_notice import RaceNotice

LOOK_S = 3.0
"""How often the hub is asked which races it has."""

AGAIN_S = 10.0
"""When to try again to record a race that could not be, or that the hub did not serve."""

PROGRESS_S = 60.0
"""How often it is said how many messages of a race are recorded, while there are more."""

MOST_OFFICIAL = 20
"""Official races that are fetched at the same time: a hub may have many, and limits connections."""

OFFICIAL = "official"


class RaceRecording:
    """Records one race. A hub that is gone is waited for, and so is a disk that is full."""

    def __init__(self, address: Address, folder: Path, say: Callable[[str], None]) -> None:
        """`say` takes a sentence on what happens."""
        self.recorded = 0
        """How many messages of the log are in the file."""
        self._address = address
        self._folder = folder
        self._say = say
        self._said = ""
        self._counted_s, self._counted = 0.0, 0

    async def run(self) -> None:
        """Record until cancelled."""
        while True:
            try:
                await self._record()
            except (Refused, OSError) as error:
                self._tell(f"not recorded now: {error}")
            await asyncio.sleep(AGAIN_S)

    async def _record(self) -> None:
        """Record until that fails."""
        recorder = Recorder(self._folder)
        try:
            async with aclosing(Viewer(self._address.feed).updates()) as updates:
                async for update in updates:
                    self._take(update, recorder)
                    if recorder.trouble is not None:
                        self._tell(f"not recorded: {recorder.trouble}")
                        return
        finally:
            recorder.close()

    def _take(self, update: Update, recorder: Recorder) -> None:
        match update:
            case Joined(hello):
                recorder.join(hello)
                self._tell_path(recorder)
            case Arrived():
                path = recorder.path
                recorder.keep(update.lines, update.seq)
                if recorder.path != path:
                    self._tell_path(recorder)
                if recorder.trouble is None:
                    self.recorded = update.seq
                    self._count()
            case HubLost(reason=reason):
                self._tell(f"waiting for the hub: {reason}")

    def _tell_path(self, recorder: Recorder) -> None:
        if recorder.path is not None:
            why = f", as {recorder.notice}" if recorder.notice else ""
            self._tell(f"recorded in {recorder.path}{why}")

    def _count(self) -> None:
        now_s = asyncio.get_running_loop().time()
        if self.recorded != self._counted and now_s >= self._counted_s + PROGRESS_S:
            self._counted_s, self._counted = now_s, self.recorded
            self._say(f"{self._address.race}: {self.recorded} messages")

    def _tell(self, text: str) -> None:
        """Say something, unless it was the last that was said."""
        if text != self._said:
            self._said = text
            self._say(f"{self._address.race}: {text}")


class HubRecording:
    """Records every race of a hub, or the one that its address names."""

    def __init__(self, address: Address, folder: Path, say: Callable[[str], None]) -> None:
        self._address = address
        self._folder = folder
        self._say = say
        self._recordings: dict[str, RaceRecording] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._trouble = ""
        self._has_answered = False
        """Whether it has ever answered as a hub: then a refusal, as by a proxy, is waited out too."""

    async def run(self, *, once: bool = False) -> None:
        """Record until cancelled or, with `once`, until there are races and each is official and recorded.

        Raises Refused for something that is no hub and never was.
        """
        try:
            is_done = False
            while not (is_done and once):
                is_done = await self._look()
                await asyncio.sleep(0 if is_done and once else LOOK_S)
        finally:
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _look(self) -> bool:
        """Begin and end recordings as the hub's list of races has it; returns whether everything is done.

        Raises what a recording has failed with, if that was nothing to wait out.
        """
        for task in self._running.values():
            if task.done():
                task.result()
        try:
            notices = (await race_list(self._address)).races
        except FeedError as error:
            if isinstance(error, Refused) and not self._has_answered:
                raise
            self._tell(f"waiting for {self._address.host}: {error}")
            return False
        self._has_answered = True
        self._tell("")
        wanted = [notice for notice in notices if self._address.race in (None, notice.race)]
        if self._address.race is not None and not wanted:
            self._start(self._address.race)
            return False
        return all([await self._is_done(notice) for notice in wanted]) and bool(wanted)

    async def _is_done(self, notice: RaceNotice) -> bool:
        """Whether a race is official and recorded; it is recorded as long as it is not."""
        race = notice.race
        recording = self._recordings.get(race)
        if notice.state == OFFICIAL and recording is not None and recording.recorded >= notice.head:
            if race in self._running:
                self._say(f"{race}: official, {recording.recorded} messages")
                await self._end(race)
            return True
        if notice.state != OFFICIAL or len(self._running) < MOST_OFFICIAL:
            self._start(race)
        return False

    def _start(self, race: str) -> None:
        if race not in self._running:
            recording = self._recordings[race] = RaceRecording(
                self._address.of(race), self._folder, self._say
            )
            self._running[race] = asyncio.create_task(recording.run())

    async def _end(self, race: str) -> None:
        task = self._running.pop(race)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    def _tell(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._say(trouble or f"{self._address.host} is there again")
        self._trouble = trouble


async def record_hubs(
    places: list[tuple[Address, Path]], say: Callable[[str], None], *, once: bool = False
) -> None:
    """Record the races of hubs, those of each in a folder. Raises FeedError for what is no hub."""
    recordings = [HubRecording(address, folder, say) for address, folder in places]
    tasks = [asyncio.create_task(recording.run(once=once)) for recording in recordings]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
