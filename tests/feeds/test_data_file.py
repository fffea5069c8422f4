"""Whatever is at a path: files are read, within limits, and nothing else is waited for."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.data_file import open_data, read_data


def pipe(path: Path) -> None:
    """Make a pipe that no one writes to."""
    os.mkfifo(path)


def listener(path: Path) -> None:
    """Make a socket."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def link_to_device(path: Path) -> None:
    """Make a link to something without an end."""
    path.symlink_to("/dev/zero")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(
    ("make", "kind"), [(pipe, "a pipe"), (listener, "a socket"), (link_to_device, "a device")]
)
def test_only_files_are_opened(tmp_path: Path, make: Callable[[Path], None], kind: str) -> None:
    """Anything else is named at once."""
    make(tmp_path / "race.jsonl")

    with pytest.raises(OSError, match=f"it is {kind}, not a file"):
        open_data(tmp_path / "race.jsonl")


def test_reads_no_more_than_is_asked_for(tmp_path: Path) -> None:
    """Up to the limit; a hole of a terabyte takes no time."""
    path = tmp_path / "settings.json"
    path.write_bytes(b"x" * 1024)
    assert read_data(path, 1024) == b"x" * 1024

    os.truncate(path, 1 << 40)
    with pytest.raises(OSError, match="larger than 1 KiB"):
        read_data(path, 1024)
