"""What is written of all that Textual writes leaves the terminal as if all had been written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.tui.drivers.emulator import Emulator
from tui.drivers.shown_cells import ShownCells

COLUMNS, LINES = 24, 5

TEXTS = st.text(st.sampled_from("ab12 ·▲⣿─é  "), min_size=1, max_size=8) | st.sampled_from(
    ["世界", "a世b", "é\u0301x", "\u0301", "한 1", "👍", "      ", "1:02.3"]
)

PENS = st.sampled_from(
    ["", "1", "38;2;255;0;0", "38;2;255;0;0;48;2;0;0;9", "1;38;5;9;48;5;17", "2;31;44", "4;32", "7", "97;107"]
)

WITHOUT_CELLS = ("\x07", "\x1b[?1003h", "\x1b]52;c;YWI=\x07", "\x1b]2;title\x1b\\", "\x1b[?2026$p")

ANYTHING = (
    "\x1b]66;s=2;12\x07",  # text in double size
    "\x1b_Ga=T;AAAA\x1b\\",  # a picture
    "\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\",
    "\x1bPtmux;\x1b\x1b]9;x\x07\x1b\\",
    "\x1b[2J",
    "\x1b[S",
    "\n\n\n",
    "\r",
)


@st.composite
def frames(draw: st.DrawFn) -> str:
    """A frame as Textual writes it: texts from places on, line by line, and the cursor's place at last."""
    written = []
    for row in sorted(draw(st.sets(st.integers(1, LINES), max_size=LINES))):
        column = draw(st.integers(1, COLUMNS - 8))
        written.append(f"\x1b[{row};{column}H")
        for text, pen in draw(st.lists(st.tuples(TEXTS, PENS), min_size=1, max_size=3)):
            written.append(f"\x1b[{pen}m{text}\x1b[0m" if pen else text)
        if draw(st.booleans()) and row < LINES:
            written.append("\n")
    return "".join(written) + f"\x1b[{draw(st.integers(1, LINES))};{draw(st.integers(1, COLUMNS))}H"


def _chunks(data: str, cuts: list[int]) -> list[str]:
    ends = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[start:end] for start, end in pairwise(ends)]


class Pair:
    """Two terminals: one is written all, the other what changes."""

    def __init__(self) -> None:
        self.all, self.changed = Emulator(COLUMNS, LINES), Emulator(COLUMNS, LINES)
        self.shown = ShownCells()

    def write(self, *chunks: str) -> None:
        """Write a frame, in chunks as on Windows."""
        self.all.write("".join(chunks))
        for chunk in chunks:
            self.changed.write(self.shown.changes(chunk))

    def grow(self) -> None:
        """Give both another size."""
        for emulator in (self.all, self.changed):
            emulator.grow(1, 1)
        self.shown.forget()

    def agree(self) -> None:
        """Both show the same, with the cursor at the same place."""
        assert self.changed.seen == self.all.seen
        assert self.changed.commands == self.all.commands
        assert (self.changed.row, self.changed.column) == (self.all.row, self.all.column)


ACTS = st.one_of(
    st.tuples(st.just("frame"), frames(), st.just([])),
    st.tuples(st.just("frame"), frames(), st.just([])),
    st.tuples(st.just("frame"), frames(), st.lists(st.integers(0, 500), max_size=3)),
    st.tuples(st.just("raw"), st.sampled_from(WITHOUT_CELLS + ANYTHING), st.just([])),
    st.tuples(st.just("suspend"), st.just(""), st.just([])),
    st.tuples(st.just("resize"), st.just(""), st.just([])),
)


@examples(120)
@given(st.lists(ACTS, max_size=12))
def test_the_terminal_shows_what_it_would_if_all_were_written(acts: list[tuple[str, str, list[int]]]) -> None:
    """Frames whole and in chunks, wide characters, pictures, scrolling, suspension, other sizes."""
    pair = Pair()
    for kind, data, cuts in acts:
        if kind == "frame":
            pair.write(*_chunks(data, cuts))
        elif kind == "raw":
            pair.write(data)
        elif kind == "suspend":
            pair.write("\x1b[?1049l")
            for emulator in (pair.all, pair.changed):
                emulator.write("\x1b[1;1Hsomething else\x1b[3;1H")
            pair.write("\x1b[?1049h")
        else:
            pair.grow()
        pair.agree()


def test_a_frame_that_changes_nothing_writes_nothing() -> None:
    """As most of Textual's do nearly."""
    shown = ShownCells()
    frame = "\x1b[1;1H\x1b[1;38;2;9;9;9mBoard\x1b[0m 12\x1b[2;1H世界 x\x1b[1;1H"
    assert shown.changes(frame)

    assert shown.changes(frame) == ""


def test_only_the_cells_that_change_are_written() -> None:
    """With their place, the colours that differ, and near neighbours instead of another place."""
    shown = ShownCells()
    shown.changes("\x1b[2;5H\x1b[31;44m1:02.3\x1b[0m\x1b[33;44m +0.5\x1b[0m\x1b[1;1H")

    written = shown.changes("\x1b[2;5H\x1b[31;44m1:03.4\x1b[0m\x1b[33;44m +0.6\x1b[0m\x1b[1;1H")

    assert written == "\x1b[2;8H\x1b[31m3.4\x1b[15G\x1b[33m6\x1b[1;1H"


def test_a_row_with_wide_characters_is_written_as_it_came() -> None:
    """Terminals disagree about their width: what stands behind them would not be where it is taken to be."""
    shown = ShownCells()
    shown.changes("\x1b[1;1H世界\x1b[31m 12\x1b[0m\x1b[1;1H")

    assert shown.changes("\x1b[1;1H世界\x1b[31m 13\x1b[0m\x1b[1;1H") == "\x1b[0m世界\x1b[31m 13\x1b[1;1H"


@pytest.mark.parametrize("command", ANYTHING)
def test_after_anything_else_everything_is_written(command: str) -> None:
    """A picture or a larger text may stand anywhere."""
    shown = ShownCells()
    frame = "\x1b[1;1Habc\x1b[1;1H"
    shown.changes(frame)
    shown.changes(command)

    assert "abc" in shown.changes(frame)


@pytest.mark.parametrize("command", WITHOUT_CELLS)
def test_commands_that_draw_nothing_cost_nothing_more(command: str) -> None:
    """Bells, titles, the clipboard and modes are passed on."""
    shown = ShownCells()
    frame = "\x1b[1;1Habc\x1b[1;1H"
    shown.changes(frame)

    assert shown.changes(command) == command
    assert shown.changes(frame) == ""
