"""A run of `lapbell publish`: what is sent, and what is reported on stderr."""

from __future__ import annotations

import asyncio
import math
import sys
from collections.abc import Awaitable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.client.reconnect import HubLost
from feeds.errors import UserError
from feeds.journal import Journal
from feeds.log import Log
from feeds.publisher import Connected, Declined, Event, Noticed, Publisher, Questioned
from feeds.publishing.line_reader import lines_of
from feeds.publishing.stdin_messages import StdinMessages
from replays.hubs.rehearsal import rehearsal, republished
from replays.reconstruction import with_known_times
from tui.commands.command import INTERRUPTED, USER_ERROR, user_errors
from tui.commands.write_output import print_stderr
from tui.text.safe_stream import safe

if TYPE_CHECKING:
    from feeds.hub_address import Address
    from feeds.publishing.outbox import Store
    from race.messages import Message

PROGRESS_S = 0.5
"""How often the progress is shown on a terminal."""


def publish_race(log: Log, address: Address, token: str, *, insecure: bool) -> int:
    """Publish a recorded race as it is; returns the exit code. Raises UserError."""
    run = PublishRun(address, token, Log(log.race), insecure=insecure)
    run.put(republished(with_known_times(list(log.messages()))))
    return run.until_sent()


def publish_rehearsal(
    log: Log, address: Address, token: str, *, speed: float, gun_in_s: float, insecure: bool
) -> int:
    """Publish a recorded race as if it were run now; returns the exit code. Raises UserError."""
    run = PublishRun(address, token, Log(log.race), insecure=insecure, hold=True)
    cues = rehearsal(with_known_times(list(log.messages())))
    run.put([cue.message for cue in cues])
    return run.until_sent(_pace(run.publisher, [cue.due_ms for cue in cues], speed, gun_in_s))


def publish_stdin(path: Path, address: Address, token: str, *, insecure: bool) -> int:
    """Publish standard input, with an outbox; returns the exit code. Raises UserError."""
    assert address.race
    with user_errors(f"use {path} as the outbox"):
        journal = Journal.open(path, address.race)
    if (tail := journal.tail) is not None:
        print_stderr(
            f"{path.name} ended in the middle of a line; {tail.size} bytes moved to {tail.kept.name}"
        )
    try:
        run = PublishRun(address, token, journal, insecure=insecure)
        run.kept_where = f"{path} keeps them"
        return run.until_sent(run.publish_stdin())
    finally:
        journal.close()


class PublishRun:
    """A publisher and what is reported about it."""

    def __init__(
        self, address: Address, token: str, store: Log | Store, *, insecure: bool, hold: bool = False
    ) -> None:
        self._host = address.host
        self._lost_reason = ""
        """Why the hub cannot be reached, as last reported."""
        self.kept_where = "publish again to continue"
        """What to say about messages that the hub does not have when the program is stopped."""
        self.bad_lines = 0
        self.publisher = Publisher(
            address.publish, token, store, report=self._report, insecure=insecure, hold=hold
        )

    def put(self, messages: Sequence[Message]) -> None:
        """Add messages to what is published. Raises UserError for one that no hub would take."""
        for number, message in enumerate(messages, start=1):
            try:
                self.publisher.publish(message)
            except ValueError as error:
                raise UserError(f"message {number} cannot be published: {error}") from error

    def until_sent(self, work: Coroutine[None, None, None] | None = None) -> int:
        """Do some work, and publish until the hub has everything; returns the exit code.

        Raises FeedError where the hub will not take the race.
        """
        try:
            asyncio.run(self._until_sent(work))
        except KeyboardInterrupt:
            left = _messages(self.publisher.unacknowledged)
            print_stderr(f"stopped; {left} may not have reached the hub: {self.kept_where}")
            return INTERRUPTED
        publisher = self.publisher
        return USER_ERROR if self.bad_lines or publisher.declined or publisher.questioned else 0

    async def _until_sent(self, work: Coroutine[None, None, None] | None) -> None:
        async with self.publisher as publisher:
            progress = asyncio.create_task(self._show_progress())
            try:
                if work is not None:
                    await _unless_over(publisher, work)
                await publisher.drained()
            finally:
                progress.cancel()
        new = publisher.last - publisher.last_at_start
        print_stderr(f"{_messages(new)} published; the hub has {publisher.last} of {publisher.source}")

    async def publish_stdin(self) -> None:
        """Publish the lines of standard input until it ends, and report those that are no messages."""
        number = 0
        messages = StdinMessages(self.publisher.publish, lambda text: print_stderr(f"line {number}: {text}"))
        with user_errors("read standard input"):
            async for line in lines_of(sys.stdin.fileno()):
                number += 1
                try:
                    messages.take(line)
                except ValueError as error:
                    self.bad_lines += 1
                    print_stderr(f"line {number}: {error}")

    def _report(self, event: Event) -> None:
        match event:
            case Connected(source, last):
                self._lost_reason = ""
                print_stderr(f"connected to {self._host} as {source}; the hub has {last} of its messages")
            case HubLost(reason, _, retry_s) if reason != self._lost_reason:
                self._lost_reason = reason
                print_stderr(f"{reason}; trying again in {retry_s:.0f} s, and from then on until it works")
            case Noticed(reason):
                print_stderr(f"the hub says: {reason}")
            case Declined(number, reason):
                print_stderr(f"the hub refused message {number}: {reason}")
            case Questioned(number, reason):
                print_stderr(f"message {number} has no effect so far: {reason}")

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


async def _unless_over(publisher: Publisher, work: Awaitable[None]) -> None:
    """Do some work, but stop as soon as publishing has ended for good, and raise why."""
    working, over = asyncio.ensure_future(work), asyncio.create_task(publisher.ended())
    try:
        await asyncio.wait({working, over}, return_when=asyncio.FIRST_COMPLETED)
        await (over if over.done() else working)
    finally:
        working.cancel()
        over.cancel()
        await asyncio.gather(working, over, return_exceptions=True)


def _messages(count: int) -> str:
    return f"{count} message{'' if count == 1 else 's'}"
