"""The race clock in figures of three lines, so that it is the greatest figure on the screen."""

from __future__ import annotations

GLYPHS = {
    "0": ("█▀█", "█ █", "▀▀▀"),
    "1": ("▀█ ", " █ ", "▀▀▀"),
    "2": ("▀▀█", "█▀▀", "▀▀▀"),
    "3": ("▀▀█", "▀▀█", "▀▀▀"),
    "4": ("█ █", "▀▀█", "  ▀"),
    "5": ("█▀▀", "▀▀█", "▀▀▀"),
    "6": ("█▀▀", "█▀█", "▀▀▀"),
    "7": ("▀▀█", "  █", "  ▀"),
    "8": ("█▀█", "█▀█", "▀▀▀"),
    "9": ("█▀█", "▀▀█", "▀▀▀"),
    ":": ("▄", "▄", " "),
}
"""Each figure in three lines of half blocks."""


def large_clock(clock: str) -> list[str]:
    """A clock in three lines of equal length, with the decimals small behind the last one."""
    whole, point, decimals = clock.partition(".")
    glyphs = [GLYPHS[character] for character in whole]
    tops = [" ".join(glyph[row] for glyph in glyphs) for row in range(3)]
    small = point + decimals
    return [tops[0] + " " * len(small), tops[1] + " " * len(small), tops[2] + small]
