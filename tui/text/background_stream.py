"""Streams that are written from a thread: printing goes on while no one reads, as after Ctrl-S."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOBase, TextIOWrapper
from typing import TextIO, cast

from feeds.descriptor_writing import write_all
from tui.text.safe_stream import SafeStream, safe

MOST_WAITING = 2000
"""Pieces of text that wait to be written, mostly lines; what comes beyond that is counted, and lost."""

FAREWELL_S = 1.0
"""How long the last of them may take."""


class BackgroundStream(TextIOBase):
    """Writes text to the file of another stream, in order; `write` and `flush` never wait for that."""

    def __init__(self, stream: TextIOWrapper) -> None:
        self._stream = stream
        self._text = ""
        """The beginning of a line."""
        self._waiting: list[str] = []
        self._lost = 0
        self._has_ended = False
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._write_all, name="printing", daemon=True)
        self._thread.start()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # it is only read
        """That of the stream."""
        return self._stream.encoding

    def fileno(self) -> int:
        """That of the stream."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Whether the stream is a terminal."""
        return self._stream.isatty()

    def write(self, text: str) -> int:
        """Have text written soon: whole lines, and the rest when it is flushed."""
        self._text += text
        if "\n" in text:
            lines, _, self._text = self._text.rpartition("\n")
            self._put(f"{lines}\n")
        return len(text)

    def flush(self) -> None:
        """Have what was written so far written soon."""
        text, self._text = self._text, ""
        if text:
            self._put(text)

    def _put(self, text: str) -> None:
        with self._change:
            if len(self._waiting) < MOST_WAITING:
                self._waiting.append(text)
            else:
                self._lost += 1
            self._change.notify()

    def finish(self) -> None:
        """Write what is left, if that can be done in a second."""
        self.flush()
        with self._change:
            self._has_ended = True
            self._change.notify()
        self._thread.join(FAREWELL_S)

    def _write_all(self) -> None:
        has_ended = False
        while not has_ended:
            with self._change:
                self._change.wait_for(lambda: self._waiting or self._has_ended)
                texts, self._waiting = self._waiting, []
                lost, self._lost = self._lost, 0
                has_ended = self._has_ended
            if lost:
                texts.append(f"lapbell: {lost} more lines could not be printed in time\n")
            for text in texts:
                write_all(self.fileno(), text.encode(self.encoding, errors="replace"))


@contextmanager
def printing_in_background() -> Iterator[None]:
    """Print from threads for a while, on stdout and stderr, if these are files."""
    before, finished = (sys.stdout, sys.stderr), []
    made: list[TextIO] = []
    for stream in before:
        raw = safe(stream).raw
        if isinstance(raw, TextIOWrapper) and _is_file(raw):
            stream.flush()
            background = BackgroundStream(raw)
            finished.append(background)
            made.append(cast("TextIO", SafeStream(cast("TextIO", background))))
        else:
            made.append(stream)
    sys.stdout, sys.stderr = made
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for background in finished:
            background.finish()


def _is_file(stream: TextIOWrapper) -> bool:
    try:
        stream.fileno()
    except OSError:
        return False
    return True
