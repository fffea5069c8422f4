"""The program in a real terminal: it paints, is silent when nothing happens, and leaves all as it was."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from replays.hubs.known_hubs import remembered
from replays.storage.bookmarks import bookmarks
from tests.replays.backtests.split_tables_by_hand import write_table
from tests.tui.tagged_race import harm_in, tagged_file
from tests.tui.terminal import ENTERED, Terminal

OWN_COMMANDS = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|[()].|[78=>cMNO]|P[^\x1b]*\x1b\\|\]22;\w+\x07)")
"""What the screen's library writes: cursor, colours, modes, and the shape of the pointer."""


@pytest.fixture
def replay() -> Iterator[Terminal]:
    """The Bowerman Mile as Kerr passes 1200 m, on the screen and paused."""
    terminal = Terminal("replay", "2024-bowerman-mile", "--at", "2:50.70")
    try:
        terminal.see("Kerr leads")
        yield terminal
    finally:
        terminal.close()


@pytest.mark.parametrize("key", [b"q", b"\x03"], ids=["q", "ctrl+c"])
def test_it_leaves_the_terminal_as_it_was(replay: Terminal, key: bytes) -> None:
    """It paints on a screen of its own, ends at once even while it plays, and gives back what was there."""
    assert ENTERED in replay.written
    replay.type(b" ")
    replay.see("playing 1x")

    replay.type(key)

    assert replay.leave() == 0
    assert replay.is_restored()
    assert b"Traceback" not in replay.written


def test_it_ends_when_its_terminal_is_gone(replay: Terminal) -> None:
    """Without a signal it would go on for ever, and keep a core busy."""
    replay.vanish()

    assert replay.process.wait(30) == 0


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_a_race_is_left_where_it_was_when_the_program_is_ended(replay: Terminal, name: str) -> None:
    """By the window that is closed, or from outside: the library goes on from there."""
    replay.type(b"\x1b[D")
    replay.see("~440 m to go")

    replay.process.send_signal(getattr(signal, name))

    assert replay.leave() == 128 + getattr(signal, name)
    assert [bookmark.at_ms for bookmark in bookmarks().values()] == [165_700]
    assert replay.is_restored()


def test_paused_it_is_silent_and_played_it_moves(replay: Terminal) -> None:
    """While nothing happens not a byte is written; space sets the clock going, and stops it again."""
    replay.fall_silent()
    replay.type(b" ")
    replay.see("playing 1x")
    replay.see("0 m to go")

    replay.type(b" ")

    replay.see("paused 1x")
    replay.fall_silent()
    assert replay.process.poll() is None


def test_keys_and_clicks_as_a_terminal_sends_them(replay: Terminal) -> None:
    """Arrows, shifted arrows, capitals, signs and the mouse come as bytes, and do what they should."""
    for keys, seen in [
        (b"\x1b[D", "~440 m to go"),
        (b"\x1b[C", "409 m to go"),
        (b"\x1b[1;2C", "~2"),
        (b"L", "Kerr wins in 3:45.34"),
        (b"H", "~2"),
        (b"[", "409 m to go"),
        (b"\x1b[F", "finished"),
        (b"\x1b[H", "The gun"),
        (b"]", "55.9"),
        (b"\x1b[<0;39;23M\x1b[<0;39;23m", "~8"),
        (b">", "paused 2x"),
        (b"?", "places gained or lost"),
        (b"\x1b", "Kerr"),
    ]:
        replay.type(keys)
        replay.see(seen)


def test_the_operator_of_a_recorded_race_has_a_pane() -> None:
    """`--operator` reaches the screen."""
    terminal = Terminal("replay", "--operator", "2024-paris-olympics-1500m-semifinal-2", "--at", "3:03.6")
    try:
        terminal.see("doubtful; counts once it is published without the doubt")
        terminal.type(b"q")
        assert terminal.leave() == 0
    finally:
        terminal.close()


@pytest.mark.usefixtures("known_library")
def test_a_mistyped_hub_is_gone_the_next_time() -> None:
    """It is tried as long as the program runs, and no longer."""
    for arguments, said in (("watch", "127.0.0.1:9"), "cannot reach 127.0.0.1:9"), ((), "recorded races"):
        terminal = Terminal(*arguments)
        try:
            terminal.see(said)
            terminal.type(b"q")
            assert terminal.leave() == 0
        finally:
            terminal.close()

    assert remembered() == []


def test_no_text_of_a_race_reaches_the_terminal_raw(tmp_path: Path) -> None:
    """Whatever view is shown, the terminal gets no command out of a name, and the title stays as it was."""
    path = tmp_path / "tagged.jsonl"
    path.write_bytes(tagged_file())
    terminal = Terminal("replay", str(path), "--at", "1:00")
    try:
        terminal.see(" m to go")
        seen = b""
        for key in (b"2", b"4", b"6", b"\r"):
            seen += terminal.written
            terminal.type(key)
            terminal.until(lambda: bool(terminal.written), f"something after {key!r}")
        terminal.fall_silent()
        seen += terminal.written
    finally:
        terminal.close()

    assert "\ufffd]52;c;aWQ7\ufffd" in seen.decode()
    assert harm_in(OWN_COMMANDS.sub("", seen.decode()).replace("\r", "")) == []


def test_the_name_of_a_file_in_a_progress_bar_is_text(tmp_path: Path) -> None:
    """Neither a command nor markup, while the bar is drawn over and over."""
    rows = [f"a,,{3000 + 30 * n},{7500 + 80 * n},{10700 + 100 * n}" for n in range(40)]
    path = write_table(tmp_path / "[link=http:x]\x1b]0;t\x07[blink].csv", "10000,20000,30000", rows)
    terminal = Terminal("backtest", str(path))
    try:
        assert terminal.leave() == 0
        seen = terminal.written.decode()
    finally:
        terminal.close()

    assert "[link=http:x]\ufffd]0;t\ufffd[blink].csv: 30000 m" in seen
    assert seen.count("[link=http:x]") > 1
    assert harm_in(OWN_COMMANDS.sub("", seen).replace("\r", "")) == []
