"""Text of double size: only where the terminal knows it, and nothing is left of it behind other things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.terminal import Terminal
from tui.settings.text_scale import PROBE, doubled, may_scale_text, scales_text
from tui.text.styled_line import wrapped_lines
from tui.widgets.large_text import DOUBLE

BELL = b"\x1b]66;s=2;The bell: Kerr leads, a tenth outside\x1b\\"

PLACED = re.compile(rb"\x1b\[(\d+);(\d+)H(?:\x1b\[[\d;]*m)*\x1b\]66;(.*?)(?:\x1b\\|\x07)", re.DOTALL)
"""Text of a size, and the line and the column where it begins."""

VALUES = {"s": range(1, 8), "w": range(8), "n": range(16), "d": range(16), "v": range(3), "h": range(3)}
"""By key, what kitty's text sizing protocol allows: sw.kovidgoyal.net/kitty/text-sizing-protocol."""

MOST_BYTES = 4096
"""Of a text in one sequence, by the same."""

COLUMNS, LINES = 80, 24

OUTSIDE = {"TMUX": "", "STY": "", "ZELLIJ": ""}
"""Whatever the tests run in, the program runs in a terminal of its own."""


def parsed(body: bytes) -> tuple[int, str]:
    """The scale and the text of a sequence, from after `66;`, if it keeps to the protocol."""
    metadata, _, encoded = body.partition(b";")
    pairs = dict(pair.split("=") for pair in metadata.decode().split(":"))
    text = encoded.decode()

    assert all(int(value) in VALUES[key] for key, value in pairs.items())
    assert len(encoded) <= MOST_BYTES
    assert not any(category(character) == "Cc" for character in text), "no controls of either set"
    return int(pairs.get("s", "1")), text


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
        placed = PLACED.findall(terminal.written)
        assert placed
        for row, column, body in placed:
            scale, text = parsed(body)
            assert int(row) + scale - 1 <= LINES, "or the terminal discards it"
            assert int(column) + scale * cell_len(text) - 1 <= COLUMNS, "or it goes on in the next line"
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


@given(st.text(max_size=400), st.integers(2, 400))
def test_text_from_outside_keeps_to_the_protocol(text: str, width: int) -> None:
    """Whatever a sentence holds, as it is written in lines of half the width."""
    for line in wrapped_lines(text, DOUBLE, max(width // 2, 1)):
        sequence = doubled(line[0][0]).encode()
        assert sequence.startswith(b"\x1b]66;")
        assert sequence.endswith(b"\x1b\\")
        scale, shown = parsed(sequence[len(b"\x1b]66;") : -len(b"\x1b\\")])
        assert scale * cell_len(shown) <= max(width, 2)


def test_a_terminal_is_asked_with_a_sequence_of_the_protocol() -> None:
    """A blank of double size, which moves the cursor by two cells."""
    assert parsed(PROBE.encode().removeprefix(b"\x1b]66;").removesuffix(b"\x1b\\")) == (2, " ")


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
