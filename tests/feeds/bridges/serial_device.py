"""A device at a serial line, whose adapter can be pulled out: the other end of a pseudo-terminal."""

from __future__ import annotations

import os
import select
from pathlib import Path

import pytest

pty = pytest.importorskip("pty")
tty = pytest.importorskip("tty")


class SerialDevice:
    """A device. The line has a name that stays, as that of an adapter does."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "ttyUSB0"
        self.name = str(self._path)
        self._ours: int | None = None
        self._theirs: int | None = None

    def plug_in(self) -> None:
        """Put the adapter in."""
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        self._path.symlink_to(os.ttyname(self._theirs))

    def pull_out(self) -> None:
        """Pull the adapter out."""
        assert self._ours is not None
        assert self._theirs is not None
        self._path.unlink()
        os.close(self._ours)
        os.close(self._theirs)
        self._ours = self._theirs = None

    def says(self, data: bytes) -> None:
        """Send bytes, whether anyone listens or not."""
        assert self._ours is not None
        os.write(self._ours, data)

    def heard(self) -> bytes:
        """What it was sent so far and did not read yet."""
        assert self._ours is not None
        return os.read(self._ours, 1000) if select.select([self._ours], [], [], 0)[0] else b""
