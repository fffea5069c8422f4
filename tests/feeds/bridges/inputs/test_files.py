"""Files that grow or are rewritten, alone or in a folder, with all that happens to them at a meeting."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from feeds.bridges.inputs.folder import Folder
from feeds.bridges.inputs.growing_file import GrowingFile
from feeds.errors import UserError
from tests.feeds.bridges.pieces_of import given_by
from tests.feeds.patient_publisher import until

POLL_S = 0.01


async def test_what_is_added_to_a_file_comes_once(tmp_path: Path) -> None:
    """Also where it is not there yet, and where its last line comes in two halves."""
    path, said = tmp_path / "reads.csv", list[str]()
    async with given_by(GrowingFile(path, said.append, poll_s=POLL_S)) as given:
        await until(lambda: bool(said))
        path.write_bytes(b"one\ntw")
        await given.has(b"tw")
        with path.open("ab") as file:
            file.write(b"o\nthree\n")
        await given.has(b"three\n")

    assert given.data == b"one\ntwo\nthree\n"
    assert given.kinds == ["file", "data"]
    assert said == [
        "reads.csv cannot be read: No such file or directory; trying again",
        "reads.csv is read again",
    ]


async def test_a_file_that_was_rewritten_comes_whole(tmp_path: Path) -> None:
    """Shorter, or longer with another beginning; then it grows on."""
    path = tmp_path / "reads.csv"
    path.write_bytes(b"one\ntwo\n")
    async with given_by(GrowingFile(path, print, poll_s=POLL_S)) as given:
        await given.count(1)
        path.write_bytes(b"uno\n")
        await given.count(2)
        path.write_bytes(b"eins\nzwei\ndrei\n")
        await given.count(3)
        with path.open("ab") as file:
            file.write(b"vier\n")
        await given.count(4)

    assert [(piece.kind, piece.data) for piece in given.pieces] == [
        ("file", b"one\ntwo\n"),
        ("file", b"uno\n"),
        ("file", b"eins\nzwei\ndrei\n"),
        ("data", b"vier\n"),
    ]


async def test_a_file_that_is_read_once_ends(tmp_path: Path) -> None:
    """It must be there."""
    path = tmp_path / "reads.csv"
    path.write_bytes(b"one\n")
    assert [p.kind async for p in GrowingFile(path, print, once=True).pieces()] == ["file", "closed"]
    with pytest.raises(UserError, match="cannot read"):
        [p async for p in GrowingFile(tmp_path / "none", print, once=True).pieces()]


async def test_the_files_of_a_folder_come_when_they_have_changed(tmp_path: Path) -> None:
    """Whole, by patterns in any case, in the order in which they were written; and when they are gone."""
    for number, name in enumerate(["b.LIF", "a.lif", "notes.txt"]):
        (tmp_path / name).write_bytes(name.encode())
        os.utime(tmp_path / name, (1000 + number, 1000 + number))
    async with given_by(Folder(tmp_path, ["*.lif", "*.evt"], print, poll_s=POLL_S)) as given:
        await given.count(2)
        (tmp_path / "a.lif").write_bytes(b"new")
        await given.count(3)
        (tmp_path / "b.LIF").unlink()
        await given.count(4)

    assert [(piece.origin, piece.kind, piece.data) for piece in given.pieces] == [
        ("b.LIF", "file", b"b.LIF"),
        ("a.lif", "file", b"a.lif"),
        ("a.lif", "file", b"new"),
        ("b.LIF", "gone", b""),
    ]


async def test_a_folder_that_cannot_be_reached_loses_nothing(tmp_path: Path) -> None:
    """A share that is away for a while: its files are not gone, and what changed comes when it is back."""
    folder, said = tmp_path / "share", list[str]()
    folder.mkdir()
    (folder / "a.lif").write_bytes(b"one")
    async with given_by(Folder(folder, ["*.lif"], said.append, poll_s=POLL_S)) as given:
        await given.count(1)
        away = folder.rename(tmp_path / "away")
        await until(lambda: len(said) == 1)
        (away / "a.lif").write_bytes(b"three")
        away.rename(folder)
        await given.count(2)

    assert [(piece.kind, piece.data) for piece in given.pieces] == [("file", b"one"), ("file", b"three")]
    assert "cannot be read" in said[0]
    assert said[1:] == [f"{folder} is read again"]
