"""The index saves reading the library again, and is never believed more than the files."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

import pytest

from replays.catalogue import library_index, summarise
from replays.catalogue.catalogue import Catalogue, races
from replays.catalogue.file_readers import FileReaders
from replays.catalogue.summary import RaceSummary
from replays.library import RACES, files

BOWERMAN = RACES / "2024-bowerman-mile.jsonl"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two races and two files that are none."""
    for name in ("2024-bowerman-mile", "2026-london-dl-mile"):
        shutil.copy(RACES / f"{name}.jsonl", tmp_path)
    (tmp_path / "broken.jsonl").write_text("no race")
    (tmp_path / "empty.jsonl").write_text("")
    return tmp_path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, as they are."""
    names: list[str] = []
    really = summarise.summarise

    def counted(path: Path) -> RaceSummary:
        names.append(path.name)
        return really(path)

    monkeypatch.setattr(summarise, "summarise", counted)
    return names


def kept(data_folder: Path) -> Any:
    """The index as it is written."""
    return json.loads((data_folder / library_index.NAME).read_text())


def test_what_was_read_once_is_known(folder: Path, read: list[str]) -> None:
    """The second time only a file without a faulty line that could not be read is read again."""
    first = races(folder)
    assert read == ["2024-bowerman-mile.jsonl", "2026-london-dl-mile.jsonl", "broken.jsonl", "empty.jsonl"]
    read.clear()

    assert races(folder) == first
    assert read == ["empty.jsonl"]
    assert [trouble.split(":")[0] for trouble in first[1]] == ["broken.jsonl", "empty.jsonl"]


def test_an_index_that_is_as_it_was_is_not_written(data_folder: Path, folder: Path) -> None:
    """Opening the library writes nothing unless something was read that is to be kept."""
    races(folder)
    before = (data_folder / library_index.NAME).stat()

    races(folder)

    after = (data_folder / library_index.NAME).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_files_that_come_change_and_go(folder: Path, read: list[str]) -> None:
    """Each is listed as it is now, and only what is new is read."""
    races(folder)
    read.clear()
    shutil.copy(RACES / "2023-bowerman-mile.jsonl", folder)
    lines = BOWERMAN.read_bytes().splitlines(keepends=True)
    (folder / BOWERMAN.name).write_bytes(b"".join(lines[:3]))
    (folder / "2026-london-dl-mile.jsonl").unlink()
    (folder / "broken.jsonl").write_bytes(b"".join(lines))

    found, troubles = races(folder)

    assert read == ["2023-bowerman-mile.jsonl", BOWERMAN.name, "broken.jsonl", "empty.jsonl"]
    assert [(race.path.name, race.results) for race in found] == [
        (BOWERMAN.name, 0),
        ("broken.jsonl", 9),
        ("2023-bowerman-mile.jsonl", found[2].results),
    ]
    assert [trouble.split(":")[0] for trouble in troubles] == ["empty.jsonl"]


def test_a_time_that_was_set_back_hides_nothing(tmp_path: Path) -> None:
    """Of the same size, and as if written at the same time, another race is another race."""
    path = tmp_path / "mile.jsonl"
    shutil.copy(BOWERMAN, path)
    status = path.stat()
    assert races(tmp_path)[0][0].name == "Bowerman Mile"
    path.write_bytes(path.read_bytes().replace(b"Bowerman Mile", b"Bowermann Mil"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert path.stat().st_size == status.st_size
    assert races(tmp_path)[0][0].name == "Bowermann Mil"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "{}",
        '{"version": 0, "files": {}}',
        '{"version": 2, "files": {}}',
        '{"version": 1, "files": []}',
        '{"version": 1, "files": {"/": 3}}',
        "[" * 100_000,
        "\x00\xff",
    ],
)
def test_an_index_that_is_none_is_made_anew(
    data_folder: Path, folder: Path, read: list[str], text: str
) -> None:
    """Missing, damaged, of another version or another program's: the files are read."""
    first = races(folder)
    whole = kept(data_folder)
    (data_folder / library_index.NAME).write_text(text)
    read.clear()

    assert races(folder) == first
    assert len(read) == 4
    assert kept(data_folder) == whole


def spoil(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Write another value into the fields of a race."""
    return lambda fields: fields.update({name: value})


@pytest.mark.parametrize(
    "damage",
    [
        *[spoil(name, 7) for name in ("race", "name", "date", "winner", "sources", "entrants", "stamp")],
        *[
            spoil(name, value)
            for name in ("splits", "results")
            for value in (-1, 1.5, True, "8", None, 10**30)
        ],
        *[spoil("distance_m", value) for value in (0, -1, "1609", None, True, float("nan"), float("inf"))],
        *[
            spoil("entrants", value)
            for value in ([["Kerr"]], [7], [["a"], ["a"], ["a"], [4]], [["a"], ["a"], [], ["a"]], [None])
        ],
        spoil("stamp", [1, 2]),
        lambda fields: fields.pop("meet"),
        lambda fields: fields.clear(),
    ],
)
def test_an_entry_that_is_none_is_read_anew(
    data_folder: Path, folder: Path, read: list[str], damage: Callable[[dict[str, Any]], None]
) -> None:
    """One that cannot have been written here is not believed; the others are."""
    first = races(folder)
    whole = kept(data_folder)
    spoilt = json.loads(json.dumps(whole))
    damage(spoilt["files"][str(folder / BOWERMAN.name)])
    (data_folder / library_index.NAME).write_text(json.dumps(spoilt))
    read.clear()

    assert races(folder) == first
    assert read == [BOWERMAN.name, "empty.jsonl"]
    assert kept(data_folder) == whole


def test_nowhere_to_keep_it_is_no_trouble(data_folder: Path, folder: Path) -> None:
    """The library is there without an index."""
    data_folder.write_text("a file where the folder should be")

    assert len(races(folder)[0]) == 2
    assert len(races(folder)[0]) == 2


def test_two_programs_at_once_leave_a_whole_index(data_folder: Path, folder: Path, read: list[str]) -> None:
    """At worst the one reads again what the other had read; nothing half-written is left."""
    one, other = Catalogue(folder), Catalogue(folder)
    one.add(FileReaders(one.scan()).read(inf))
    other.add(FileReaders(other.scan()).read(inf)[:1])
    one.save()
    other.save()
    read.clear()

    assert len(races(folder)[0]) == 2
    assert "2024-bowerman-mile.jsonl" not in read
    assert [path.name for path in data_folder.iterdir()] == [library_index.NAME]


def test_files_are_read_some_at_a_time(folder: Path) -> None:
    """One at least, so that it goes on, and what changed counts as what it was until it was read."""
    races(folder)
    (folder / BOWERMAN.name).write_bytes(BOWERMAN.read_bytes() + b"\n")
    catalogue = Catalogue(folder)
    unread = catalogue.scan()

    assert [path.name for path in unread] == [BOWERMAN.name, "empty.jsonl"]
    assert len(catalogue.races) == 2
    assert [entry.path for entry in FileReaders(unread).read(for_s=0)] == unread[:1]


def test_the_races_that_come_with_lapbell_are_in_it(data_folder: Path, read: list[str]) -> None:
    """Wherever they lie, the index lies with what is the user's own."""
    races()

    assert set(kept(data_folder)["files"]) == {str(path) for path in files()}
    read.clear()
    races()
    assert read == []
