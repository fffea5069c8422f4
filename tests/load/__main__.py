"""A hub under the load of a great race, which is killed again and again: `make load`.

    python -m tests.load [--minutes 10] [--viewers 1000] [--rate 1000] [--kill-s 60] [--screens 200]
        [--flood 600]

One viewer in ten is slow. Prints what was measured beside its aim, and ends with 1 if something is not so.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from feeds.log import read
from feeds.serving.tokens import Tokens
from tests.feeds.hub_process import HubProcess
from tests.load import plain
from tests.load.answering_process import AnsweringProcess
from tests.load.judge import Run, judge
from tests.load.publishers import Desk, Timing
from tests.load.splits import RACE
from tests.page_section import write_run

PLAIN_S = 20.0
LOOK_S = 2.0
CALM_S = 15.0
"""Before the end the hub is not killed any more."""

RETURN_S = 60.0
"""How long is waited after a kill until all viewers have all."""

LAST_S = 120.0
"""How long is waited at the end until the slow ones have all too."""


async def load(options: argparse.Namespace) -> Run:
    """Run it."""
    hub = HubProcess(Path(tempfile.mkdtemp(prefix="lapbell-load-")))
    timing_token = Tokens(hub.folder).issue(RACE, "mat-a")
    desk_token = Tokens(hub.folder).issue(RACE, "desk")
    origin_s = time.monotonic()
    seconds, slow = options.minutes * 60, options.viewers // 10
    async with hub:
        timing = Timing(hub.base, RACE, timing_token, options.rate, origin_s)
        run = Run(options.viewers, options.rate, seconds, hub, timing, Desk(hub.base, RACE, desk_token))
        publishing = asyncio.create_task(timing.publish(origin_s + seconds))
        while not timing.last:  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.05)
        async with (
            AnsweringProcess(
                "viewers", hub.port, f"/v1/races/{RACE}/feed", options.viewers, slow, origin_s
            ) as viewers,
            AnsweringProcess("crowd", hub.port, options.screens, options.flood) as crowd,
        ):
            visiting = asyncio.create_task(run.desk.publish())
            await caught_up(run, viewers, origin_s, origin_s)
            await kill_and_look(run, viewers, origin_s, options.kill_s, publishing)
            visiting.cancel()
            run.crowd = await crowd.ask("")
            await viewers.ask("hurry")
            run.behind = await everyone_has_all(run, viewers)
            run.found = await viewers.ask("end")
            run.add_cpu()
        await hub.stop()
    run.log_head = read(hub.folder / f"{RACE}.jsonl").head
    return run


async def kill_and_look(
    run: Run, viewers: AnsweringProcess, origin_s: float, kill_s: float, publishing: asyncio.Task[None]
) -> None:
    """Until all is published; the hub is killed again and again, but not at the very end."""
    end_s = origin_s + run.seconds
    while time.monotonic() < end_s:
        await under_load(run, origin_s, min(time.monotonic() + kill_s, end_s))
        if time.monotonic() < end_s - CALM_S:
            await killed(run, viewers, origin_s)
    async with asyncio.timeout(LAST_S):
        await publishing


async def under_load(run: Run, origin_s: float, until_s: float) -> None:
    """Look at the hub's memory from time to time."""
    while time.monotonic() < until_s:
        run.memory.append((run.timing.last, run.hub.memory_kib()))
        run.loads.append(os.getloadavg()[0])
        await asyncio.sleep(LOOK_S)
    print(f"{time.monotonic() - origin_s:.0f} s: {run.memory[-1]}, load {run.loads[-1]:.1f}", flush=True)


async def killed(run: Run, viewers: AnsweringProcess, origin_s: float) -> None:
    """`kill -9` of the hub; what is due until all are back is not measured."""
    begun_s = time.monotonic()
    run.add_cpu()
    await run.hub.kill()
    await run.hub.start()
    run.starts_s.append(run.hub.start_s)
    await caught_up(run, viewers, begun_s, origin_s)


async def caught_up(run: Run, viewers: AnsweringProcess, begun_s: float, origin_s: float) -> None:
    """Wait until every viewer that is not slow is within a second of the head, but not for ever."""
    while time.monotonic() < begun_s + RETURN_S:
        state = await viewers.ask(f"state {run.timing.last - int(run.rate)}")
        due = min(time.monotonic() - origin_s, run.seconds) * run.rate
        if state["there"] == state["of"] and run.timing.last > due - run.rate:
            break
        await asyncio.sleep(0.2)
    ended_s = time.monotonic()
    run.returns_s.append(ended_s - begun_s)
    run.apart |= set(range(int(begun_s - origin_s) - 1, int(ended_s - origin_s) + 2))


async def everyone_has_all(run: Run, viewers: AnsweringProcess) -> int:
    """Wait for the last message at every viewer, the slow ones too; returns how many lack something."""
    head, deadline_s = run.timing.last + run.desk.last, time.monotonic() + LAST_S
    while True:
        state = await viewers.ask(f"state {head}")
        behind = int(state["of"] - state["there"])
        if not behind or time.monotonic() > deadline_s:
            return behind
        await asyncio.sleep(0.5)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--viewers", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=1000.0, help="splits a second")
    parser.add_argument("--kill-s", type=float, default=60.0, help="seconds between kills of the hub")
    parser.add_argument("--screens", type=int, default=200, help="home screens that ask for /v1/races")
    parser.add_argument("--flood", type=float, default=600.0, help="bad handshakes a second from one address")
    parser.add_argument("--write", action="store_true", help="write the table into docs/reliability.md")
    return parser.parse_args()


async def main() -> bool:
    """Measure, print, and say whether all is as it should be."""
    options = arguments()
    run = await load(options)
    peer = await plain.measure(options.viewers, options.rate, run.tick_s(), PLAIN_S)
    rows = judge(run, peer)
    lines = [
        f"| {row.what} | {row.measured} | {row.aim} | {'good' if row.good else '**missed**'} |"
        for row in rows
    ]
    table = "\n".join(["| what | measured | aim | |", "|---|---|---|---|", *lines])
    print(f"\n{table}")
    if options.write:
        write_run("load", f"{options.minutes:g} minutes.\n\n{table}")
    return all(row.good for row in rows)


if __name__ == "__main__":
    sys.exit(not asyncio.run(main()))
