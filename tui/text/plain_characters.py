"""What is written where the terminal or its font lacks a character: the nearest that it has, as wide."""

from __future__ import annotations

import codecs
from functools import lru_cache
from unicodedata import normalize

from rich.cells import cell_len

NEAREST = "lapbell.nearest"
"""The handler of errors with which a stream writes ASCII for what it lacks."""

HALVES = " ▀▄█"
"""A cell of dots in halves, by what is in its upper and lower half."""

ASCII_HALVES = " '.:"

UPPER, LOWER = 0x1B, 0xE4
"""The bits of the dots in either half of a cell of braille."""

QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""A cell in quarters, by the bits 1, 2, 4 and 8: left and right above, left and right below."""

QUARTERS = (0x03, 0x18, 0x44, 0xA0)
"""The bits of the dots in each quarter of a cell of braille."""

BRAILLE = range(0x2800, 0x2900)

SIGNS = {
    **dict.fromkeys("─━┄┈╌┅╴╶‐‑‒–—―−", "-"),
    **dict.fromkeys("│┃┊┆╎▌▐", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰╞╡╤╧", "+"),
    **dict.fromkeys("›»→▶▸►", ">"),
    **dict.fromkeys("‹«←◀◂◄⏎↵", "<"),
    **dict.fromkeys("▲△▴↑⇧", "^"),
    **dict.fromkeys("▼▽▾↓⇩✓", "v"),
    **dict.fromkeys("●★■•⬤", "*"),
    **dict.fromkeys("◆◇◉", "@"),
    **dict.fromkeys("○◦☆□", "o"),
    **dict.fromkeys("▁▂", "_"),
    **dict.fromkeys("▃▄▅▀", "="),
    **dict.fromkeys("▆▇█▓▒", "#"),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("“”„″", '"'),
    **dict(zip("…·░∴≠¿±↔↘≡×°\u00a0", "..::!?=<\\=xo ", strict=True)),
    **dict(zip("ØøŁłĐđßÆæŒœıÞþÐð", "OoLlDdsAaOoiTtDd", strict=True)),
}
"""Characters of the screen and letters that no accent tells from others, in ASCII."""

_BLOCKS = {
    code: QUADRANTS[sum(1 << n for n, bits in enumerate(QUARTERS) if code - BRAILLE.start & bits)]
    for code in BRAILLE
}


def in_blocks(text: str) -> str:
    """The same with blocks in place of dots, four to a cell instead of eight."""
    return text.translate(_BLOCKS)


@lru_cache(maxsize=1024)
def nearest(text: str, encoding: str) -> str:
    """The same in the characters of an encoding, in as many cells."""
    halves = HALVES if _has(encoding, HALVES[1]) else ASCII_HALVES
    return "".join(each if _has(encoding, each) else _nearest(each, halves) for each in text)


def _handle(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    failed = error.object[error.start : error.end]
    return "".join(_nearest(character, ASCII_HALVES) for character in failed), error.end


def _nearest(character: str, halves: str) -> str:
    if ord(character) in BRAILLE:
        bits = ord(character) - BRAILLE.start
        return halves[bool(bits & UPPER) + 2 * bool(bits & LOWER)]
    plain = SIGNS.get(character) or normalize("NFKD", character).encode("ascii", "ignore").decode()
    cells = cell_len(character)
    return plain if cell_len(plain) == cells else "?" * cells


def _has(encoding: str, character: str) -> bool:
    try:
        return bool(character.encode(encoding))
    except UnicodeEncodeError:
        return False


codecs.register_error(NEAREST, _handle)
