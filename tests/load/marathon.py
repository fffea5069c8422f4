"""A city marathon at its real speed through a hub, watched on a screen: does memory stay as it is?

    python -m tests.load.marathon [--entrants 30000] [--minutes 20] [--from-minute 90]

The race up to that minute is published at once; then everything comes when it is due. Prints the processor
time of the hub and of the screen, and their memory at the beginning, in the middle and at the end, with its
slope over the second half and the standard error of that: what a screen loads late is in the first half.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from feeds import codec
from feeds.serving.tokens import Tokens
from race.messages import Gun
from race.times import TimeOfDay
from replays.hubs.rehearsal import Cue, rehearsal
from replays.invented_marathon import invented_race
from tests.bench.machine import machine
from tests.bench.terminal import Terminal
from tests.feeds.hub_process import RUN, HubProcess
from tests.load.slope import slope

RACE = "marathon"

COLUMNS, LINES = 120, 40

SAMPLE_S = 5.0

SETTLE_S = 60.0
"""After the screen has what was before, until memory is looked at."""

KEYS = (b"j", b"j", b"k", b"k")
"""Pressed one at a time between samples: the cursor goes down and up again."""


class Sample(NamedTuple):
    """What was seen at one moment."""

    at_s: float
    published: int
    hub_mib: float
    screen_mib: float


@dataclass
class Run:
    """What was seen of a run."""

    samples: list[Sample] = field(default_factory=list)
    published: int = 0
    hub_cpu: float = 0.0
    """Share of a core while everything comes when it is due."""
    screen_cpu: float = 0.0
    written: int = 0
    """Bytes that the screen wrote then."""

    def lines(self) -> Iterator[str]:
        """The table."""
        messages = self.samples[-1].published - self.samples[0].published
        seconds = self.samples[-1].at_s - self.samples[0].at_s
        yield f"{messages:,} messages in {seconds / 60:.1f} minutes, {self.published:,} in all"
        drawn = f"{self.written / seconds:,.0f} bytes/s"
        yield f"hub {self.hub_cpu:.1%} of a core; screen {self.screen_cpu:.1%}, {drawn}"
        for who in ("hub", "screen"):
            mib = [getattr(sample, f"{who}_mib") for sample in self.samples]
            half = len(mib) // 2
            later = list(zip(self.samples[half:], mib[half:], strict=True))
            an_hour = slope([(sample.at_s / 3600, m) for sample, m in later])
            a_message = slope([(sample.published, m * 2**20) for sample, m in later])
            yield (
                f"{who}: {mib[0]:.1f}, {mib[half]:.1f}, {mib[-1]:.1f} MiB; in the second half "
                f"{an_hour[0]:+.1f} ± {an_hour[1]:.1f} MiB/h, "
                f"{a_message[0]:+.0f} ± {a_message[1]:.0f} bytes a message"
            )


async def marathon(options: argparse.Namespace) -> Run:
    """Run it."""
    folder = Path(tempfile.mkdtemp(prefix="lapbell-marathon-"))
    os.environ.update(LAPBELL_DATA=str(folder / "data"), XDG_CONFIG_HOME=str(folder / "config"))
    start_ms = round(options.from_minute * 60_000)
    cues = rehearsal(invented_race(options.entrants))
    run = Run()
    async with HubProcess(folder / "hub", "--rate", "1000000") as hub:
        os.environ["LAPBELL_TOKEN"] = Tokens(hub.folder).issue(RACE, "mat-a")
        publisher = await asyncio.create_subprocess_exec(
            sys.executable, "-c", RUN, "publish", "-", "--to", hub.base, "--race", RACE,
            "--outbox", str(folder / "outbox.jsonl"), stdin=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert publisher.stdin is not None
        gun_ms = round(time.time() * 1000) - start_ms
        publishing = asyncio.create_task(publish(run, publisher.stdin, cues, gun_ms))
        try:
            await until_due(run, cues, gun_ms)
            watching = f"from tui.cli import main; main({['watch', hub.url(RACE), '--no-record']!r})"
            with Terminal(watching, columns=COLUMNS, lines=LINES) as screen:
                await look(run, hub, screen, options.minutes * 60)
        finally:
            publishing.cancel()
            publisher.kill()
            await publisher.wait()
    return run


async def publish(run: Run, stdin: asyncio.StreamWriter, cues: Sequence[Cue], gun_ms: int) -> None:
    """Send each message when it is due; guns with their times of day, as most have gone off already."""
    for cue in cues:
        late_s = time.time() - (gun_ms + cue.due_ms) / 1000
        if late_s < 0:
            await asyncio.sleep(-late_s)
        message = cue.message
        if isinstance(message, Gun):
            message = replace(message, clock=TimeOfDay(gun_ms + cue.due_ms, 0))
        stdin.write(codec.encode(message) + b"\n")
        await stdin.drain()
        run.published += 1


async def until_due(run: Run, cues: Sequence[Cue], gun_ms: int) -> None:
    """Wait until everything is published that was due before."""
    while run.published < len(cues) and gun_ms + cues[run.published].due_ms < time.time() * 1000 - 1000:  # noqa: ASYNC110
        await asyncio.sleep(0.2)


async def look(run: Run, hub: HubProcess, screen: Terminal, seconds: float) -> None:
    """Look at the memory of both again and again, while the screen is drawn and keys are pressed."""
    await asyncio.to_thread(screen.listen, SETTLE_S)
    begin_s, hub_s, screen_s = time.monotonic(), cpu_s(hub.pid), screen.cpu_s()
    number = 0
    while (at_s := time.monotonic() - begin_s) < seconds:
        run.samples.append(Sample(at_s, run.published, hub.memory_kib() / 1024, screen.memory_mib()))
        if number % 12 == 0:
            print(f"{at_s:.0f} s: {run.samples[-1]}", flush=True)
        screen.type(KEYS[number % len(KEYS)])
        run.written += await asyncio.to_thread(screen.listen, SAMPLE_S)
        number += 1
    took_s = time.monotonic() - begin_s
    run.hub_cpu = (cpu_s(hub.pid) - hub_s) / took_s
    run.screen_cpu = (screen.cpu_s() - screen_s) / took_s


def cpu_s(pid: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.marathon", description=__doc__)
    parser.add_argument("--entrants", type=int, default=30_000)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--from-minute", type=float, default=90.0, help="race time at which it begins")
    return parser.parse_args()


if __name__ == "__main__":
    print(machine(), flush=True)
    with suppress(KeyboardInterrupt):
        for line in asyncio.run(marathon(arguments())).lines():
            print(line)
