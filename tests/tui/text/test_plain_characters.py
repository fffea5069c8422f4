"""The nearest characters: as wide as those they stand for, and different where it matters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.run_lapbell import RUN, lapbell
from tests.tui.terminal import Terminal
from tui.text.plain_characters import BRAILLE, HALVES, in_blocks, nearest
from tui.text.safe_text import clean

GOLDENS = sorted((Path(__file__).parents[1]).glob("*/*goldens/*-80x24.txt")) + sorted(
    (Path(__file__).parents[1]).glob("*/goldens/*-80x24.txt")
)

DOTS = [chr(code) for code in BRAILLE]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "iso8859-2"])
@given(st.text(max_size=40).map(clean))
def test_the_nearest_text_is_as_wide(encoding: str, text: str) -> None:
    """Whatever is written, no column moves, and the encoding has all of it."""
    written = nearest(text, encoding)

    assert cell_len(written) == cell_len(text)
    assert written.encode(encoding).decode(encoding) == written


def test_every_sign_of_the_screen_has_a_nearest_one() -> None:
    """No question mark is written that was none before: that is a sign of its own."""
    screens = "".join(path.read_text(encoding="utf-8") for path in set(GOLDENS))

    lost = {sign for sign in screens if sign != "?" and nearest(sign, "ascii") == "?"}

    assert len(GOLDENS) > 20
    assert lost <= {"¿"}


def test_dots_become_halves_where_there_are_blocks_and_points_elsewhere() -> None:
    """Upper, lower and both halves; a blank stays blank."""
    assert set(nearest("".join(DOTS), "cp437")) == set(HALVES)
    assert nearest("⠁⡀⣿⠀", "cp437") == "▀▄█ "
    assert nearest("⠁⡀⣿⠀", "ascii") == "'.: "
    assert in_blocks("⠁⡀⣿⠀⠈⢀ a") == "▘▖█ ▝▗ a"


def test_letters_lose_no_more_than_they_must() -> None:
    """What the encoding has is kept."""
    assert nearest("José Łukasz", "latin-1") == "José Lukasz"
    assert nearest("José Łukasz", "ascii") == "Jose Lukasz"


def test_a_stream_without_utf_8_gets_the_nearest_characters() -> None:
    """As with `LANG=C` where Python is told to take it seriously."""
    code = f"import sys; sys.stdout.reconfigure(encoding='ascii'); {RUN}"
    run = lapbell("board", "2026-london-dl-mile", "--at", "2:55", code=code)

    assert "3:42.7 =2.6" in run.stdout
    assert "?" not in run.stdout


def test_a_terminal_without_utf_8_gets_ascii_alone() -> None:
    """The screen too: nothing that such a terminal shows as a question mark is written."""
    locale = {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    terminal = Terminal("replay", "2024-bowerman-mile", "--at", "2:50.70", environ=locale)
    try:
        terminal.see("Kerr leads")
        assert terminal.written.isascii()
        terminal.see("> ")
    finally:
        terminal.close()
