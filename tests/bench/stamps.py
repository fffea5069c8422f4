"""How exact the times of keys are that are pressed while a race is timed: `python -m tests.bench.stamps`.

A driver presses keys in a real terminal and notes when, by the clock that only counts; the screen stamps
them by the same clock, and is otherwise as people have it. Each other tap is named, so that there is work.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple
from unittest.mock import patch

from feeds.log import read, write
from race.messages import Checkpoint, Entrant, Read, Split, StartList
from tests.bench.motion import FOLDERS
from tests.bench.races import large_race, on_a_track
from tests.bench.terminal import Terminal

PRESSES = 500

GAPS_S = (0.03, 0.1)
"""Between two keys: as fast as a pack goes by."""

STAMPED = """
from feeds.timing.timing_clock import TimingClock
at, log = TimingClock.at, open({log!r}, "a", buffering=1)
def logged(self, pressed_s):
    log.write(f"{{pressed_s}}\\n")
    return at(self, pressed_s)
TimingClock.at = logged
from tui.cli import main
main({arguments!r})
"""
"""Runs the program, and keeps each stamp as exact as it was read."""


BARE = """
import os, select, sys, time, tty
tty.setraw(0)
log = open({log!r}, "a", buffering=1)
print("before the gun", flush=True)
while select.select([0], [], []):
    moment = time.monotonic()
    for _ in os.read(0, 100):
        log.write(f"{{moment}}\\n")
"""
"""The floor: the same keys, read by a program that does nothing else."""


class Late(NamedTuple):
    """By how many milliseconds stamps are after their keys."""

    middle: float
    p99: float
    worst: float


def rows() -> list[tuple[str, str, str]]:
    """What was measured, as rows of the table."""
    aim, found = "p99 10 ms, worst 25 ms", []
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, dict.fromkeys(FOLDERS, folder)):
        bare = Path(folder) / "bare.stamps"
        bare.touch()
        found.append(("key stamped late by a program that only reads", _text(_floor(bare)), "-"))
        for who, runners, has_neighbour in (
            ("12 runners", 12, False),
            ("12 runners, beside a board of 300 in motion", 12, True),
            ("300 runners", 300, False),
        ):
            with ExitStack() as stack:
                if has_neighbour:
                    stack.enter_context(_board_of_300(Path(folder)))
                late = stamps(Path(folder) / f"{runners}-{has_neighbour}.jsonl", runners)
            found.append((f"key stamped late while timing, {who}", _text(late), aim))
    return found


def _text(late: Late) -> str:
    return f"p50 {late.middle:.1f} ms, p99 {late.p99:.1f} ms, worst {late.worst:.1f} ms"


def _floor(log: Path) -> Late:
    chance, pressed = random.Random(1), []
    with Terminal(BARE.format(log=str(log))) as terminal:
        terminal.wait_for(b"before the gun")
        for _ in range(PRESSES):
            pressed.append(monotonic())
            terminal.type(b" ")
            sleep(chance.uniform(*GAPS_S))
    return _late(log, pressed)


def stamps(path: Path, runners: int) -> Late:
    """Press keys over a new race, and hold their stamps against when they were pressed."""
    write(path, "bench", [_start_list(runners)])
    log = path.with_suffix(".stamps")
    log.touch()
    code = STAMPED.format(log=str(log), arguments=["time", str(path), "--by", "Ann"])
    chance, pressed, named = random.Random(1), [], 0
    with Terminal(code, columns=80, lines=24) as terminal:
        terminal.wait_for(b"before the gun")
        with _drained(terminal):
            sleep(2)
            keys = ["g"]
            for number in range(PRESSES):
                keys.append(" ")
                if number % 2:
                    named += 1
                    keys += f"{named % runners + 1}\r"
            for key in keys:
                pressed.append((key, monotonic()))
                terminal.type(key.encode())
                sleep(chance.uniform(*GAPS_S))
            _until_kept(path)
    return _late(log, [moment for key, moment in pressed if key in (" ", "g", "\r")])


def _late(log: Path, noted: list[float]) -> Late:
    stamped = [float(line) for line in log.read_text().split()]
    if len(stamped) != len(noted):
        raise RuntimeError(f"{len(noted)} keys were pressed, {len(stamped)} stamped")
    late = sorted((there - then) * 1000 for there, then in zip(stamped, noted, strict=True))
    return Late(late[len(late) // 2], late[int(len(late) * 0.99)], late[-1])


def _until_kept(path: Path) -> None:
    """Wait until every tap is in the file."""
    until = monotonic() + 60
    while monotonic() < until:
        if sum(isinstance(message, Read) for message in read(path).messages()) >= PRESSES:
            return
        sleep(0.2)
    raise TimeoutError("some taps are not in the file")


def _start_list(runners: int) -> StartList:
    entrants = tuple(Entrant(bib=str(n), name=f"Ann Runner{n}") for n in range(1, runners + 1))
    laps = tuple(Checkpoint(id=f"{n} m", distance_m=n) for n in range(200, 25_001, 400))
    return StartList(name="bench", distance_m=25_000, lap_m=400, checkpoints=laps, entrants=entrants)


@contextmanager
def _board_of_300(folder: Path) -> Iterator[None]:
    """Another terminal, in which a race of 300 runs."""
    path, race = folder / "300.jsonl", on_a_track(large_race(300))
    write(path, "large", race)
    splits = sum(isinstance(message, Split) for message in race)
    arguments = ["replay", str(path), "--at", "20:00", "--speed", "16"]
    print(f"(a board of 300, {splits} splits)", file=sys.stderr)
    with Terminal(f"from tui.cli import main; main({arguments!r})", columns=200, lines=50) as board:
        board.wait_for(b"paused")
        board.type(b" ")
        with _drained(board):
            yield


@contextmanager
def _drained(terminal: Terminal) -> Iterator[None]:
    """Read what a program draws meanwhile, as a terminal does."""
    over = threading.Event()

    def drain() -> None:
        while not over.is_set():
            terminal.listen(0.05)

    reader = threading.Thread(target=drain)
    reader.start()
    try:
        yield
    finally:
        over.set()
        reader.join()


if __name__ == "__main__":
    for row in rows():
        print(*row, sep=" | ")
