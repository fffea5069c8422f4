"""How old the screen is at the far end of a slow line, by the race clock that stands on it there."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from unittest.mock import patch

from race.times import Time
from tests.bench.motion import COLUMNS, FOLDERS, LINES, Playing, large_on_track, mile
from tests.bench.terminal import Terminal
from tests.tui.shown_clock import shown_clock
from tests.tui.terminal_screen import TerminalScreen

LINK = 100 * 1024
"""Bytes a second that a slow line takes."""

WATCHED_S = 8.0

SETTLED_S = 1.0

TURN_S = 0.01
"""How often the line takes something."""

VIEWS = {"board": "1", "gaps": "3", "track": "4"}


def age_s(playing: Playing, speed: int, keys: str, link: int) -> float:
    """The greatest age of the screen while a race plays, in seconds on the wall.

    At each moment it is the time since the clock that stands there was right. The program and the clock of
    the race run evenly, so that when it was right follows from when the clock was newest; what even the
    newest took is not in the figure.
    """
    code = f"from tui.cli import main; main({playing.arguments(speed)!r})"
    with Terminal(code, columns=COLUMNS, lines=LINES) as terminal:
        terminal.wait_for(b"paused")
        terminal.listen(SETTLED_S)
        terminal.type(keys.encode())
        terminal.listen(SETTLED_S)
        terminal.type(b"\x0c")  # the whole screen again, for the one that is kept here
        screen = TerminalScreen(COLUMNS, LINES)
        until = monotonic() + SETTLED_S
        while monotonic() < until:
            screen.write(terminal.read(TURN_S))
        terminal.type(b" ")
        seen = _watch(terminal, screen, link)
    late = [at - clock_s / speed for at, clock_s in seen]
    return max(late) - min(late)


def _watch(terminal: Terminal, screen: TerminalScreen, link: int) -> list[tuple[float, float]]:
    """When one looked, and how many seconds the clock showed then, just before something came."""
    seen: list[tuple[float, float]] = []
    paused, turn = shown_clock(screen.lines), monotonic()
    end, clock_s = turn + WATCHED_S, 0.0
    while turn < end:
        clock = shown_clock(screen.lines)
        with suppress(ValueError):  # it may be half drawn
            clock_s = Time.parse(clock).ms / 1000 if clock != paused else clock_s
        if clock_s:
            seen.append((monotonic(), clock_s))
        screen.write(terminal.read(0, round(link * TURN_S)))
        turn += TURN_S
        sleep(max(turn - monotonic(), 0))
    return seen


def rows() -> list[tuple[str, str, str]]:
    """What was measured, as rows of the table."""
    found = []
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, dict.fromkeys(FOLDERS, folder)):
        for playing, speed, aim in ((mile(), 1, "0.5 s"), (large_on_track(Path(folder)), 64, "1 s")):
            for view, keys in VIEWS.items():
                age = age_s(playing, speed, keys, LINK)
                what = f"age of the screen over {LINK // 1024} KiB/s: {view}, {playing.who}, {speed}x"
                found.append((what, f"{age:.2f} s", aim))
    return found


if __name__ == "__main__":
    for row in rows():
        print(*row, sep=" | ")
