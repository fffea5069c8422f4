"""Says sentences aloud through a program of the user's, one at a time, without holding up anything else."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from threading import Condition, Thread
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Self

from feeds.errors import UserError
from feeds.legal_text import legal
from tui.commands.write_output import print_note

if TYPE_CHECKING:
    from types import TracebackType

MOST_WAITING = 3
"""Sentences that wait while another one is said; of more the least important is dropped."""

STALE_S = 20.0
"""A sentence that waited longer is not said any more."""

LONGEST_S = 30.0
"""In which a sentence must have been said."""

LONGEST_TEXT = 500
"""Characters."""


class Sentence(NamedTuple):
    """Something to say."""

    text: str
    priority: int
    """0 to 100."""
    since_s: float


class Speaker:
    """Runs the command for each sentence, which it gets as a line on its standard input; there is no shell.

    While it speaks, others wait, and those that matter least are dropped; how many were not said is reported
    at the end. One that fails is reported once, and tried again with the next sentence.
    """

    def __init__(self, command: str) -> None:
        """Raises UserError where there is no such program."""
        self._words = _words(command)
        self._waiting: list[Sentence] = []
        self._changed = Condition()
        self._is_ending = self._is_leaving = False
        self._process: subprocess.Popen[bytes] | None = None
        self._trouble = ""
        self._unsaid = 0
        self._thread = Thread(target=self._speak, name="speaker", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        """Wait until all is said; after Ctrl-C, or for what has failed, break off."""
        with self._changed:
            self._is_ending, self._is_leaving = True, kind is not None
            if self._is_leaving and self._process is not None:
                _end(self._process)
            self._changed.notify()
        self._thread.join()
        if self._unsaid:
            print_note(f"sentences that {self._words[0]} has not said: {self._unsaid}")

    def say(self, text: str, priority: int) -> None:
        """Say a sentence, once those before it are said. Returns at once."""
        with self._changed:
            self._waiting.append(Sentence(text, priority, monotonic()))
            if len(self._waiting) > MOST_WAITING:
                self._waiting.remove(min(self._waiting, key=lambda sentence: sentence.priority))
                self._unsaid += 1
            self._changed.notify()

    def _speak(self) -> None:
        while (sentence := self._next()) is not None:
            trouble = self._said(sentence.text)
            self._unsaid += bool(trouble)
            if trouble and trouble != self._trouble:
                print_note(f"{self._words[0]}: {trouble}; it is tried again with the next sentence")
            self._trouble = trouble

    def _next(self) -> Sentence | None:
        """The next sentence, once there is one; None at the end."""
        with self._changed:
            while not self._is_leaving:
                while self._waiting:
                    sentence = self._waiting.pop(0)
                    if self._is_ending or monotonic() - sentence.since_s <= STALE_S:
                        return sentence
                    self._unsaid += 1
                if self._is_ending:
                    break
                self._changed.wait()
        return None

    def _said(self, text: str) -> str:
        """Say a sentence; returns what went wrong, in words."""
        line = f"{legal(text)[:LONGEST_TEXT]}\n".encode()
        quiet = subprocess.DEVNULL
        try:
            with self._changed:
                if self._is_leaving:
                    return ""
                process = self._process = subprocess.Popen(
                    self._words, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True
                )
        except OSError as error:
            return error.strerror or str(error)
        try:
            process.communicate(line, LONGEST_S)
        except subprocess.TimeoutExpired:
            _end(process)
            process.communicate()
            return f"it spoke for longer than {LONGEST_S:.0f} s"
        failed = process.returncode and not self._is_leaving
        return f"it ended with {process.returncode}" if failed else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that is still running, with all that it has started, in a session of their own."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _words(command: str) -> Sequence[str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UserError(f"--say: {command!r} cannot be read: {error}") from None
    if not words or shutil.which(words[0]) is None:
        raise UserError(f"--say: there is no program {words[0] if words else ''!r}")
    return words
