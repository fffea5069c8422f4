"""A file that one process has locked cannot be locked by another, until that one has ended."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from feeds.file_lock import LOCKED_BYTE, try_lock

HOLD = """
import sys
from feeds.file_lock import try_lock
file = open(sys.argv[1], "a+b")
print(try_lock(file), flush=True)
sys.stdin.read()
"""

ON_WINDOWS = """
import sys, types
calls = []
def locking(file, mode, size):
    calls.append((mode, size))
    if len(calls) > 1:
        raise PermissionError(13, "Permission denied")
sys.modules["msvcrt"] = types.SimpleNamespace(locking=locking, LK_NBLCK=2)
sys.modules["fcntl"] = None
sys.platform = "win32"
from feeds.file_lock import try_lock
file = open(sys.argv[1], "a+b", buffering=0)
print(try_lock(file), file.tell(), try_lock(file), calls)
"""


def test_only_one_process_locks_a_file(tmp_path: Path) -> None:
    """The second is refused, and gets the lock once the first was killed."""
    pytest.importorskip("fcntl")
    path = tmp_path / "file"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"True\n"
        with path.open("a+b") as file:
            assert not try_lock(file)
            holder.kill()
            holder.wait()
            assert try_lock(file)
    finally:
        holder.kill()
        holder.communicate()


def test_on_windows_a_byte_behind_the_end_is_locked(tmp_path: Path) -> None:
    """Against a `msvcrt` that is played: no Windows is needed to see that it is asked, and for what."""
    script = subprocess.run(
        [sys.executable, "-c", ON_WINDOWS, tmp_path / "file"], capture_output=True, text=True, check=True
    )

    assert script.stdout == f"True {LOCKED_BYTE} False [(2, 1), (2, 1)]\n"
