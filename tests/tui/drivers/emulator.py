"""A terminal that does what is written to it, cell by cell, as xterm does; what is unknown is an error."""

from __future__ import annotations

import re
from typing import NamedTuple

from rich.cells import cell_len

PIECE = re.compile(
    r"\x1b\[([<=>?]?)([\d;]*)(\$?[A-Za-z])|(\x1bP(?:[^\x1b]|\x1b[^\\])*\x1b\\|\x1b[\]_][^\x07\x1b]*(?:\x07|\x1b\\))"
    r"|([\n\r\x07])|([^\x00-\x1f]+)"
)

LINES = {4, 5, 6, 7, 9, 21, 51, 52, 53}


class Look(NamedTuple):
    """How a character looks."""

    attributes: frozenset[int] = frozenset()
    foreground: tuple[int, ...] = ()
    background: tuple[int, ...] = ()


class Emulator:
    """A terminal of a size."""

    def __init__(self, columns: int, lines: int) -> None:
        self.columns, self.lines = columns, lines
        self.cells = [[(" ", Look())] * columns for _ in range(lines)]
        self.row = self.column = 0
        self.look = Look()
        self.commands: list[str] = []
        """Everything that came and moves nothing: modes, titles, bells."""

    def grow(self, columns: int, lines: int) -> None:
        """Add columns and lines, with rubbish all over the screen, as some terminals leave it."""
        self.columns, self.lines = self.columns + columns, self.lines + lines
        self.cells = [[("?", Look())] * self.columns for _ in range(self.lines)]

    def write(self, data: str) -> None:
        """Do what is written. Raises ValueError at what it does not know."""
        end = 0
        for piece in PIECE.finditer(data):
            if piece.start() != end:
                raise ValueError(f"not known: {data[end : end + 20]!r}")
            end = piece.end()
            sign, numbers, letter, string, control, text = piece.groups()
            if text:
                self._draw(text)
            elif control == "\n":
                self._next_line()
            elif control == "\r":
                self.column = 0
            elif control or string:
                self._do(string or control)
            else:
                self._command(sign, numbers, letter)
        if end != len(data):
            raise ValueError(f"not known: {data[end : end + 20]!r}")

    @property
    def seen(self) -> list[list[tuple[str, Look]]]:
        """What can be seen of each cell: of a blank no foreground, unless it has lines."""
        return [[self._seen(*cell) for cell in line] for line in self.cells]

    @staticmethod
    def _seen(character: str, look: Look) -> tuple[str, Look]:
        return (
            character,
            look if character != " " or look.attributes & LINES else Look(background=look.background),
        )

    def _do(self, string: str) -> None:
        self.commands.append(string)
        if string.startswith("\x1b]66;"):  # a text in double size, as one cell of two by two
            text = string[5:].partition(";")[2].rstrip("\x07")
            for row in (self.row, min(self.row + 1, self.lines - 1)):
                for column in range(self.column, min(self.column + 2 * len(text), self.columns)):
                    self.cells[row][column] = (text, self.look)
        elif string.startswith("\x1b_G"):  # a picture, which takes some cells
            self.cells[self.row][self.column :] = [("#", Look())] * (self.columns - self.column)

    def _next_line(self) -> None:
        self.column = 0
        if self.row == self.lines - 1:
            self.cells = [*self.cells[1:], [(" ", Look())] * self.columns]
        else:
            self.row += 1

    def _command(self, sign: str, numbers: str, letter: str) -> None:
        values = [int(number or 0) for number in numbers.split(";")]
        if sign == "?" and letter in "hl" and values[0] in (1049, 1047):
            self.cells = [[(" ", Look())] * self.columns for _ in range(self.lines)]
        elif sign:
            self.commands.append(sign + numbers + letter)
        elif letter == "H":
            self.row = min(max(values[0], 1), self.lines) - 1
            self.column = min(max(values[-1] if len(values) > 1 else 1, 1), self.columns) - 1
        elif letter == "G":
            self.column = min(max(values[0], 1), self.columns) - 1
        elif letter == "J" and values == [2]:
            self.cells = [
                [(" ", Look(background=self.look.background))] * self.columns for _ in range(self.lines)
            ]
        elif letter == "S":
            self.cells = [*self.cells[1:], [(" ", Look())] * self.columns]
        elif letter == "m":
            self._change_look(values)
        else:
            raise ValueError(f"not known: {numbers}{letter}")

    def _change_look(self, values: list[int]) -> None:
        look = self.look
        while values:
            first = values.pop(0)
            if first == 0:
                look = Look()
            elif first in (38, 48):
                colour = tuple([values.pop(0) for _ in range(2 if values[0] == 5 else 4)])
                look = look._replace(foreground=colour) if first == 38 else look._replace(background=colour)
            elif first in (39, 49):
                look = look._replace(foreground=()) if first == 39 else look._replace(background=())
            elif first % 100 // 10 == 3 or first // 10 == 9:
                look = look._replace(foreground=(first,))
            elif first // 10 in (4, 10):
                look = look._replace(background=(first,))
            else:
                look = look._replace(attributes=look.attributes | {first})
        self.look = look

    def _draw(self, text: str) -> None:
        """Draw characters; beyond the right edge on the last cell, as without wrapping."""
        for character in text:
            width = cell_len(character)
            line = self.cells[self.row]
            if not width:
                if self.column:
                    before, look = line[self.column - 1]
                    line[self.column - 1] = (before + character, look)
                continue
            at = min(self.column, self.columns - width)
            for part in range(width):
                self._split(at + part)
            line[at] = (character, self.look)
            if width == 2:
                line[at + 1] = ("", self.look)
            self.column = min(at + width, self.columns)

    def _split(self, column: int) -> None:
        """Blank the other half of a wide character of which one is written over."""
        line = self.cells[self.row]
        if not line[column][0] and column:
            line[column - 1] = (" ", line[column - 1][1])
        elif column + 1 < self.columns and not line[column + 1][0]:
            line[column + 1] = (" ", line[column + 1][1])
