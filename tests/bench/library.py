"""A library of 2,000 more race files: how soon it is read, listed and painted, and two people compared."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from unittest.mock import patch

from textual import events

from replays.catalogue.catalogue import races
from replays.library import files
from replays.people.people_index import library_people
from tests.bench.engine import p95
from tests.bench.screen import Discard
from tests.bench.start import BARE
from tests.bench.start import MARK as BARE_MARK
from tests.bench.terminal import Terminal
from tui.app import LapbellApp

RACES = 2000

SHARED = 4
"""So many copies of each race have the same people; the next ones have others."""

HOME = """
from tui.cli import main
main([])
"""

COMMANDS = {"races": "0.3 s", "races kerr": "0.3 s", "head-to-head josh kerr jakob ingebrigtsen": "0.5 s"}
"""With their aims."""

MARK = b"newest first"

RUNS = 9

SOUGHT = ("slash", *"mile", *["backspace"] * 4, *"ingebrigtsen", "escape")

REST_S = 3.0
"""After which the app is at rest, and has shown the library."""

SETTLED_S = 0.25
"""After which all that a key brings about is on the screen."""

Row = tuple[str, str, str]


def rows() -> list[Row]:
    """What was measured, beside what is aimed at."""
    with TemporaryDirectory() as folder, patch.dict(os.environ, LAPBELL_DATA=folder):
        _copy_library(Path(folder) / "races")
        begin = perf_counter()
        races()
        anew = perf_counter() - begin
        library_people()
        commands = {command: _command_s(command) for command in COMMANDS}
        begin = perf_counter()
        listed, _ = races()
        known_ms = (perf_counter() - begin) * 1000
        whole, bare = first_screen()
        inside_ms, keys_ms = asyncio.run(_inside())
    count = f"{len(listed):,} race files"
    timed = zip(COMMANDS.items(), commands.values(), strict=True)
    return [
        (f"{count}: all read in two processes, index written", f"{anew:.1f} s", "8 s"),
        *((f"{count}: lapbell {command}", f"{seconds:.2f} s", aim) for (command, aim), seconds in timed),
        (f"{count}: from the index", f"{known_ms:.0f} ms", "-"),
        (f"{count}: from the start of the app to the first screen", f"{inside_ms:.0f} ms", "300 ms"),
        (f"{count}: the whole process to it", f"{whole:.2f} s, {whole / bare:.2f}x a bare app", "-"),
        (f"{count}: key typed to what it finds painted, p95", f"{keys_ms:.0f} ms", "30 ms"),
    ]


def first_screen() -> tuple[float, float]:
    """Median seconds of a process to the library on the screen, and of a bare app to its only word."""
    pairs = [(_painted(HOME, MARK), _painted(BARE, BARE_MARK)) for _ in range(RUNS + 1)][1:]
    return median(home for home, _ in pairs), median(bare for _, bare in pairs)


def _painted(code: str, mark: bytes) -> float:
    with Terminal(code) as terminal:
        return terminal.wait_for(mark)


def _command_s(command: str) -> float:
    """Median seconds of a process that prints, from its start to its end."""
    code = f"from tui.cli import main; raise SystemExit(main({command.split()!r}))"
    times = []
    for _ in range(RUNS):
        begin = perf_counter()
        subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=True)
        times.append(perf_counter() - begin)
    return median(times)


def _copy_library(folder: Path) -> None:
    """The races again and again, with ids of their own; after `SHARED` copies of each with other people."""
    folder.mkdir()
    for number in range(RACES):
        path = files()[number % len(files())]
        header, start_list, rest = path.read_bytes().split(b"\n", 2)
        name = f"{path.stem}-{number:04}"
        header = header.replace(path.stem.encode(), name.encode())
        others = number // len(files()) // SHARED
        if others:
            start_list = re.sub(rb'("(?:name|athlete)":"[^"]*)', rb"\1" + b"x" * others, start_list)
        (folder / f"{name}.jsonl").write_bytes(b"\n".join((header, start_list, rest)))


class Noting(Discard):
    """Knows when what was written."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.notes: list[tuple[float, str]] = []

    def write(self, data: str) -> None:
        """Note a frame."""
        self.notes.append((perf_counter(), data))


async def _inside() -> tuple[float, float]:
    """Milliseconds from the app's start to the library painted, and of keys to what they find, p95."""
    app = LapbellApp()
    app.driver_class = Noting
    begin = perf_counter()
    running = asyncio.create_task(app.run_async(size=(80, 24)))
    await asyncio.sleep(REST_S)
    driver = app._driver  # noqa: SLF001 - nothing public has it
    assert isinstance(driver, Noting)
    painted = next(when for when, data in driver.notes if MARK.decode() in data)
    times = [await _key_ms(driver, key) for _ in range(3) for key in SOUGHT]
    app.exit()
    await running
    return (painted - begin) * 1000, p95(times)


async def _key_ms(driver: Noting, name: str) -> float:
    """Milliseconds from a key to its frame: the field and the list are painted together."""
    driver.notes.clear()
    begin = perf_counter()
    driver.process_message(events.Key(name, name if len(name) == 1 else None))
    await asyncio.sleep(SETTLED_S)
    return (driver.notes[0][0] - begin) * 1000
