"""Bytes that can be looked at before they are taken, so that a program that is killed leaves them there.

A file is read without moving its position, a pipe is copied (`tee(2)`, Linux); both move on only by `take`.
What is read from anything else, such as a terminal, is taken at once.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from typing import Protocol

CHUNK = 64 * 1024
"""Bytes that are looked at in one go: what a pipe holds unless it was made larger."""

STEP_MS = 10
"""How often to look whether a line goes on."""

STALLED_STEPS = 50
"""After so many the beginning of a long line is taken, as a pipe may be too full for its end."""

LONG = 4096
"""Bytes; a shorter beginning cannot fill a pipe, and its end is waited for."""


class StandingInput(Protocol):
    """An input that stands until it is taken."""

    def look(self) -> tuple[bytes, bool]:
        """What comes next, with the end of a line if there will be one, and whether nothing follows it.

        Blocks. Raises OSError.
        """

    def take(self, count: int, /) -> None:
        """Move on by so many of these bytes."""


def standing_input(descriptor: int) -> StandingInput:
    """The input of an open file, a pipe or anything else."""
    kind = os.fstat(descriptor).st_mode
    if stat.S_ISREG(kind) and hasattr(os, "pread"):
        return _File(descriptor)
    if stat.S_ISFIFO(kind) and sys.platform == "linux":
        return _Pipe(descriptor)
    return _Stream(descriptor)


class _File:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def look(self) -> tuple[bytes, bool]:
        if sys.platform == "win32":  # `standing_input` looks whether there is `pread`
            raise OSError(errno.ENOTSUP, "a file is read as a stream on Windows")
        data = os.pread(self._descriptor, CHUNK, os.lseek(self._descriptor, 0, os.SEEK_CUR))
        return data, len(data) < CHUNK

    def take(self, count: int) -> None:
        os.lseek(self._descriptor, count, os.SEEK_CUR)


class _Stream:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._read = b""

    def look(self) -> tuple[bytes, bool]:
        while b"\n" not in self._read and len(self._read) < CHUNK:
            more = os.read(self._descriptor, CHUNK)
            if not more:
                return self._read, True
            self._read += more
        return self._read, False

    def take(self, count: int) -> None:
        self._read = self._read[count:]


if sys.platform == "linux":
    import ctypes
    import fcntl
    import select
    from contextlib import suppress

    class _Pipe:
        def __init__(self, descriptor: int) -> None:
            self._descriptor = descriptor
            self._out, self._in = os.pipe()
            with suppress(OSError):
                fcntl.fcntl(self._in, fcntl.F_SETPIPE_SZ, 16 * CHUNK)
            self._tee = ctypes.CDLL(None, use_errno=True).tee
            self._tee.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_size_t, ctypes.c_uint)
            self._tee.restype = ctypes.c_ssize_t

        def look(self) -> tuple[bytes, bool]:
            data, steps = self._copy(), 0
            while data and b"\n" not in data and len(data) < CHUNK and steps < STALLED_STEPS:
                is_over = self._poll(0, STEP_MS)
                more = self._copy()
                if is_over:
                    return more, len(more) < CHUNK
                steps = steps + 1 if len(more) == len(data) >= LONG else 0
                data = more
            return data, not data

        def _copy(self) -> bytes:
            while True:
                self._poll(select.POLLIN, None)
                count = self._tee(self._descriptor, self._in, CHUNK, 0)
                if count >= 0:
                    return os.read(self._out, count) if count else b""
                code = ctypes.get_errno()
                if code not in (errno.EINTR, errno.EAGAIN):
                    raise OSError(code, os.strerror(code))

        def _poll(self, events: int, longest_ms: int | None) -> bool:
            """Wait for an event; returns whether nothing more will be written."""
            poll = select.poll()
            poll.register(self._descriptor, events)
            return any(event & select.POLLHUP for _, event in poll.poll(longest_ms))

        def take(self, count: int) -> None:
            while count > 0:
                count -= len(os.read(self._descriptor, count))
