"""The page on timing by hand: each command and each key on it does what it is there for."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path

import pytest
from textual.binding import Binding

from feeds.log import read
from race.edits.log_lookup import state_now
from race.fold.history import History
from race.messages import Split, Status
from tests.free_ports import free_port
from tests.tui.run_lapbell import ROOT, lapbell_here
from tests.tui.terminal import Terminal
from tui.screens.timing import TimingScreen

PAGE = (ROOT / "docs" / "timing-by-hand.md").read_text(encoding="utf-8")

SCREENS = ("time", "replay", "watch", "hub")
"""Commands that go on until they are left; with other words behind it, the last one does not."""

RACE = "2026-06-03-1500-m-women"
"""As it is called on the page."""


class Reader:
    """Someone who types what is on the page, in a folder of their own, today."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.race = RACE.replace("2026-06-03", Date.today().isoformat())
        self._port = free_port()
        self._environ = {"LAPBELL_DATA": str(folder / "data")}
        self._open: list[Terminal] = []

    def run(self, command: str) -> Terminal | str:
        """Run a command; returns its terminal if it has a screen, or what it prints."""
        here = command.replace(RACE, self.race).replace(":8400", f":{self._port}")
        words, _, output = here.partition(" > ")
        first, *rest = shlex.split(words)
        if first in SCREENS and not (first == "hub" and rest):
            listen = ["--listen", f"127.0.0.1:{self._port}"] if first == "hub" else []
            terminal = Terminal(first, *rest, *listen, environ=self._environ)
            self._open.append(terminal)
            return terminal
        done = lapbell_here(first, *rest, cwd=None, **self._environ)
        assert (done.returncode, done.stderr) == (0, ""), command
        if output:
            (self.folder / output).touch(mode=0o600)
            (self.folder / output).write_text(done.stdout)
        return done.stdout

    def close(self) -> None:
        """End what still runs."""
        for terminal in self._open:
            terminal.close()

    def bibs(self, kind: type[Split] | type[Status], who: str = "") -> list[str]:
        """Those of the messages of a kind that hold, in the file of someone's race."""
        history = self.history(who)
        about = (message for message in history.messages if isinstance(message, Split | Status))
        return [message.bib for message in about if type(message) is kind and history.holds(message)]

    def history(self, who: str = "") -> History:
        """What is in the file of someone's race."""
        return History(read(self.folder / f"{self.race}{who}.jsonl").messages())


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """With the start list of the page."""
    found = re.search(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    (tmp_path / "start.csv").write_text(re.sub("^ +", "", found[1], flags=re.M))
    monkeypatch.chdir(tmp_path)
    reader = Reader(tmp_path)
    try:
        yield reader
    finally:
        reader.close()


def commands() -> list[str]:
    """Those of the page, in their order."""
    blocks = re.findall(r"```\w*\n(.*?)```", PAGE, re.DOTALL)
    return [command for block in blocks for command in re.findall(r"^ *lapbell (.*)", block, re.M)]


def leave(terminal: Terminal, keys: bytes) -> None:
    """Leave a screen."""
    terminal.type(keys)
    assert terminal.leave() == 0


def test_every_command_does_what_the_page_says(reader: Reader) -> None:
    """One after the other, with the keys of the page in between."""
    first, report, export, replay, hub, *tokens, third, watch, second = commands()
    timing = screen(reader, first, "g gun")
    timing.type(b"g   14,11,12\ruU")
    timing.until(lambda: timing.screen.shows("14 Okafor", "300 m"), "the names")
    timing.type(b"x12 dnf\roy\r")
    timing.until(lambda: timing.screen.shows("OFFICIAL"), "the result")
    leave(timing, b"qy\r")

    assert reader.bibs(Split) == ["14", "11", "12"]
    assert reader.bibs(Status) == ["12"]
    assert state_now(reader.history()).officials
    assert "Ruth Okafor" in str(reader.run(report))
    assert reader.run(export) == ""
    assert "Ruth Okafor" in (reader.folder / "result.csv").read_text()
    leave(screen(reader, replay, "1500 m women"), b"q")

    screen(reader, hub, "hub listening")
    assert [reader.run(token) for token in tokens]
    again = screen(reader, third, "as ruth")
    board = screen(reader, watch, "1500 m women")
    ben = screen(reader, second, "Okafor")
    ben.type(b"14\r")
    again.type(b"11\r")
    ben.until(lambda: reader.bibs(Split, "-ben") == ["14"], "his own time")
    ben.type(b"v")
    again.until(lambda: reader.bibs(Split)[-1] == "11", "a later time of hers")
    board.until(lambda: board.screen.shows("Okafor"), "the board")
    for terminal, keys in ((board, b"q"), (ben, b"qy\r"), (again, b"qy\r")):
        leave(terminal, keys)


def screen(reader: Reader, command: str, text: str) -> Terminal:
    """The screen of a command, once it has a text."""
    terminal = reader.run(command)
    assert isinstance(terminal, Terminal)
    terminal.until(lambda: terminal.screen.shows(text), text)
    return terminal


def test_every_key_is_one_of_the_screen() -> None:
    """The first in each row of the tables."""
    bindings = [binding for binding in TimingScreen.BINDINGS if isinstance(binding, Binding)]
    keys = {key for binding in bindings for key in binding.key.split(",")}

    named = re.findall(r"^\|[^|`]*\|[^`|]*`([^`]+)`", PAGE, re.M)

    assert len(named) >= 14
    assert {key for key in named if not key[0].isdigit()} <= keys
