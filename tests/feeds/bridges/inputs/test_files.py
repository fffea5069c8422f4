"""Files that grow or are rewritten, alone or in a folder, with all that happens to them at a meeting."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from feeds.bridges.inputs.folder import Folder
from feeds.bridges.inputs.growing_file import GrowingFile
from feeds.bridges.inputs.growing_folder import GrowingFolder
from feeds.bridges.inputs.named_source import named_source
from feeds.bridges.raw_input import LARGEST_FILE, LARGEST_READ, PieceKind
from feeds.errors import UserError
from tests.feeds.bridges.pieces_of import given_by
from tests.patience import until

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


async def test_a_file_that_is_written_anew_as_it_was_is_no_news(tmp_path: Path) -> None:
    """As every few seconds by a program that has nothing new to say; after it was gone it is."""
    path = tmp_path / "a.lif"
    path.write_bytes(b"one")
    async with given_by(Folder(tmp_path, ["*.lif"], print, poll_s=POLL_S)) as given:
        await given.count(1)
        for second in (1, 2):
            path.write_bytes(b"one")
            os.utime(path, (1000 + second, 1000 + second))
            await asyncio.sleep(5 * POLL_S)
        path.write_bytes(b"two")
        await given.count(2)
        path.unlink()
        await given.count(3)
        path.write_bytes(b"two")
        await given.count(4)

    assert [(piece.kind, piece.data) for piece in given.pieces] == [
        ("file", b"one"),
        ("file", b"two"),
        ("gone", b""),
        ("file", b"two"),
    ]


async def test_one_file_of_those_that_are_rewritten_comes_whole(tmp_path: Path) -> None:
    """When it has settled, whatever its name; the others in its folder are left alone."""
    for name in ("heat [1].txt", "heat 1.txt", "a.lif"):
        (tmp_path / name).write_bytes(name.encode())
    source = named_source(str(tmp_path / "heat [1].txt"), print, patterns=["*.lif"], once=True)

    assert [piece[1:] async for piece in source.pieces()] == [("heat [1].txt", "file", b"heat [1].txt")]


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


async def test_files_of_a_folder_that_grow_come_piece_by_piece(tmp_path: Path) -> None:
    """In the order of the patterns, those of folders in it too; one that was rewritten comes whole."""
    for name in ("x/a.csv", "x/b.mrk", "x/y/c.csv", "top.CSV", "notes.txt", "x/y/z/deep.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"<%s>" % name.encode())
    patterns = ["*.mrk", "*.csv", "*/*.mrk", "*/*/*.csv"]
    async with given_by(GrowingFolder(tmp_path, patterns, print, poll_s=POLL_S)) as given:
        await given.count(4)
        assert [piece.origin for piece in given.pieces] == ["x/b.mrk", "top.CSV", "x/a.csv", "x/y/c.csv"]
        with (tmp_path / "x/a.csv").open("ab") as file:
            file.write(b"more")
        await given.has(b"more")
        (tmp_path / "x/a.csv").write_bytes(b"new")
        await given.has(b"new")
        (tmp_path / "x/a.csv").unlink()
        await until(lambda: given.kinds[-1] == "gone")
        (tmp_path / "x/a.csv").write_bytes(b"back")
        await given.has(b"back")

    assert given.kinds == ["file"] * 4 + ["data", "file", "gone", "file"]


async def test_a_folder_that_is_read_once_ends_all_its_files(tmp_path: Path) -> None:
    """Also a large file, of which never much is held. There must be a folder."""
    (tmp_path / "a.csv").write_bytes(b"a" * (LARGEST_FILE + LARGEST_READ + 1))
    (tmp_path / "b.csv").write_bytes(b"")
    pieces = [piece async for piece in GrowingFolder(tmp_path, ["*.csv"], print, once=True).pieces()]

    assert [(piece.origin, piece.kind, len(piece.data)) for piece in pieces] == [
        ("a.csv", "file", LARGEST_FILE),
        ("a.csv", "data", LARGEST_READ),
        ("a.csv", "data", 1),
        ("b.csv", "file", 0),
        ("a.csv", "closed", 0),
        ("b.csv", "closed", 0),
    ]
    with pytest.raises(UserError, match="cannot read"):
        [piece async for piece in GrowingFolder(tmp_path / "none", ["*"], print, once=True).pieces()]


async def test_a_growing_folder_that_cannot_be_reached_loses_nothing(tmp_path: Path) -> None:
    """A share that is away for a while, and a file that may not be read: each is said once."""
    folder, said = tmp_path / "share", list[str]()
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"one ")
    async with given_by(GrowingFolder(folder, ["*.csv"], said.append, poll_s=POLL_S)) as given:
        await given.count(1)
        away = folder.rename(tmp_path / "away")
        await until(lambda: len(said) == 1)
        with (away / "a.csv").open("ab") as file:
            file.write(b"two")
        os.mkfifo(away / "b.csv")
        away.rename(folder)
        await given.has(b"one two")
        await until(lambda: len(said) == 3)

    assert given.kinds == ["file", "data"]
    assert set(said[1:]) == {
        f"{folder} is read again",
        "b.csv cannot be read: it is a pipe, not a file; trying again",
    }


async def test_files_that_belong_together_are_named_by_one(tmp_path: Path) -> None:
    """Where files grow, those with one name but for the ending; any other file is itself alone."""
    for name in ("[1].csv", "[1].mrk", "1.csv", "notes.txt"):
        (tmp_path / name).write_bytes(name.encode())
    patterns = ("*.mrk", "*.csv", "*/*.mrk", "*/*.csv")

    async def named(name: str) -> list[tuple[str, PieceKind]]:
        source = named_source(str(tmp_path / name), print, patterns=patterns, files_grow=True, once=True)
        return [(piece.origin, piece.kind) async for piece in source.pieces()]

    together: list[tuple[str, PieceKind]] = [("[1].mrk", "file"), ("[1].csv", "file")]
    assert (await named("[1].csv"))[:2] == (await named("[1].mrk"))[:2] == together
    assert await named("notes.txt") == [("notes.txt", "file"), ("notes.txt", "closed")]


async def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    """A share that is away for a while, with the file in it."""
    share, away = tmp_path / "share", tmp_path / "away"
    share.mkdir()
    (share / "reads.csv").write_bytes(b"one\n")
    folder = Folder(share, ("*.csv",), print, poll_s=POLL_S)
    file = GrowingFile(share / "reads.csv", print, poll_s=POLL_S)
    async with given_by(folder) as of_folder, given_by(file) as of_file:
        for source, given in ((folder, of_folder), (file, of_file)):
            await given.count(1)
            assert source.condition.word == "connected"
        share.rename(away)
        await until(lambda: folder.condition.word == file.condition.word == "unreadable")
        away.rename(share)
        await until(lambda: folder.condition.word == file.condition.word == "connected")
