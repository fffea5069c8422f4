"""A canvas of braille dots."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.views.scenes import text_of
from tui.text.safe_text import clean
from tui.views.canvas import Canvas

COORDINATE = st.floats(-1e6, 1e6)
PLACE = st.tuples(COORDINATE, COORDINATE)


def drawn(canvas: Canvas) -> list[str]:
    """What can be read on it."""
    return text_of(canvas.lines())


def test_dots_fill_a_cell_two_by_four() -> None:
    """Each dot has its place in the cell."""
    canvas = Canvas(2, 1)
    canvas.dots([(0, 0), (1, 3), (2, 1)], "text")

    assert drawn(canvas) == ["⢁⠂"]


def test_an_estimated_line_has_gaps() -> None:
    """What is dotted can be told from what is not without colours."""
    canvas = Canvas(4, 2)
    canvas.line((0, 0), (7, 0), "text")
    canvas.line((0, 4), (7, 4), "text", dotted=True)

    assert drawn(canvas) == ["⠉⠉⠉⠉", "⠁⠁⠁⠁"]


@given(st.lists(st.tuples(PLACE, PLACE, st.booleans()), max_size=4))
def test_nothing_is_drawn_outside(lines: list[tuple[tuple[float, float], tuple[float, float], bool]]) -> None:
    """Whatever is drawn, the canvas keeps its size, and at once."""
    canvas = Canvas(10, 4)
    for start, end, dotted in lines:
        canvas.line(start, end, "text", dotted=dotted)

    assert [cell_len(line) for line in drawn(canvas)] == [10] * 4


@given(st.lists(st.tuples(st.integers(-3, 12), st.integers(-1, 3), st.text(max_size=8).map(clean))))
def test_words_of_any_script_keep_the_width(words: list[tuple[int, int, str]]) -> None:
    """Wide characters, marks and overwritten halves never make a line longer or shorter."""
    canvas = Canvas(10, 3)
    for column, row, text in words:
        canvas.write(column, row, text, "text")

    assert [sum(cell_len(text) for text in line) for line in drawn(canvas)] == [10] * 3


def test_half_of_a_wide_character_is_no_character() -> None:
    """What is written over one half of it leaves a blank for the other."""
    canvas = Canvas(6, 1)
    canvas.write(0, 0, "日本語", "text")
    canvas.write(1, 0, "ab", "text")

    assert drawn(canvas) == [" ab 語"]


def test_words_lie_above_dots_and_need_room() -> None:
    """Words find out whether anything is where they would stand, or other words right beside it."""
    canvas = Canvas(9, 1)
    canvas.line((0, 0), (3, 0), "text")
    canvas.write(5, 0, "ab", "accent")

    assert not canvas.has_room(1, 0, "x")
    assert canvas.has_room(2, 0, "xy")
    assert not canvas.has_room(2, 0, "xyz")
    assert not canvas.has_room(8, 0, "xy")
    canvas.write(0, 0, "k", "text")
    assert drawn(canvas) == ["k⠉   ab  "]


def test_a_copy_is_another_canvas() -> None:
    """What is drawn on a copy is not on the first."""
    canvas = Canvas(3, 1)
    canvas.write(0, 0, "a", "text")
    copy = canvas.copy()
    copy.write(1, 0, "b", "text")

    assert (drawn(canvas), drawn(copy)) == (["a  "], ["ab "])
