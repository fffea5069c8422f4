"""Accepts the messages of a race at its hub: they are written to disk first, and only then served."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from feeds import codec
from feeds.newer_parts import sentences_on
from feeds.protocol.publisher_frames import Ack, Again, Refusal, Submission, Warned
from feeds.serving.hub_reporting import complain, report
from feeds.serving.race_clocks import RaceClocks
from feeds.serving.source_messages import REFUSED, SourceMessages, Sources
from race.messages import Message, Split

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from feeds.journal import Journal
    from feeds.log import Log

MOST_PENDING = 4 * 1024 * 1024
"""When so many bytes wait to be written, nothing more is read from publishers."""

MOST_REPORTED = 100
"""Sentences that are logged of a race about what is odd in its messages; and as many warnings."""

OF_LATE_S = 60.0

Reply = Refusal | Warned | Again | Ack


class MessageAcceptor:
    """Takes the messages of every source of one race.

    A source numbers its messages from 1. The next number is taken, an earlier one must be the same message
    as before, and none is skipped, so that the log has each source's messages once and in order. They are
    written in groups: while one group is being written the next one gathers.
    """

    def __init__(
        self, journal: Journal, writer: Executor, now_ms: Callable[[], int], on_kept: Callable[[], None]
    ) -> None:
        self.log: Log = journal.log
        self.trouble: str | None = None
        """Why messages cannot be kept, until one is kept again; None while all is well."""
        self.failures = 0
        """How often messages could not be kept."""
        self.commits = 0
        self.duplicates = 0
        self.refusals = 0
        self.clocks = RaceClocks(journal.log.lines)
        self._journal = journal
        self._times_rewritten = 0
        if journal.unwritable is not None:
            self.trouble = _cannot_be_kept(journal.unwritable)
        self._writer = writer
        self._now_ms = now_ms
        self._on_kept = on_kept
        self._sources = Sources(journal.log)
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._committing: asyncio.Task[None] | None = None
        self._begun_s: float | None = None
        self._ended_s = self._took_s = 0.0
        self._change = asyncio.Event()
        self._reported: set[str] = set()
        self._warnings = 0

    def source(self, name: str) -> SourceMessages:
        """What the race has of a source."""
        return self._sources.of(name)

    def take(self, source: str, submission: Submission) -> list[Reply]:
        """Take messages, to be written soon. Returns the answers that can be given at once."""
        messages, before = self.source(source), len(self._pending)
        self._report_once("text made legal", f"{source}:{submission.first}", submission.illegal)
        answers: list[Reply] = []
        for number, message in enumerate(submission.messages, submission.first):
            if number > messages.head + 1:
                answers.append(Again(first=messages.head + 1))
                break
            is_known = number <= messages.head
            answer = (self._compare if is_known else self._take)(source, number, message)
            if answer is not None:
                self.refusals += isinstance(answer, Refusal)
                answers.append(answer)
        if len(self._pending) == before:
            answers.append(Ack(last=messages.last, seq=self.log.head, first=submission.first))
        if self._pending and self._committing is None:
            self._committing = asyncio.create_task(self._commit())
        return answers

    def _take(self, source: str, number: int, message: Message | str) -> Refusal | Warned | None:
        """Take the next message of a source, or refuse it."""
        messages, name = self.source(source), f"{source}:{number}"
        fault = _fault(message, name)
        if isinstance(message, str) or fault is not None:
            messages.refuse()
            return Refusal(number=number, kind="invalid", reason=str(fault)[:300])
        missing = self._sources.missing(message)
        messages.add(self.log.head + len(self._pending) + 1)
        self._report_once("kept unread", name, sentences_on(message))
        heard = replace(message, id=name, heard_ms=self._now_ms())
        self.clocks.take(heard)
        self._keep(codec.encode(heard))
        return None if missing is None else self._warn(number, name, missing)

    def _warn(self, number: int, name: str, missing: str) -> Warned:
        """Say that a message has no effect as long as there is none with the id that it refers to."""
        self._warnings += 1
        if self._warnings <= MOST_REPORTED:
            complain("refers to nothing", race=self.log.race, message=name, missing=missing)
        return Warned(number=number, reason=f"there is no message with the id {missing!r}")

    def _report_once(self, event: str, name: str, sentences: Sequence[str]) -> None:
        """Log what is odd about the message or the messages of a name, each sentence once."""
        for sentence in sentences:
            if len(self._reported) < MOST_REPORTED and sentence not in self._reported:
                self._reported.add(sentence)
                report(event, race=self.log.race, message=name, what=sentence)

    def _compare(self, source: str, number: int, message: Message | str) -> Refusal | None:
        """Compare a message that came again with the first one of its number."""
        place, head = self.source(source).place(number), self.log.head
        if place == REFUSED:
            return Refusal(number=number, kind="before", reason="its number was refused before")
        line = self.log.lines[place - 1] if place <= head else self._pending[place - head - 1]
        name = f"{source}:{number}"
        if isinstance(message, str) or not _is_same(
            codec.decode(line), replace(message, id=message.id or name)
        ):
            return Refusal(number=number, kind="other", reason="the hub has another message by this number")
        self.duplicates += 1
        return None

    def _keep(self, line: bytes) -> None:
        self._pending.append(line)
        self._pending_bytes += len(line)

    @property
    def slow_s(self) -> float:
        """How many seconds the group takes that is being written, or the last one took of late."""
        now_s = monotonic()
        if self._begun_s is not None:
            return max(now_s - self._begun_s, self._took_s)
        return self._took_s if now_s - self._ended_s < OF_LATE_S else 0.0

    @property
    def is_at_rest(self) -> bool:
        """Whether all is well, and nothing waits to be written."""
        return self._committing is None and not self._pending and self.trouble is None

    @property
    def is_unwritable(self) -> bool:
        """Whether nothing can be kept until the log is opened again."""
        return self._journal.unwritable is not None

    @property
    def has_lost(self) -> bool:
        """Whether the log's file has less than the log, or is gone."""
        return self._journal.has_lost

    @property
    def is_displaced(self) -> bool:
        """Whether there is another file in the place of the log's, or another program has changed it."""
        return self._committing is None and self._journal.is_displaced

    @property
    def is_full(self) -> bool:
        """Whether so much waits to be written that no more should be read from publishers."""
        return self._pending_bytes > MOST_PENDING

    async def changed(self, longest_s: float) -> None:
        """Wait until messages were written or could not be, for `longest_s` at most."""
        try:
            async with asyncio.timeout(longest_s):
                await self._change.wait()
        except TimeoutError:
            pass

    async def _commit(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._pending:
                lines = self._pending.copy()
                self._begun_s = monotonic()
                try:
                    await loop.run_in_executor(self._writer, self._journal.append, lines)
                except (OSError, ValueError) as error:
                    self._give_up(error)
                else:
                    self._release(lines)
                self._ended_s = monotonic()
                self._took_s, self._begun_s = self._ended_s - self._begun_s, None
                self._change.set()
                self._change = asyncio.Event()
        finally:
            self._committing = None

    def _release(self, lines: list[bytes]) -> None:
        if self.trouble is not None:
            self.trouble = None
            report("messages are kept again", race=self.log.race)
        if self._journal.times_rewritten > self._times_rewritten:
            self._times_rewritten = self._journal.times_rewritten
            complain("log was deleted or changed by another program, and is written anew", race=self.log.race)
        self.commits += 1
        del self._pending[: len(lines)]
        for line in lines:
            self._pending_bytes -= len(line)
            self.log.keep(line)
        self._on_kept()

    def _give_up(self, error: OSError | ValueError) -> None:
        """Drop what could not be written: its publisher still has it."""
        trouble = _cannot_be_kept(error)
        if trouble != self.trouble:
            complain("messages cannot be kept", race=self.log.race, reason=trouble)
        if self.is_unwritable:
            complain("log closed, to be opened again", race=self.log.race, reason=trouble)
        self._refuse_all(trouble)

    def _refuse_all(self, reason: str) -> None:
        """Drop what waits, and have the publishers come again."""
        self.trouble = reason
        self.failures += 1
        self._pending.clear()
        self._pending_bytes = 0
        self._sources.drop_unwritten()
        self._change.set()
        self._change = asyncio.Event()

    async def end(self, reason: str) -> None:
        """Close the file, and have the publishers come again: the race has another log, or none."""
        await self.close()
        self._refuse_all(reason)

    async def close(self) -> None:
        """Write what was taken, then close the file."""
        if self._committing is not None:
            await self._committing
        try:
            await asyncio.get_running_loop().run_in_executor(self._writer, self._journal.close)
        except OSError as error:
            complain("log not closed as it should be", race=self.log.race, reason=error.strerror)


def _cannot_be_kept(error: OSError | ValueError) -> str:
    return f"messages cannot be kept: {getattr(error, 'strerror', None) or error}"


def _is_same(kept: Message, message: Message) -> bool:
    """Whether two messages say the same, also in what this version does not know."""
    if kept.unread is None and message.unread is None:
        return kept == message
    return codec.encode(replace(kept, heard_ms=None)) == codec.encode(replace(message, heard_ms=None))


def _fault(message: Message | str, name: str) -> str | None:
    """What is wrong with a message whose id is to be `name`."""
    if isinstance(message, str):
        return message
    if message.id not in (None, name):
        return f"id: the id of this message is {name!r} here"
    if isinstance(message, Split) and message.evidence == "estimated":
        return "estimated splits are not accepted"
    return None
