"""Text from outside is inert and takes the room it is given, whatever is in it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.text.safe_text import clean, fit, wrapped

HOSTILE = [
    "\x1b[31mRed\x1b[0m Runner",
    "\x1b]0;title\x07Runner",
    "[bold]Kerr[/bold] [link=x]",
    "\u202egnipoh\u202c Runner",
    "Run\u200bner\u200f",
    "日本太郎",
    "Ž\u0301\u0302\u0303\u0304\u0305a",
    "two\nlines\r\ttabs",
    "👩‍🚀 ⏱️ Runner",
    "\ud800 broken",
    "\x9b31m C1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_inert(text: str) -> None:
    """No control, format or surrogate character is left of a name."""
    kinds = {unicodedata.category(character) for character in clean(text)}

    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_markup_stays_as_it_was_written() -> None:
    """Square brackets are text like any other."""
    assert clean("[bold]Kerr[/bold]") == "[bold]Kerr[/bold]"


def test_combining_marks_do_not_pile_up() -> None:
    """Two marks on a letter are kept, more are not."""
    assert len(clean("a" + "\u0336" * 40)) == 3


@given(st.text(), st.integers(0, 60), st.sampled_from(["left", "right"]))
def test_fit_is_exact(text: str, width: int, align: str) -> None:
    """Any text fits into any width to the cell, wide and combining characters too."""
    assert cell_len(fit(clean(text), width, align)) == width


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Clean text is clean."""
    assert clean(clean(text)) == clean(text)


def test_no_line_begins_with_a_unit() -> None:
    """Nor does the last one, where it would stand alone."""
    text = "is clear, 2.5 s ahead at 1200 m, with 30 km to go and so on for 409 m"

    for width in range(8, 60):
        starts = [line.split()[0].rstrip(",") for line in wrapped(text, width)]
        assert not {"s", "m", "km"} & set(starts), width


@given(st.text(), st.integers(1, 60))
def test_wrapped_lines_keep_within_their_width(text: str, width: int) -> None:
    """Whatever is broken into lines, none is wider than asked."""
    assert all(cell_len(line) <= width for line in wrapped(clean(text), width))


def test_text_is_broken_between_words() -> None:
    """No word is lost or cut that has room on a line of its own."""
    text = "the quick brown fox jumps over the lazy dog"

    assert wrapped(text, 12) == ["the quick", "brown fox", "jumps over", "the lazy dog"]
    assert wrapped("", 12) == [""]


def test_text_too_long_for_its_lines_ends_with_an_ellipsis() -> None:
    """Where there are no more lines the last one is cut, and so is a word wider than a line."""
    assert wrapped("the quick brown fox jumps", 12, most=2) == ["the quick", "brown fox j…"]
    assert wrapped("a counterclockwise", 8) == ["a", "counter…"]
