"""Whatever is at a path: files are read, within limits, and nothing else is waited for."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.data_file import MOST_VALUES, open_data, read_data, read_json_data


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


def test_no_json_is_parsed_that_would_fill_the_memory(tmp_path: Path) -> None:
    """Of two letters a value, a few megabytes become hundreds."""
    path = tmp_path / "library.json"
    path.write_bytes(b"[" + b"0," * (MOST_VALUES - 1) + b"0]")
    assert len(read_json_data(path, 8 << 20)) == path.stat().st_size

    path.write_bytes(b"[" + b"0," * MOST_VALUES + b"0]")
    with pytest.raises(OSError, match="more than 1,000,000 values"):
        read_json_data(path, 8 << 20)


def test_json_of_wide_letters_may_have_a_quarter(tmp_path: Path) -> None:
    """A text with one of them takes four bytes a letter."""
    path = tmp_path / "library.json"
    path.write_text('"🏃' + "x" * 9000 + '"', encoding="utf-8")
    assert len(read_json_data(path, 65536)) == path.stat().st_size

    with pytest.raises(OSError, match="larger than 8 KiB"):
        read_json_data(path, 32768)
