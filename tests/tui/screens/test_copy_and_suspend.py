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
        await stage.until("sent to the terminal's clipboard: ")

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
        await stage.until(f"clipboard: {len(splits)} lines")


async def test_y_copies_the_sentence_of_the_announcer() -> None:
    """What is to be said now, not how it is laid out."""
    async with on_stage(LONDON, "2:55", size=(80, 24)) as stage:
        await stage.press("6", "y")
        bell = "The bell: Kerr leads, a tenth outside world-record pace"
        assert stage.app.clipboard == f"{bell}. Kerr 2:46.5, Nuguse three tenths back, Farken third"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_y_copies_what_a_view_shows(size: tuple[int, int]) -> None:
    """Each view that hides the board, and a comparison: all its lines as they stand there."""
    async with on_stage(LONDON, "2:55", size=size) as stage:
        for key in ("2", "3", "4", "5", "c"):
            await stage.press(key, "y")
            copied = [line.strip() for line in stage.app.clipboard.splitlines() if line.strip()]
            assert len(copied) > 3, key
            assert set(copied) <= {line.strip() for line in stage.lines}, key


async def test_what_was_copied_is_said_above_the_timeline_and_in_its_window_only() -> None:
    """The end of the race stays to be read; and once the window is left, nothing more is said of it."""
    async with on_stage(LONDON, "2:55", size=(80, 24), notifies=True) as stage:
        timeline = stage.lines[-2]
        await stage.press("enter", "y")
        await stage.until("clipboard: ")
        await stage.press("escape")
        await stage.until(lambda: "clipboard: " not in stage.text)
        await stage.press("y")
        await stage.until("clipboard: ")
        assert stage.lines[-2] == timeline


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
