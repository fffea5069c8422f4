"""A run of `lapbell bridge`: what is made of the input is printed, or kept in an outbox and published."""

from __future__ import annotations

import asyncio
import sys
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from feeds import codec
from feeds.bridges.bridge_outbox import BridgeOutbox
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.guns_at_hub import guns_at_hub
from feeds.bridges.raw_recording import RawRecording, recorded_pieces
from feeds.errors import UserError
from race.lazy_dataclass import dataclass
from tui.commands.command import INTERRUPTED
from tui.commands.publish_report import counted
from tui.commands.publish_stdin import OutboxOptions, publish_through_outbox
from tui.commands.write_output import print_line, print_note, print_stderr
from tui.text.safe_stream import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feeds.bridges.bridge import Bridge, Heat, Outcome
    from feeds.bridges.inputs.raw_source import DeviceCondition, RawSource
    from feeds.protocol.device_state import DeviceWord
    from feeds.publishing.hub_choice import HubLogin
    from tui.commands.publish_run import PublishRun

RAW = ".raw"
"""What the name of the recording ends in that stands beside an outbox."""

LOOK_S = 0.5
"""How often it is looked how the device is."""

HEARD_S = 10.0
"""At the end of an input, how long to wait for the guns that the hub has."""

STATUS_S = 1.0
"""How often the line of status is written anew, on a terminal."""


@dataclass(frozen=True, slots=True)
class BridgeWork:
    """A bridge and its input."""

    name: str
    bridge: Bridge
    source: RawSource
    recording: Path | None
    """Where its input is recorded; None for beside the outbox."""
    with_start_list: bool
    hears_guns: bool
    """Whether it listens for guns that others publish; a recording has them."""


def say(name: str, sentence: str) -> None:
    """Print a sentence of a bridge, over the line of status if there is one."""
    stderr = safe(sys.stderr)
    if stderr.isatty():
        stderr.write_over("")
    print_stderr(f"{name}: {sentence}")


def try_bridge(bridge: Bridge, source: RawSource) -> int:
    """Print what is made of each record; returns the exit code."""

    def show(outcome: Outcome) -> None:
        label = "?" if outcome.is_bad else str(outcome.record or "-")
        if outcome.raw or outcome.remark:
            print_line(f"{label}: {outcome.raw}{f'  ({outcome.remark})' if outcome.remark else ''}")
        heat = f" {'-'.join(outcome.heat)}:" if outcome.heat else ""
        for message in outcome.messages:
            print_line(f"->{heat} {codec.encode(message).decode()}")
        if outcome.news:
            print_note(outcome.news)

    counts = _Counts()

    def take(outcome: Outcome) -> None:
        counts.messages += len(outcome.messages)
        show(outcome)

    run = BridgeRun(bridge, take)
    is_interrupted = False
    try:
        asyncio.run(run.live(source, None, _nothing))
    except KeyboardInterrupt:
        is_interrupted = True
    if note := bridge.closing_note():
        print_note(note)
    print_stderr(summary(run, counts.messages))
    if is_interrupted:
        return INTERRUPTED
    if run.bad and run.bad == run.records:
        raise UserError(f"nothing in it was understood; the first of it: {run.first_bad[0].remark}")
    return 0


def publish_bridge(hubs: Sequence[HubLogin], race: str, options: OutboxOptions, work: BridgeWork) -> int:
    """Publish what is made of the input until it ends; returns the exit code."""
    return publish_through_outbox(hubs, race, options, lambda run: _publish(run, work, fresh=options.fresh))


@dataclass(slots=True)
class _Counts:
    messages: int = 0


async def _nothing() -> None:
    """There is nothing to keep."""


async def _publish(published: PublishRun, work: BridgeWork, *, fresh: bool) -> None:
    publisher = published.publisher
    await publisher.tried()
    assert published.outbox is not None
    path = work.recording or published.outbox.with_name(published.outbox.name + RAW)
    if fresh and work.recording is None:
        put_aside(path)
    outbox = BridgeOutbox(publisher.publish, publisher.lines)
    with closing(RawRecording(path, work.name)) as recording:
        if recording.is_new and not outbox.is_empty:
            raise UserError(
                f"{published.outbox} has messages of an earlier run, and {path} nothing that it received: "
                "name the recording with --record-raw, or publish as another source, with a token of its own"
            )
        report = Report(work.name, lambda _: outbox)
        report.outbox(())
        start_list = work.bridge.settings.start_list
        if work.with_start_list and start_list is not None:
            outbox.put(replace(start_list, id="start-list", replaces=None, by=work.name))
        run = BridgeRun(work.bridge, report.take)
        run.repeat(recorded_pieces(path))
        report.begin(run)
        await publisher.kept()
        try:
            await _live(run, published, work, recording, report)
        finally:
            say(work.name, summary(run, report.new))


