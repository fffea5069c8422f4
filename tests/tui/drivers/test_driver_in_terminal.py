"""What a real terminal shows is, cell by cell, what it would show if all that Textual writes were written."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feeds.log import write
from race.messages import Gun
from tests.tui.drivers.emulator import Emulator
from tests.tui.shown_clock import shown_clock
from tests.tui.small_races import runners, split, start_list

terminals = pytest.importorskip("tests.tui.terminal")

SIZE = 100, 30

BOTH = """
import sys
import tui.drivers.changed_cells as drivers

everything, write = open(sys.argv.pop(1), "w", encoding="utf-8", newline=""), drivers.ChangedCells.write

def write_both(self, data):
    everything.write(data)
    everything.flush()
    write(self, data)

drivers.ChangedCells.write = write_both
from tui.cli import main
raise SystemExit(main())
"""
"""The program, which also writes to a file what Textual gives to the driver."""

PLAIN = {"NO_COLOR": "1", "TERM": "linux"}
"""A console without colours, whose font lacks dots."""

SILENCE_S = 0.15

VIEWS = {
    **{"2": "corrected", "3": "Behind the leader", "4": "next 800"},
    **{"5": "packs at", "6": "Before", "1": "Bib Athlete"},
}
"""By the key that opens each, a text that stands there alone."""


class Twins:
    """A terminal in which the program runs, and two emulators: of what comes there, and of everything."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        race = folder / "race.jsonl"
        names = "Ana Müller", "\u4e16\u754c Liu", "Kim \ud55c\uae00", "Jose\u0301 Peral", "Tom \U0001f44d Ott"
        times = (split(f"{bib}", "400", f"1:0{bib}.5") for bib in range(1, 6))
        later = (split(f"{bib}", "800", f"2:1{bib}.5") for bib in range(1, 6))
        write(race, "race", [start_list(1200, [400, 800], runners(*names)), Gun(), *times, *later])
        self._everything = folder / "everything"
        arguments = str(self._everything), "replay", str(race), "--at", "1:04", "--speed", "4"
        own_size = {"COLUMNS": "", "LINES": "", **environ}
        self.terminal = terminals.Terminal(*arguments, size=SIZE, environ=own_size, code=BOTH, can_stop=True)
        self._shown, self._all = Emulator(*SIZE), Emulator(*SIZE)
        self._taken = 0

    def type(self, keys: bytes, text: str) -> None:
        """Press keys, and wait until a text stands there and both show the same."""
        self._take()
        self.terminal.type(keys)
        self.see(text)

    def see(self, text: str) -> None:
        """Wait until a text stands there and both show the same."""
        self.terminal.until(lambda: self._is_silent() and self._shows(text) and self._are_same(), text)

    def grow(self) -> None:
        """Give all another size."""
        self._take()
        for emulator in (self._shown, self._all):
            emulator.grow(20, 10)
        self.terminal.resize((SIZE[0] + 20, SIZE[1] + 10))

    def stop(self) -> None:
        """Go to the shell, where something else is written, and come back."""
        process = self.terminal.process
        self._take()
        self.terminal.type(b"\x1a")
        self.terminal.until(lambda: self._has_stopped(process.pid), "a stop")
        self._is_silent()
        for emulator in (self._shown, self._all):
            emulator.write("\x1b[3;1H\x1b[31m$ date; fg\x1b[0m\r\n")
        process.send_signal(signal.SIGCONT)

    @staticmethod
    def _has_stopped(pid: int) -> bool:
        found, status = os.waitpid(pid, os.WNOHANG | os.WUNTRACED)
        return found == pid and os.WIFSTOPPED(status)

    def _is_silent(self) -> bool:
        while self.terminal.read(SILENCE_S):
            pass
        self._take()
        return True

    def _are_same(self) -> bool:
        """What is in the file may be on its way to the terminal for a while."""
        return self._shown.seen == self._all.seen

    def _shows(self, text: str) -> bool:
        lines = ("".join(character for character, _ in line) for line in self._all.cells)
        return any(text in line for line in lines)

    def _take(self) -> None:
        everything = self._everything.read_bytes() if self._everything.exists() else b""
        self._all.write(everything[self._taken :].decode())
        self._taken = len(everything)
        self._shown.write(self.terminal.written.decode())
        self.terminal.written = b""


@contextmanager
def twins(folder: Path, **environ: str) -> Iterator[Twins]:
    """The program and its two emulators for a while."""
    both = Twins(folder, environ)
    try:
        yield both
    finally:
        both.terminal.close()


@pytest.mark.parametrize("environ", [{}, PLAIN], ids=["colours", "console"])
def test_every_view_is_as_if_all_were_written(tmp_path: Path, environ: dict[str, str]) -> None:
    """Paused and after a stretch in motion, in another size, and back from the shell."""
    with twins(tmp_path, **environ) as both:
        both.see("Ana M")
        for key, text in VIEWS.items():
            both.type(key.encode(), text)
        both.terminal.type(b" ")
        both.terminal.until(lambda: shown_clock(both.terminal.screen.lines) > "1:07", "motion")
        both.type(b" ", "paused")
        both.grow()
        both.see("q Quit")
        both.stop()
        both.see("q Quit")
