"""New folders and new names in them are brought to disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from feeds.folder_sync import make_folder
from feeds.journal import Journal


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files and folders that were synced, in order."""
    paths: list[Path] = []
    before = os.fsync

    def fsync(handle: int) -> None:
        paths.append(Path(os.readlink(f"/proc/self/fd/{handle}")))
        before(handle)

    if not Path("/proc/self/fd").exists():
        pytest.skip("needs /proc to see which file is synced")
    monkeypatch.setattr(os, "fsync", fsync)
    return paths


def test_every_new_folder_is_on_disk(tmp_path: Path, synced: list[Path]) -> None:
    """Each is a name in the one above it."""
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")

    assert synced == [tmp_path, tmp_path / "a"]
    assert (tmp_path / "a" / "b").is_dir()


def test_what_is_put_aside_is_on_disk_before_it_is_cut_off(tmp_path: Path, synced: list[Path]) -> None:
    """Its bytes, then its name, then the log without it."""
    path = tmp_path / "race.jsonl"
    Journal.open(path, "race").close()
    with path.open("ab") as file:
        file.write(b"torn")
    synced.clear()

    Journal.open(path, "race").close()

    assert synced[:3] == [tmp_path / "race.jsonl.corrupt-1", tmp_path, path]
