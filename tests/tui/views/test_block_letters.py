"""Letters of blocks: of equal height, all different, and only where there is a glyph for every letter."""

from __future__ import annotations

import pytest

from tui.views.block_letters import (
    GLYPHS,
    HIGH,
    SIZES,
    Size,
    block_letters,
    largest,
    letter_cells,
    plain_capitals,
)


@pytest.mark.parametrize("size", SIZES)
def test_every_letter_is_as_large_as_said(size: Size) -> None:
    """And no two look the same."""
    for letter in GLYPHS:
        lines = block_letters(letter, size)
        assert len(lines) == size.rows
        assert {len(line) for line in lines} == {letter_cells(letter, size)}
    assert len({tuple(block_letters(letter, size)) for letter in GLYPHS}) == len(GLYPHS)


def test_every_glyph_is_seven_dots_high() -> None:
    """In rows of equal length."""
    for letter, dots in GLYPHS.items():
        rows = dots.split(" ")
        assert len(rows) == HIGH, letter
        assert len({len(row) for row in rows}) == 1, letter


@pytest.mark.parametrize(
    ("name", "capitals"),
    [
        ("García Romo", "GARCIA ROMO"),
        ("Žan Rudolf", "ZAN RUDOLF"),
        ("Gößl", "GOSSL"),
        ("Sørensen", "SORENSEN"),
        ("O’Hare", "O'HARE"),
        ("漢字", ""),
        ("Иванов", ""),
        ("", ""),
    ],
)
def test_signs_on_letters_are_left_out(name: str, capitals: str) -> None:
    """In other scripts there are no such letters."""
    assert plain_capitals(name) == capitals


def test_the_largest_size_that_fits_is_taken() -> None:
    """By width and by height; none where not even the smallest fits."""
    assert largest("KERR", 300, 40) == SIZES[0]
    assert largest("KERR", 23, 4) == SIZES[-1]
    assert largest("KERR", 22, 4) is None
    assert largest("KERR", 300, 3) is None
    assert largest("", 300, 40) is None
