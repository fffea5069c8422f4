"""`lapbell publish`, as it runs: what is sent, and what is said about it on stderr."""

from __future__ import annotations

import asyncio
import math
import sys
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from feeds.errors import FeedError
from feeds.hub_address import Address
from feeds.journal import Journal
from feeds.log import Log
from feeds.publisher import Connected, Declined, Event, HubLost, Publisher
from feeds.publishing.line_reader import lines_of
from feeds.publishing.outbox import Store
from feeds.publishing.stdin_messages import StdinMessages
from race.messages import Message
from replays.hubs.rehearsal import rehearsal, republished
from tui.text.safe_text import clean

BAD_INPUT = 2
INTERRUPTED = 130

PROGRESS_S = 0.5
"""Between two words about how far it is, on a terminal."""


def publish_race(log: Log, address: Address, token: str, *, insecure: bool) -> int:
    """Publish a recorded race as it is. Returns the exit code; raises FeedError."""

    async def work(publication: PublishRun) -> None:
        publication.put(republished(log.messages()))
        await publication.until_sent()

    return _run(PublishRun(address, token, Log(log.race), insecure=insecure), work)


def publish_rehearsal(
    log: Log, address: Address, token: str, *, speed: float, gun_in_s: float, insecure: bool
) -> int:
    """Publish a recorded race as if it were run now. Returns the exit code; raises FeedError."""

    async def work(publication: PublishRun) -> None:
        cues = rehearsal(log.messages())
        publication.put([cue.message for cue in cues])
        dues = [cue.due_ms for cue in cues]
        await publication.until_sent(lambda publisher: _pace(publisher, dues, speed, gun_in_s))

    return _run(PublishRun(address, token, Log(log.race), insecure=insecure, hold=True), work)


def publish_stdin(path: Path, address: Address, token: str, *, insecure: bool) -> int:
    """Publish what comes on standard input, and keep it in an outbox. Returns the exit code.

    Raises FeedError.
    """
    assert address.race
    try:
        journal = Journal.open(path, address.race)
    except OSError as error:
        raise FeedError(f"{path} cannot be the outbox: {error.strerror or error}") from error
    if journal.tail is not None:
        _say(
            f"the end of {path.name} was not whole; {journal.tail.size} bytes are in {journal.tail.kept.name}"
        )

    async def work(publication: PublishRun) -> None:
        await publication.until_sent(publication.take_dictation)

    try:
        publication = PublishRun(address, token, journal, insecure=insecure)
        publication.keeper = f"{path} keeps them"
        return _run(publication, work)
    finally:
        journal.close()


class PublishRun:
    """One run of the command."""

    def __init__(
        self, address: Address, token: str, store: Log | Store, *, insecure: bool, hold: bool = False
    ) -> None:
        self._host = address.host
        self._reason = ""
        self.keeper = "publish it again to go on"
        """What becomes of messages that the hub does not have when the program is stopped."""
        self.bad_lines = 0
        self.publisher = Publisher(
            address.publish, token, store, tell=self._tell, insecure=insecure, hold=hold
        )

    def put(self, messages: Sequence[Message]) -> None:
        """Let messages go. Raises FeedError for one that no hub would take."""
        for number, message in enumerate(messages, start=1):
            try:
                self.publisher.publish(message)
            except ValueError as error:
                raise FeedError(f"message {number} cannot be published: {error}") from error

    async def until_sent(self, work: Callable[[Publisher], Awaitable[None]] | None = None) -> None:
        """Publish until all is with the hub, and say how it went. Raises FeedError."""
        async with self.publisher as publisher:
            telling = asyncio.create_task(self._tell_progress())
            try:
                if work is not None:
                    await _unless_over(publisher, work(publisher))
                await publisher.drained()
            finally:
                telling.cancel()
        new = publisher.last - publisher.found
        _say(f"{_messages(new)} published; the hub has {publisher.last} of {publisher.source}")

    async def take_dictation(self, publisher: Publisher) -> None:
        """Publish the lines of standard input until it ends; complain about those that are none."""
        dictation, number = StdinMessages(publisher.publish), 0
        try:
            async for line in lines_of(sys.stdin.fileno()):
                number += 1
                try:
                    dictation.take(line)
                except ValueError as error:
                    self.bad_lines += 1
                    _say(f"line {number}: {error}")
        except OSError as error:
            raise FeedError(f"standard input cannot be read: {error.strerror or error}") from error

    def _tell(self, event: Event) -> None:
        match event:
            case Connected(source, last):
                self._reason = ""
                _say(f"connected to {self._host} as {source}; the hub has {last} of its messages")
            case HubLost(reason, _, retry_s) if reason != self._reason:
                self._reason = reason
                _say(f"{reason}; trying again in {retry_s:.0f} s, and then until it works")
            case Declined(number, reason):
                _say(f"message {number} was not taken: {reason}")

    async def _tell_progress(self) -> None:
        while sys.stderr.isatty():
            await asyncio.sleep(PROGRESS_S)
            publisher = self.publisher
            if publisher.unacknowledged:
                print(f"\r{publisher.last} of {publisher.head}\x1b[K\r", end="", file=sys.stderr, flush=True)


def _run(publication: PublishRun, work: Callable[[PublishRun], Coroutine[Any, Any, None]]) -> int:
    try:
        asyncio.run(work(publication))
    except KeyboardInterrupt:
        left = _messages(publication.publisher.unacknowledged)
        _say(f"stopped; the hub does not have {left} for certain: {publication.keeper}")
        return INTERRUPTED
    return BAD_INPUT if publication.bad_lines or publication.publisher.declined else 0


async def _pace(publisher: Publisher, dues_ms: Sequence[int], speed: float, gun_in_s: float) -> None:
    """Let the messages go when they are due; those that the hub has are passed over."""
    await publisher.ready()
    loop = asyncio.get_running_loop()
    found, start_s = publisher.found, loop.time()
    start_ms = max(dues_ms[found - 1] if found else -math.inf, -gun_in_s * 1000 * speed)
    for number, due_ms in enumerate(dues_ms[found:], start=found + 1):
        due_s = start_s + (due_ms - start_ms) / 1000 / speed
        if due_s > loop.time():
            await asyncio.sleep(due_s - loop.time())
        publisher.release(number)


async def _unless_over(publisher: Publisher, work: Awaitable[None]) -> None:
    """Do something that makes sense only while there is a hub to publish to."""
    working, over = asyncio.ensure_future(work), asyncio.create_task(publisher.over())
    try:
        await asyncio.wait({working, over}, return_when=asyncio.FIRST_COMPLETED)
        await (over if over.done() else working)
    finally:
        working.cancel()
        over.cancel()
        await asyncio.gather(working, over, return_exceptions=True)


def _messages(count: int) -> str:
    return f"{count} message{'' if count == 1 else 's'}"


def _say(text: str) -> None:
    print(clean(f"lapbell: {text}"), file=sys.stderr, flush=True)
