"""The whole program in a real terminal of 200x50, each view in motion and paused: processor and bytes."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from feeds.log import read, write
from race.messages import Message, Split
from race.times import Time
from replays.library import find
from tests.bench.races import large_race, on_a_track
from tests.bench.terminal import Terminal

COLUMNS, LINES = 200, 50

MOVING_S, PAUSED_S = 5.0, 3.0

SETTLED_S = 1.5
"""From a key until what it brought is drawn."""

FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
"""Where the program finds nothing remembered."""

VIEWS = {
    "board": "1",
    "splits": "2",
    "gaps": "3",
    "track": "4",
    "packs": "5",
    "announcer": "6",
    "head-to-head": "jc",
}
"""By name, the keys that open each."""


class Motion(NamedTuple):
    """What a view costs in a terminal."""

    moving: float
    """Share of a core while the race plays."""
    written: float
    """KiB a second while it plays."""
    paused: float
    """Share of a core while it stands still."""
    idle: int
    """Bytes written in `PAUSED_S` while it stands still."""


class Playing(NamedTuple):
    """A race from a time on, at a speed at which about 20 splits come a second."""

    who: str
    race: Path
    at_ms: int
    speed: int
    splits: float
    """A second on the wall."""

    def arguments(self, speed: float) -> list[str]:
        """Those of the program that plays it."""
        at = Time(self.at_ms).show()
        return ["replay", str(self.race), "--at", at, "--speed", f"{speed}"]


def motions(playing: Playing, views: Iterable[str] = tuple(VIEWS)) -> Iterator[tuple[str, Motion]]:
    """The cost of each view, one after the other."""
    code = f"from tui.cli import main; main({playing.arguments(playing.speed)!r})"
    for view in views:
        with Terminal(code, columns=COLUMNS, lines=LINES) as terminal:
            terminal.wait_for(b"paused")
            terminal.listen(SETTLED_S)
            for key in VIEWS[view]:
                terminal.type(key.encode())
                terminal.listen(SETTLED_S)
            paused, idle = _cost(terminal, PAUSED_S)
            terminal.type(b" ")
            terminal.listen(SETTLED_S)
            moving, written = _cost(terminal, MOVING_S)
            yield view, Motion(moving, written / MOVING_S / 1024, paused, idle)


def rows(views: Iterable[str] = tuple(VIEWS)) -> list[tuple[str, str, str]]:
    """What was measured, as rows of the table."""
    found = []
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, dict.fromkeys(FOLDERS, folder)):
        for playing in (mile(), large_on_track(Path(folder)), _large_on_road(Path(folder))):
            for view, cost in motions(playing, views):
                what = f"{view} in motion, {playing.who}, {playing.splits:.0f} splits/s, {COLUMNS}x{LINES}"
                moving = f"{cost.moving:.1%} of a core, {cost.written:.1f} KiB/s"
                found.append((what, f"{moving}; paused {cost.paused:.1%}, {cost.idle} bytes", "-"))
    return found


def _cost(terminal: Terminal, seconds: float) -> tuple[float, int]:
    before = terminal.cpu_s()
    written = terminal.listen(seconds)
    return (terminal.cpu_s() - before) / seconds, written


def mile() -> Playing:
    """14 runners over a mile."""
    race = find("2026-london-dl-mile")
    return _playing("14 runners", race, list(read(race).messages()), 60_000, 16)


def large_on_track(folder: Path) -> Playing:
    """The large race on laps, written to a folder."""
    return _large(folder, "300 on a track", on_a_track(large_race(300)))


def _large_on_road(folder: Path) -> Playing:
    return _large(folder, "300 on a road", large_race(300))


def _large(folder: Path, who: str, messages: list[Message]) -> Playing:
    path = folder / f"{who}.jsonl"
    write(path, "large", messages)
    return _playing(who, path, messages, 3_600_000, 8)


def _playing(who: str, path: Path, messages: list[Message], at_ms: int, speed: int) -> Playing:
    """With the splits a second on the wall that come while it is measured."""
    until_ms = at_ms + round((SETTLED_S + MOVING_S) * speed * 1000)
    times = (message.time for message in messages if isinstance(message, Split))
    splits = sum(time is not None and at_ms <= time.ms < until_ms for time in times)
    return Playing(who, path, at_ms, speed, splits / (SETTLED_S + MOVING_S))


if __name__ == "__main__":  # with names of views: those alone
    for row in rows(sys.argv[1:] or tuple(VIEWS)):
        print(*row, sep=" | ")
