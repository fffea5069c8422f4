"""Text of double size: only where the terminal knows it, and nothing is left of it behind other things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from tests.tui.terminal import Terminal
from tui.settings.text_scale import PROBE, may_scale_text, scales_text

BELL = b"\x1b]66;s=2;The bell: Kerr leads, a tenth outside\x1b\\"

OUTSIDE = {"TMUX": "", "STY": "", "ZELLIJ": ""}
"""Whatever the tests run in, the program runs in a terminal of its own."""


@contextmanager
def announcer(environ: Mapping[str, str]) -> Iterator[Terminal]:
    """The London mile at the bell, for the announcer."""
    terminal = Terminal("replay", "2026-london-dl-mile", "--at", "2:55", environ={**OUTSIDE, **environ})
    try:
        if environ.get("TERM") == "xterm-kitty":
            terminal.see(PROBE + "\x1b[6n")
            terminal.type(b"\x1b[1;3R")
        terminal.until(lambda: terminal.screen.shows("Kerr leads"), "the board")
        terminal.type(b"6")
        terminal.until(lambda: terminal.screen.shows("Order"), "the announcer's view")
        terminal.fall_silent()
        yield terminal
    finally:
        terminal.close()


@pytest.mark.parametrize(
    "environ", [{"LAPBELL_TEXT_SCALE": "2"}, {"TERM": "xterm-kitty"}], ids=["set", "asked"]
)
def test_the_sentence_is_of_double_size_where_the_terminal_knows_it(environ: dict[str, str]) -> None:
    """With blanks in its place on the screen, and blanks over it before the board is drawn there."""
    with announcer(environ) as terminal:
        assert BELL in terminal.written
        assert not terminal.screen.shows("The bell")
        terminal.type(b"1")
        terminal.until(lambda: terminal.screen.shows("Athlete"), "the board")
        terminal.fall_silent()
        assert terminal.written.index(b" " * 60) < terminal.written.index(b"Athlete")
        assert b"\x1b]66" not in terminal.written


@pytest.mark.parametrize(
    "environ", [{}, {"LAPBELL_TEXT_SCALE": "2", "TMUX": "/tmp/tmux,1,0"}], ids=["plain", "tmux"]
)
def test_nothing_of_it_is_written_elsewhere(environ: dict[str, str]) -> None:
    """The sentence is then text like any other."""
    with announcer(environ) as terminal:
        assert b"\x1b]66" not in terminal.written
        assert terminal.screen.shows("The bell: Kerr leads, a tenth outside world-record pace")


def test_only_a_terminal_that_may_know_it_is_asked() -> None:
    """One of that name, outside of programs that draw the screen themselves, unless it was set."""
    kitty = {"TERM": "xterm-kitty"}

    assert may_scale_text(kitty)
    assert not may_scale_text({"TERM": "xterm-256color"})
    assert not may_scale_text({**kitty, "TMUX": "/tmp/tmux,1,0"})
    assert not may_scale_text({**kitty, "LAPBELL_TEXT_SCALE": "1"})
    assert scales_text({"LAPBELL_TEXT_SCALE": "2"})
    assert not scales_text({"LAPBELL_TEXT_SCALE": "2", "STY": "1.pts"})
    assert not scales_text(kitty)
