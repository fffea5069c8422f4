"""A run of `lapbell publish`: what is sent, and what is reported on stderr."""

from __future__ import annotations

import asyncio
import math
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from feeds.errors import OtherHistory, Refused, UserError
from feeds.log import Log
from feeds.publisher import Publisher
from replays.hubs.rehearsal import rehearsal
from replays.reconstruction import with_known_times
from tui.commands.command import INTERRUPTED, USER_ERROR
from tui.commands.publish_report import PublishReport, counted
from tui.commands.write_output import print_note, print_stderr
from tui.text.background_stream import printing_in_background
from tui.text.safe_stream import safe

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.protocol.publisher_frames import Ready
    from feeds.publishing.hub_choice import HubLogin
    from feeds.publishing.outbox import Store
    from race.messages import Message

PROGRESS_S = 0.5
"""How often the progress is shown on a terminal."""


def publish_rehearsal(log: Log, hubs: Sequence[HubLogin], *, speed: float, gun_in_s: float) -> int:
    """Publish a recorded race as if it were run now; returns the exit code. Raises UserError."""
    run = PublishRun(hubs, Log(log.race), hold=True)
    cues = rehearsal(with_known_times(list(log.messages())))
    run.put([cue.message for cue in cues])
    try:
        dues_ms = [cue.due_ms for cue in cues]
        return run.until_sent(lambda: _pace(run.publisher, dues_ms, speed, gun_in_s))
    except OtherHistory as error:
        raise UserError(f"{error}; rehearse as another race, with --race ID") from error


class PublishRun:
    """A publisher and what is reported about it."""

    def __init__(
        self,
        hubs: Sequence[HubLogin],
        store: Log | Store,
        *,
        hold: bool = False,
        on_ready: Callable[[str, Ready, int], None] | None = None,
    ) -> None:
        self.kept_where = "publish again to continue"
        """What to say about messages that the hub does not have when the program is stopped."""
        self.outbox: Path | None = None
        """The outbox in which the messages are kept, if there is one."""
        self.bad_lines = 0
        self.hubs = hubs
        self._spares = hubs[1:]
        self._on_ready = on_ready
        self.publisher = Publisher(hubs, store, report=PublishReport().say, hold=hold, on_ready=on_ready)

    def put(self, messages: Sequence[Message]) -> None:
        """Add messages to what is published. Raises UserError for one that no hub would take."""
        for number, message in enumerate(messages, start=1):
            try:
                self.publisher.publish(message)
            except ValueError as error:
                raise UserError(f"message {number} cannot be published: {error}") from error

    def until_sent(
        self, work: Callable[[], Awaitable[None]] | None = None, *, outbox: Path | None = None
    ) -> int:
        """Do some work, and publish until the hub has everything; returns the exit code.

        With an outbox the work is done to its end even if the hub takes no more after a while.
        Raises FeedError where the hub will not take the race.
        """
        try:
            with printing_in_background():
                asyncio.run(self._until_sent(work, outbox))
        except KeyboardInterrupt:
            left = counted(self.publisher.unacknowledged, "message")
            print_stderr(f"stopped; {left} may not have reached the hub: {self.kept_where}")
            return INTERRUPTED
        publisher = self.publisher
        return USER_ERROR if self.bad_lines or publisher.declined or publisher.questioned else 0

    async def _until_sent(self, work: Callable[[], Awaitable[None]] | None, outbox: Path | None) -> None:
        await self._compare_spares()
        async with self.publisher as publisher:
            progress = asyncio.create_task(self._show_progress())
            try:
                if work is not None:
                    await _unless_over(publisher, work(), outbox)
                await publisher.drained()
            finally:
                progress.cancel()
        new = publisher.last - publisher.last_at_start
        print_stderr(
            f"{counted(new, 'message')} published; the hub has {publisher.last} of {publisher.source}"
        )

    async def _compare_spares(self) -> None:
        """Make sure that the other hubs have the same messages as far as they have any, if they answer.

        Raises Refused before anything is read or sent.
        """
        for hub in self._spares:
            copy = Log("")
            for line in self.publisher.lines:
                copy.keep(line)
            async with Publisher([hub], copy, hold=True, on_ready=self._on_ready) as spare:
                try:
                    await spare.tried()
                except Refused as error:
                    raise type(error)(f"{hub.host}: {error}") from error
            if not spare.is_compared:
                print_note(f"{hub.host} does not answer; what it has is compared when it is needed")

    async def _show_progress(self) -> None:
        stderr = safe(sys.stderr)
        while stderr.isatty():
            await asyncio.sleep(PROGRESS_S)
            publisher = self.publisher
            if publisher.unacknowledged:
                stderr.write_over(f"{publisher.last} of {publisher.head}")


async def _pace(publisher: Publisher, dues_ms: Sequence[int], speed: float, gun_in_s: float) -> None:
    """Release each message when it is due, skipping those that the hub has."""
    await publisher.ready()
    loop = asyncio.get_running_loop()
    found, start_s = publisher.last_at_start, loop.time()
    start_ms = max(dues_ms[found - 1] if found else -math.inf, -gun_in_s * 1000 * speed)
    for number, due_ms in enumerate(dues_ms[found:], start=found + 1):
        due_s = start_s + (due_ms - start_ms) / 1000 / speed
        if due_s > loop.time():
            await asyncio.sleep(due_s - loop.time())
        publisher.release(number)


async def _unless_over(publisher: Publisher, work: Awaitable[None], outbox: Path | None) -> None:
    """Do some work, but stop as soon as publishing has ended for good, and raise why.

    If a hub has been connected and there is an outbox that still keeps what comes, the work is done first.
    """
    working, over = asyncio.ensure_future(work), asyncio.create_task(publisher.ended())
    try:
        await asyncio.wait({working, over}, return_when=asyncio.FIRST_COMPLETED)
        if over.done() and outbox is not None and publisher.has_connected:
            print_stderr(f"{over.exception()}; nothing more is sent, and {outbox} keeps what still comes")
            await working
        await (over if over.done() else working)
    finally:
        working.cancel()
        over.cancel()
        await asyncio.gather(working, over, return_exceptions=True)
