"""The streams that `lapbell` prints on: whatever is printed, nothing on them commands the terminal."""

from __future__ import annotations

import codecs
import locale
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO, cast

from feeds.legal_text import legal, legal_lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import TextIOWrapper


class SafeStream:
    """A stream for text, of which only the line ends are not text.

    Errors of libraries, tracebacks and logs come this way too. What draws in place, as a progress bar does,
    writes to `raw`, and answers for it.
    """

    def __init__(self, raw: TextIO) -> None:
        self.raw = raw

    def write(self, text: str) -> int:
        """Write lines, their texts made legal."""
        self.raw.write(legal_lines(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several."""
        for line in lines:
            self.write(line)

    def write_over(self, text: str) -> None:
        """Write over the line that the cursor is on, and stay at its beginning."""
        self.raw.write(f"\r{legal(text)}\x1b[K\r")
        self.raw.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.raw, name)


def safe(stream: TextIO) -> SafeStream:
    """A stream made safe; one that is safe stays as it is."""
    return stream if isinstance(stream, SafeStream) else SafeStream(stream)


def adapt_to_terminal(stream: TextIOWrapper) -> None:
    """Write the nearest characters that a stream has; to a terminal, those of its locale.

    Python writes UTF-8 where the locale has nothing but ASCII, and a terminal there shows question marks.
    """
    is_terminal = os.name == "posix" and stream.isatty()
    encoding = locale.getencoding() if is_terminal else stream.encoding
    try:
        is_utf_8 = codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        is_utf_8 = True
    if is_utf_8:
        stream.reconfigure(errors="replace")
        return
    from tui.text.plain_characters import NEAREST  # needed by few

    stream.reconfigure(encoding=encoding, errors=NEAREST)


def guard_streams() -> None:
    """Make stdout and stderr safe for as long as the program runs, its last traceback included."""
    # A SafeStream does all that these streams are asked for, and is not a subclass of their classes.
    sys.stdout, sys.stderr = cast("TextIO", safe(sys.stdout)), cast("TextIO", safe(sys.stderr))
