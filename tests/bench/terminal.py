"""A program in a real pseudo-terminal, watched from outside."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import termios
from time import monotonic
from types import TracebackType


class Terminal:
    """Runs Python code in a pseudo-terminal of a given size; what it writes is read and counted.

    Modules are compiled once and kept, as they are where a program was installed.
    """

    def __init__(self, code: str, *, columns: int = 100, lines: int = 30) -> None:
        self.started = monotonic()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
            os.execv(sys.executable, [sys.executable, "-c", code])
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._seen = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._fd, keys)

    def wait_for(self, text: bytes, timeout_s: float = 30) -> float:
        """Seconds from the start until a text was written. Raises TimeoutError."""
        while text not in self._seen:
            if monotonic() - self.started > timeout_s:
                raise TimeoutError(f"{text!r} was not written: {self._seen[-300:]!r}")
            self.read(0.05)
        return monotonic() - self.started

    def listen(self, seconds: float) -> int:
        """Bytes written during some seconds."""
        written, until = 0, monotonic() + seconds
        while (left := until - monotonic()) > 0:
            written += len(self.read(left))
        return written

    def cpu_s(self) -> float:
        """Processor time that the program has used."""
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mib(self) -> float:
        """Resident memory."""
        with open(f"/proc/{self.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

    def read(self, seconds: float, most: int = 65536) -> bytes:
        """What the program writes within some seconds, so many bytes at most; nothing if nothing is."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        data = os.read(self._fd, most) if ready else b""
        self._seen = (self._seen + data)[-65536:]
        return data
