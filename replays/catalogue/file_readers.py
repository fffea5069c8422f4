"""Reads files of the library for the index; many of them in two processes, once these have started.

A process sends the entries back one by one. It ends when its pipe is closed, which it is when this process
ends in whatever way. An interrupt from the keyboard is for this process alone.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from replays.catalogue.library_index import IndexEntry, Stamp
from replays.catalogue.read_entry import read_entry, unread_entry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from multiprocessing.connection import Connection
    from subprocess import Popen
    from types import TracebackType
    from typing import Self

MANY = 100
"""So many files are worth the start of the processes."""

PROCESSES = 2

AT_ONCE = 8
"""Files that a process is given at a time, so that it need not wait for this one."""

TURN_S = 1.0
"""How long to wait for a process at a time."""

READY = "ready"
"""What a process says first."""


class FileReaders:
    """Reads some files once, in the order given or nearly so."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._waiting = deque(paths)
        self._readers: list[_Reader] = []
        self._has_helpers = len(self._waiting) >= MANY and (os.cpu_count() or 1) > 1 and os.name == "posix"
        self._is_closed = False
        self._busy = Lock()
        """Held while files are read: they may be read in another thread than that in which this is closed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Read no more, and end the processes. Waits for what another thread is reading."""
        self._is_closed = True
        with self._busy:
            for reader in self._readers:
                reader.end()
            self._readers.clear()

    @property
    def is_done(self) -> bool:
        """Whether every file was read."""
        return not self._waiting and not any(reader.given for reader in self._readers)

    def read(self, for_s: float) -> list[IndexEntry]:
        """The entries that were read within `for_s` seconds; at least one while this process reads."""
        until = monotonic() + for_s
        entries: list[IndexEntry] = []
        with self._busy:
            while not self.is_done and not self._is_closed:
                if self._has_helpers:
                    entries += self._from_helpers(until)
                if self._waiting and not any(reader.is_ready for reader in self._readers):
                    entries.append(self._read_here(self._waiting.popleft()))
                if monotonic() >= until:
                    break
        return entries

    def _read_here(self, path: Path) -> IndexEntry:
        """Read a file in this process."""
        return read_entry(path)

    def _from_helpers(self, until: float) -> list[IndexEntry]:
        """What the processes send next, if they do by then."""
        with suppress(OSError):
            while len(self._readers) < min(PROCESSES, len(self._waiting)):
                self._readers.append(_Reader.start())
        self._has_helpers = bool(self._readers)
        for reader in self._readers:
            while reader.is_ready and self._waiting and len(reader.given) < AT_ONCE:
                reader.give(self._waiting.popleft())
        from multiprocessing.connection import wait  # needed for many files alone, as is all of it

        is_anyone_ready = any(reader.is_ready for reader in self._readers)
        at_most_s = min(until - monotonic(), TURN_S) if is_anyone_ready else 0.0
        ready = wait([reader.pipe for reader in self._readers], max(at_most_s, 0.0))
        entries = []
        for reader in [reader for reader in self._readers if reader.pipe in ready]:
            try:
                entries += reader.take()
            except (EOFError, OSError):
                entries += self._without(reader)
        return entries

    def _without(self, reader: _Reader) -> list[IndexEntry]:
        """Go on when a process has died: of the file that it was reading, if it ever began."""
        self._readers.remove(reader)
        reader.end()
        if not reader.is_ready:  # no other one will start either
            self._has_helpers = bool(self._readers)
            return []
        fatal, *others = reader.given or [None]
        self._waiting.extendleft(reversed([path for path in others if path is not None]))
        if fatal is None:
            return []
        return [unread_entry(fatal, Stamp.of(fatal), "the process that read it was ended")]


class _Reader:
    """A process that reads files."""

    def __init__(self, process: Popen[bytes], pipe: Connection) -> None:
        self.pipe = pipe
        self.given: deque[Path] = deque()
        """What it still has to read, in this order."""
        self.is_ready = False
        """Whether it has started."""
        self.process = process

    @classmethod
    def start(cls) -> _Reader:
        """Start a process, in a session of its own: no interrupt from the keyboard comes there.

        Not by `multiprocessing`, which cannot while Textual has taken stderr. Raises OSError, always so on
        Windows: there this process reads alone.
        """
        if sys.platform == "win32":
            raise OSError("a process cannot be given such a pipe as its input")
        import subprocess
        from multiprocessing import Pipe

        ours, theirs = Pipe()
        command = [sys.executable, "-c", READ_ALL, *sys.path]
        silent = subprocess.DEVNULL
        try:
            process = subprocess.Popen(
                command, stdin=theirs.fileno(), stdout=silent, stderr=silent, start_new_session=True
            )
        finally:
            theirs.close()
        return cls(process, ours)

    def give(self, path: Path) -> None:
        """Have it read a file."""
        self.given.append(path)
        with suppress(OSError):  # it has died, which is seen when its pipe is read
            self.pipe.send(path)

    def take(self) -> list[IndexEntry]:
        """What it sent. Raises EOFError or OSError where it has died."""
        sent = self.pipe.recv()
        if sent == READY:
            self.is_ready = True
            return []
        self.given.popleft()
        return [sent]

    def end(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()
        self.pipe.close()


READ_ALL = (
    "import sys; sys.path[:] = sys.argv[1:]; from replays.catalogue.file_readers import read_all; read_all()"
)


def read_all() -> None:
    """In a process that reads: the entry of each file that is given on stdin, until that is closed."""
    from multiprocessing.connection import Connection

    pipe = Connection(0)
    with suppress(EOFError, OSError):
        pipe.send(READY)
        while True:
            pipe.send(read_entry(pipe.recv()))
