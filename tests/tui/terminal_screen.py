"""What stands on a terminal, of what was written to it by Textual: texts at places, and a cleared screen."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

PIECE = re.compile(
    r"\x1b\[([0-?]*)[ -/]*([@-~])|\x1b[P\]][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^\[P\]]|[\r\n]|[^\x1b\r\n]+"
)
"""A command, of which the numbers and the letter are kept, or a text."""


class TerminalScreen:
    """The cells of a terminal, of one character each."""

    def __init__(self, width: int, height: int) -> None:
        self._size = width, height
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._unread = ""
        self._clear()

    def _clear(self) -> None:
        width, height = self._size
        self._lines = [[" "] * width for _ in range(height)]
        self._row = self._column = 0

    def write(self, data: bytes) -> None:
        """Take what a program writes."""
        self._unread += self._decoder.decode(data)
        end = 0
        for piece in PIECE.finditer(self._unread):
            if piece.start() != end:
                break  # the rest of a command has not come yet
            end = piece.end()
            self._take(piece)
        self._unread = self._unread[end:]

    def _take(self, piece: re.Match[str]) -> None:
        text = piece[0]
        if piece[2] == "H":
            row, _, column = piece[1].partition(";")
            self._row, self._column = int(row or 1) - 1, int(column or 1) - 1
        elif piece[2] == "G":
            self._column = int(piece[1] or 1) - 1
        elif piece[2] == "J":
            self._clear()
        elif text == "\r":
            self._column = 0
        elif text == "\n":
            self._row += 1
        elif text[0] != "\x1b" and self._row < len(self._lines):
            line, room = self._lines[self._row], max(self._size[0] - self._column, 0)
            line[self._column : self._column + len(text[:room])] = text[:room]
            self._column += len(text)

    @property
    def lines(self) -> list[str]:
        """From the top, without blanks at their ends."""
        return ["".join(line).rstrip() for line in self._lines]

    def shows(self, *texts: str) -> bool:
        """Whether a line has all these texts."""
        return any(all(text in line for text in texts) for line in self.lines)
