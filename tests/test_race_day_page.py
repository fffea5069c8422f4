"""The page on a race day: each command of its first section works, from the cable to the board."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feeds.bridges.finishlynx.lynx_emulator import a_race
from tests.free_ports import free_port
from tests.tui.run_lapbell import ROOT, lapbell_here
from tests.tui.terminal import Terminal

PAGE = (ROOT / "docs" / "race-day.md").read_text(encoding="utf-8")

END_MS = 400_000


class Meet:
    """Someone who types what is on the page, with a folder in place of the share of FinishLynx."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lynx = folder / "lynx"
        self.lynx.mkdir()
        self._port = free_port()
        self._environ = {"LAPBELL_DATA": str(folder / "data")}
        self._open: list[Terminal] = []

    def words(self, command: str) -> list[str]:
        """The words of a command, with the hub and the folder that there are here."""
        here = command.replace("wss://hub.example", f"127.0.0.1:{self._port}")
        here = here.replace("127.0.0.1:8400", f"127.0.0.1:{self._port}")
        return shlex.split(here.replace("/mnt/lynx", str(self.lynx)).replace("2026-06-13", "2099-06-13"))

    def open(self, command: str, text: str) -> Terminal:
        """Run a command that goes on, and wait until a text is on its screen."""
        terminal = Terminal(*self.words(command), environ=self._environ)
        self._open.append(terminal)
        terminal.until(lambda: terminal.screen.shows(text), text)
        return terminal

    def run(self, command: str) -> str:
        """Run a command that ends; returns what it prints."""
        command, _, output = command.partition(" > ")
        done = lapbell_here(*self.words(command), cwd=None, **self._environ)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        if output:
            (self.folder / output).touch(mode=0o600)
            (self.folder / output).write_text(done.stdout)
        return done.stdout + done.stderr

    def close(self) -> None:
        """End what still runs."""
        for terminal in self._open:
            terminal.close()


@pytest.fixture
def meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Meet]:
    """A meet of which one heat is saved already."""
    monkeypatch.chdir(tmp_path)
    meet = Meet(tmp_path)
    (meet.lynx / "017-1-02.lif").write_bytes(a_race().saved(END_MS))
    try:
        yield meet
    finally:
        meet.close()


def commands() -> list[str]:
    """Those of the first section, in their order."""
    section = PAGE.split("\n## ")[1]
    assert section.startswith("From FinishLynx to a public board")
    return re.findall(r"^    lapbell (.*)", section, re.MULTILINE)


def test_from_the_cable_to_the_public(meet: Meet) -> None:
    """One command after the other, as they stand there; the board shows each race as it comes."""
    hub, token, doctor, look, bridge, races, current, board, desk_token, desk = commands()
    meet.open(hub, "hub listening")
    meet.run(token)
    found = meet.run(doctor)
    assert "1 record, and 0 not understood" in found
    assert "may publish every race as the source finish-camera" in found
    assert "heat 17-1-2, 5 rows" in meet.run(look)

    meet.open(bridge, "1 record")
    meet.open(races, "1500m Women")
    watching = meet.open(current, "3:51.00")
    assert "3:51.00" in meet.run(board)
    meet.run(desk_token)
    meet.open(desk, "1500m Women")

    (meet.lynx / "018-1-01.lif").write_bytes(a_race().saved(120_000).replace(b"17,1,2", b"18,1,1"))
    watching.until(lambda: watching.screen.shows("to go", "Runner11 leads"), "the next race")
