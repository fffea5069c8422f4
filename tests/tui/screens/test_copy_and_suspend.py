"""What the cursor is on can be copied, and the shell is one key away."""

from __future__ import annotations

import os
import signal

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from tests.tui.app_on_stage import BOWERMAN, LONDON, on_stage


async def test_y_copies_what_the_cursor_is_on() -> None:
    """A row of the board, the sentence of a moment, whole, all splits of an athlete; and says so."""
    async with on_stage(LONDON, "2:55", size=(80, 24), notifies=True) as stage:
        await stage.press("j", "y")
        row = stage.app.clipboard
        assert row.split()[1:3] == ["Nuguse", "USA"]
        assert stage.cursor_line[2:].split() == row.split()
        await stage.until("copied: ")

        await stage.press("tab", "y")
        when, sentence = stage.app.clipboard.split("  ", 1)
        assert stage.cursor_line.split()[1] == when
        assert sentence in [moment.text for moment in stage.watch.view().moments]

        await stage.press("tab", "enter")
        assert "y Copy" in stage.lines[-1]
        await stage.press("y")
        splits = stage.app.clipboard.splitlines()
        assert splits[0].startswith("Yared Nuguse")
        assert any(line.split()[:1] == ["1200"] for line in splits)
        await stage.until(f"copied: {len(splits)} lines")


async def test_y_copies_the_sentence_of_the_announcer() -> None:
    """Where there is no board, what is to be said now; in other views the athlete chosen on the board."""
    async with on_stage(LONDON, "2:55", size=(80, 24)) as stage:
        await stage.press("6", "y")
        bell = "The bell: Kerr leads, a tenth outside world-record pace"
        assert stage.app.clipboard == f"{bell}. Kerr 2:46.5, Nuguse three tenths back, Farken third"
        await stage.press("3", "y")
        assert "Kerr" in stage.app.clipboard


async def test_a_race_of_the_library_is_copied() -> None:
    """Its line, as it stands there."""
    async with on_stage(None) as stage:
        await stage.press("y")
        assert stage.app.clipboard == stage.cursor_line[2:].strip()
        await stage.press("slash", *"zzz", "tab", "y")
        assert stage.app.clipboard


async def test_ctrl_z_goes_to_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program stops as others do, and a recorded race does not go on meanwhile."""
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append((pid, number)))
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.press("space", "slash", "ctrl+z")

        assert sent == [(os.getpid(), signal.SIGTSTP)]
        assert not stage.watch.playhead.playing