async def _live(
    run: BridgeRun, published: PublishRun, work: BridgeWork, recording: RawRecording, report: Report
) -> None:
    """Take what comes from the device, and from the hub, until the device's input ends."""
    publisher = published.publisher
    beside = [
        asyncio.create_task(report.show(run, work.source.condition)),
        asyncio.create_task(say_device(publisher.say_device, work)),
    ]
    if work.hears_guns:
        guns = guns_at_hub(publisher, published.hubs, partial(say, work.name))
        beside.append(asyncio.create_task(run.hear(guns, recording, publisher.kept)))
    try:
        await run.live(work.source, recording, publisher.kept)
        if work.hears_guns:
            await publisher.drained()
            with suppress(TimeoutError):
                async with asyncio.timeout(HEARD_S):
                    await run.has_heard.wait()
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


async def say_device(tell: Callable[[str, DeviceWord, float], None], work: BridgeWork) -> None:
    """Have the hub tell how the device is, until this is cancelled."""
    condition = work.source.condition
    while True:
        tell(work.name, condition.word, condition.since_s)
        await asyncio.sleep(LOOK_S)


def put_aside(path: Path) -> None:
    """Rename a recording, if it is there, so that a new one can be begun."""
    number = 1
    while (aside := path.with_name(f"{path.name}.old-{number}")).exists():
        number += 1
    with suppress(FileNotFoundError):
        path.replace(aside)


class Report:
    """Publishes what was made, and says what an operator has to know."""

    def __init__(self, name: str, outbox_of: Callable[[Heat], BridgeOutbox | None]) -> None:
        """`outbox_of` opens the outbox of a heat, of () where there is one race; None if it cannot."""
        self._name = name
        self._outbox_of = outbox_of
        self._outboxes: dict[Heat, BridgeOutbox | None] = {}
        self._is_live = False
        self._said_bad = 0

    @property
    def new(self) -> int:
        """How many messages were published."""
        return sum(outbox.new for outbox in self._outboxes.values() if outbox is not None)

    def outbox(self, heat: Heat) -> BridgeOutbox | None:
        """The outbox of a heat."""
        if heat not in self._outboxes:
            self._outboxes[heat] = self._outbox_of(heat)
        return self._outboxes[heat]

    def begin(self, run: BridgeRun) -> None:
        """Say what the recording has given, and withdraw what it did not give again."""
        withdrawn = sum(outbox.withdraw_rest() for outbox in self._outboxes.values() if outbox is not None)
        if run.records:
            print_stderr(f"{self._name}: going on after {counted(run.records, 'record')} of earlier runs")
        if withdrawn:
            print_note(
                f"{counted(withdrawn, 'message')} of earlier runs do not follow from it any more: withdrawn"
            )
        self._is_live = True

    def take(self, outcome: Outcome) -> None:
        """Publish the messages of a record."""
        for message in outcome.messages:
            outbox = self.outbox(outcome.heat)
            try:
                if outbox is not None:
                    outbox.put(message)
            except ValueError as error:
                self._say(f"record {outcome.record} cannot be published: {error}")
        if outcome.news:
            self._say(outcome.news)
        if outcome.is_bad and self._said_bad < 5:
            self._said_bad += 1
            self._say(f"not understood: {outcome.raw!r} ({outcome.remark})")

    def _say(self, sentence: str) -> None:
        if self._is_live:
            say(self._name, sentence)

    async def show(self, run: BridgeRun, condition: DeviceCondition) -> None:
        """Keep a line of status on a terminal: what came, how long ago, and how the device is."""
        stderr, loop = safe(sys.stderr), asyncio.get_running_loop()
        records, changed_s = run.records, loop.time()
        while stderr.isatty():
            await asyncio.sleep(STATUS_S)
            if run.records != records:
                records, changed_s = run.records, loop.time()
            since_s = loop.time() - condition.since_s
            stderr.write_over(
                f"{condition.word} for {since_s:.0f} s; {summary(run, self.new)}; "
                f"the last {loop.time() - changed_s:.0f} s ago"
            )


def summary(run: BridgeRun, messages: int) -> str:
    """What a run has done so far."""
    return f"{counted(run.records, 'record')}, {run.bad} not understood, {counted(messages, 'message')}"
