"""Writes a hub's log from a thread, so that the hub goes on while no one reads it, or its disk is full."""

from __future__ import annotations

import logging
import threading
from time import monotonic

from feeds.descriptor_writing import write_all
from feeds.legal_text import legal
from feeds.serving.hub_reporting import LONGEST_LINE, Formatter, error_record
from feeds.serving.repeated_errors import RepeatedErrors

MOST_WAITING = 2000
"""Lines that wait to be written; what comes beyond that is counted, and lost."""

LOOK_S = 1.0
"""How often to look for errors whose repetitions are to be reported."""

FAREWELL_S = 1.0
"""How long the last lines may take when the hub ends."""


class BackgroundHandler(logging.Handler):
    """Writes lines to a file descriptor, in order; whoever logs never waits for it."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self.setFormatter(Formatter())
        self._descriptor = descriptor
        self._repeated = RepeatedErrors()
        self._lines: list[str] = []
        self._lost = 0
        """Lines that were not written since this was said last."""
        self._has_ended = False
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._write_all, name="hub-log", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Have a line written soon; an error that is one of many is only counted."""
        if self._repeated.is_repeated(record, monotonic()):
            return
        line = self.format(record)
        with self._change:
            if len(self._lines) < MOST_WAITING:
                self._lines.append(line)
            else:
                self._lost += 1
            self._change.notify()

    def close(self) -> None:
        """Write what is left, if that can be done in a second."""
        with self._change:
            is_first, self._has_ended = not self._has_ended, True
            self._change.notify()
        if is_first:
            self._thread.join(FAREWELL_S)
        super().close()

    def _write_all(self) -> None:
        has_ended = False
        while not has_ended:
            with self._change:
                self._change.wait_for(lambda: self._lines or self._has_ended, LOOK_S)
                lines, self._lines = self._lines, []
                has_ended = self._has_ended
            repeated = self._repeated.summaries(monotonic(), all_of_them=has_ended)
            for line in (*lines, *map(self.format, repeated)):
                if not (self._say_lost() and self._put(line)):
                    self._count_lost(1)
            self._say_lost()

    def _say_lost(self) -> bool:
        """Say how many lines were lost, if any were; False if that cannot be written either."""
        lost = self._lost
        if not lost:
            return True
        if not self._put(self.format(error_record("lines of this log were lost", lines=lost))):
            return False
        self._count_lost(-lost)
        return True

    def _count_lost(self, change: int) -> None:
        with self._change:
            self._lost += change

    def _put(self, line: str) -> bool:
        """Write a line, however long that takes; False if it cannot be."""
        data = f"{legal(line[:LONGEST_LINE])}\n".encode(errors="backslashreplace")
        return write_all(self._descriptor, data)
