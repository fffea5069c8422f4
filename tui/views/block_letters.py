"""Capitals and figures made of blocks, five dots wide and seven high, to be read from across a hall."""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import normalize

HIGH = 7
"""Dots of a letter from top to bottom."""

GLYPHS = {
    "A": "01110 10001 10001 11111 10001 10001 10001",
    "B": "11110 10001 10001 11110 10001 10001 11110",
    "C": "01110 10001 10000 10000 10000 10001 01110",
    "D": "11110 10001 10001 10001 10001 10001 11110",
    "E": "11111 10000 10000 11110 10000 10000 11111",
    "F": "11111 10000 10000 11110 10000 10000 10000",
    "G": "01110 10001 10000 10111 10001 10001 01110",
    "H": "10001 10001 10001 11111 10001 10001 10001",
    "I": "111 010 010 010 010 010 111",
    "J": "00111 00010 00010 00010 00010 10010 01100",
    "K": "10001 10010 10100 11000 10100 10010 10001",
    "L": "10000 10000 10000 10000 10000 10000 11111",
    "M": "10001 11011 10101 10101 10001 10001 10001",
    "N": "10001 11001 10101 10011 10001 10001 10001",
    "O": "01110 10001 10001 10001 10001 10001 01110",
    "P": "11110 10001 10001 11110 10000 10000 10000",
    "Q": "01110 10001 10001 10001 10101 10010 01101",
    "R": "11110 10001 10001 11110 10100 10010 10001",
    "S": "01111 10000 10000 01110 00001 00001 11110",
    "T": "11111 00100 00100 00100 00100 00100 00100",
    "U": "10001 10001 10001 10001 10001 10001 01110",
    "V": "10001 10001 10001 10001 10001 01010 00100",
    "W": "10001 10001 10001 10101 10101 11011 10001",
    "X": "10001 10001 01010 00100 01010 10001 10001",
    "Y": "10001 10001 01010 00100 00100 00100 00100",
    "Z": "11111 00001 00010 00100 01000 10000 11111",
    "0": "01110 10001 10011 10101 11001 10001 01110",
    "1": "010 110 010 010 010 010 111",
    "2": "01110 10001 00001 00110 01000 10000 11111",
    "3": "01110 10001 00001 00110 00001 10001 01110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "01110 10000 10000 11110 10001 10001 01110",
    "7": "11111 00001 00010 00100 00100 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110",
    "9": "01110 10001 10001 01111 00001 00001 01110",
    ":": "0 0 1 0 1 0 0",
    ".": "0 0 0 0 0 0 1",
    "'": "1 1 0 0 0 0 0",
    "-": "000 000 000 111 000 000 000",
    "+": "000 000 010 111 010 000 000",
    "~": "00000 00000 01000 10101 00010 00000 00000",
    "?": "01110 10001 00001 00110 00100 00000 00100",
    ",": "00 00 00 00 00 01 10",
    "(": "01 10 10 10 10 10 01",
    ")": "10 01 01 01 01 01 10",
    "/": "00001 00001 00010 00100 01000 10000 10000",
    " ": "00 00 00 00 00 00 00",
}
"""The dots of each letter, row by row."""

PLAIN = {
    **{"Ø": "O", "Ł": "L", "Đ": "D", "ß": "SS", "Æ": "AE", "Œ": "OE", "Þ": "TH", "Ð": "D", "ı": "I"},
    "’": "'",
}
"""Letters that are no plain ones with a sign on them, as they are written without."""

HALVES = {"00": " ", "10": "▀", "01": "▄", "11": "█"}
"""A cell by its upper and its lower dot."""


class Size(NamedTuple):
    """How large the dots are."""

    across: int
    """Cells across."""
    halves: int
    """Halves of a line down."""

    @property
    def rows(self) -> int:
        """Lines of a text."""
        return -(-HIGH * self.halves // 2)


SIZES = (
    *(Size(4, 8), Size(3, 6), Size(3, 4), Size(2, 4)),
    *(Size(2, 3), Size(1, 3), Size(1, 2), Size(1, 1)),
)
"""From the largest on; the smallest is four lines high."""


def plain_capitals(text: str) -> str:
    """A text in capitals without signs on them; empty where there is a letter without a glyph."""
    joined = "".join(PLAIN.get(letter, letter) for letter in text)
    letters = "".join(PLAIN.get(letter, letter) for letter in normalize("NFD", joined).upper())
    kept = "".join(letter for letter in letters if letter.isascii() or letter.isalpha())
    return kept if all(letter in GLYPHS for letter in kept) else ""


def letter_cells(text: str, size: Size) -> int:
    """The width of a text in cells."""
    dots = [len(GLYPHS[letter].partition(" ")[0]) + 1 for letter in text]
    return max(sum(dots) - 1, 0) * size.across


def block_letters(text: str, size: Size) -> list[str]:
    """A text of letters in `GLYPHS` as lines of equal length."""
    glyphs = [GLYPHS[letter].split(" ") for letter in text]
    rows = ["0".join(glyph[row] for glyph in glyphs) for row in range(HIGH)]
    halves = [row for row in rows for _ in range(size.halves)]
    halves += ["0" * len(rows[0])] * (len(halves) % 2)
    return [
        "".join(HALVES[upper + lower] * size.across for upper, lower in zip(*pair, strict=True))
        for pair in zip(halves[::2], halves[1::2], strict=True)
    ]


def largest(text: str, width: int, height: int) -> Size | None:
    """The largest size in which a text fits; None where none does."""
    fitting = (size for size in SIZES if size.rows <= height and letter_cells(text, size) <= width)
    return next(fitting, None) if text else None
