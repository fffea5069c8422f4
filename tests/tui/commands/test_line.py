"""`lapbell line`: a race in one line, once or whenever it changes."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from feeds.hub import Hub, Settings
from feeds.log import Log, write
from race.messages import Entrant, Gun, Message, Official, Split
from race.times import Time
from tests.free_ports import free_port
from tests.patience import PATIENCE_S
from tests.tui.run_lapbell import BOWERMAN, ROOT, RUN, lapbell, lapbell_here, refusal
from tests.tui.small_races import runners, start_list

RACE = "club-1200"

LIST = start_list(1200, (400, 800), runners("Ann Able", "Bea Best"))


class Lines:
    """`lapbell line --watch` while it runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def until(self, *texts: str) -> str:
        """The next line that has all these texts."""
        assert self.process.stdout
        async with asyncio.timeout(PATIENCE_S):
            while True:
                line = (await self.process.stdout.readline()).decode()
                assert line, f"it ended without {texts}"
                if all(text in line for text in texts):
                    return line.rstrip("\n")


@asynccontextmanager
async def watching(*words: str) -> AsyncIterator[Lines]:
    """Run it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-X", "utf8", "-c", RUN, "line", "--watch", *words),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield Lines(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def split(bib: str, checkpoint: str, time: str) -> Split:
    """A time from the gun."""
    return Split(bib=bib, checkpoint=checkpoint, time=Time.parse(time), evidence="device")


def growing(*messages: Message, race: str = RACE) -> Log:
    """A live race."""
    log = Log(race, complete=False)
    for message in messages:
        log.append(message)
    return log


def test_a_recorded_race() -> None:
    """Its result, as much of it as there is room for."""
    whole = lapbell_here("line", BOWERMAN).stdout
    short = lapbell_here("line", BOWERMAN, "--width", "40").stdout

    assert whole == "Bowerman Mile   Kerr wins in 3:45.34   last 409 m 54.64   Ingebrigtsen +0.26\n"
    assert short == "Bowerman Mile   Kerr wins in 3:45.34\n"
    assert len(lapbell_here("line", BOWERMAN, "--width", "20").stdout) <= 21


def test_a_recorded_race_does_not_change() -> None:
    """So there is nothing to watch; nor is there a line of no cells."""
    assert "a recorded race does not change" in refusal("line", "--watch", BOWERMAN)
    assert "takes a number of cells" in refusal("line", "--width", "3", BOWERMAN)
    assert "Connection refused" in refusal("line", f"127.0.0.1:{free_port()}")


def test_what_a_file_holds_is_one_line(tmp_path: Path) -> None:
    """Whatever the race and its runners are called."""
    path = tmp_path / "race.jsonl"
    hostile = replace(
        LIST, name="Mile\x1b[2J\nof [b]death[/b]", entrants=(Entrant(bib="1", name="A\x07\rB"),)
    )
    write(path, RACE, [hostile, Gun(), split("1", "finish", "3:00")])

    [line] = lapbell_here("line", path).stdout.splitlines()
    assert "\x1b" not in line
    assert "of [b]death[/b]" in line


async def test_a_live_race_as_it_goes() -> None:
    """Before the gun, at a split with the second, at the finish; a hub that goes and comes back is said."""
    port = free_port()
    log = growing(LIST)
    async with watching(f"127.0.0.1:{port}", "--width", "120") as lines:
        await lines.until("Connection refused")
        async with Hub(log, settings=Settings(port=port, heartbeat_s=0.2)) as hub:
            await lines.until("before the gun")
            for message in (Gun(), split("1", "400", "1:00.0"), split("2", "400", "1:01.5")):
                hub.append(RACE, message)
            await lines.until("Able leads", "Best +1.5")
        await lines.until("reconnecting since", "Able leads")
        async with Hub(log, settings=Settings(port=port, heartbeat_s=0.2)) as hub:
            for bib, time in (("2", "3:00.0"), ("1", "3:02.0")):
                hub.append(RACE, split(bib, "finish", time))
            assert "reconnecting" not in await lines.until("Best wins in 3:00.0", "Able +2.0")
            hub.append(RACE, Official())
            await lines.until("official")
        lines.process.send_signal(signal.SIGINT)
        assert await lines.process.wait() == 130


async def test_the_race_that_is_on() -> None:
    """Of a hub, and the next one once its gun has gone; a race on a hub is named where another is on."""
    port = free_port()
    first = growing(replace(LIST, name="First"), Gun(), race="a-first")
    second = growing(replace(LIST, name="Second"), race="b-second")
    async with Hub(first, second, settings=Settings(port=port, heartbeat_s=0.2)) as hub:
        once = await asyncio.to_thread(lapbell_line, f"127.0.0.1:{port}")
        other = await asyncio.to_thread(lapbell_line, f"127.0.0.1:{port}/v1/races/b-second")
        assert once.startswith("First   ")
        assert other.startswith("Second   before the gun")
        async with watching(f"127.0.0.1:{port}") as lines:
            await lines.until("First ")
            hub.append("b-second", Gun())
            await lines.until("Second ")


def lapbell_line(address: str) -> str:
    """What it prints once, from a process of its own."""
    done = lapbell("line", address)
    assert done.returncode == 0, done.stderr
    return done.stdout
