"""Where recorded races were left is remembered, the last one first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from race.times import LONGEST_MS
from replays.storage import bookmarks as remembered
from replays.storage.bookmarks import Bookmark, bookmarks, leave

MILE, FINAL = Path("/races/mile.jsonl"), Path("/races/final.jsonl")


def test_the_last_one_is_the_first() -> None:
    """Each once, as it was left last."""
    assert bookmarks() == {}
    leave(MILE, 140_400)
    leave(FINAL, None)
    assert list(bookmarks().values()) == [Bookmark(FINAL, None), Bookmark(MILE, 140_400)]
    leave(MILE, 0)

    assert list(bookmarks().values()) == [Bookmark(MILE, 0), Bookmark(FINAL, None)]


def test_a_race_is_the_same_from_wherever_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path is kept in full."""
    monkeypatch.chdir(tmp_path)
    leave(Path("mile.jsonl"), 1000)

    assert list(bookmarks()) == [tmp_path / "mile.jsonl"]


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch, data_folder: Path) -> None:
    """The one that was not open for longest goes."""
    monkeypatch.setattr(remembered, "MOST", 3)
    for number in range(5):
        leave(Path(f"/{number}.jsonl"), number)

    assert [mark.at_ms for mark in bookmarks().values()] == [4, 3, 2]
    assert [path.name for path in data_folder.iterdir()] == [remembered.NAME]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        '{"races": 3}',
        '{"races": [3]}',
        '{"races": [{"path": 3, "at_ms": 1}]}',
        "[" * 60_000,
    ],
)
def test_a_broken_file_is_ignored(data_folder: Path, text: str) -> None:
    """And written anew when there is something to remember."""
    data_folder.mkdir()
    (data_folder / remembered.NAME).write_text(text)

    assert bookmarks() == {}
    leave(MILE, 1)
    assert json.loads((data_folder / remembered.NAME).read_text()) == {
        "version": 1,
        "races": [{"path": str(MILE), "at_ms": 1}],
    }


@pytest.mark.parametrize("at_ms", [-1, 1.5, True, "1", LONGEST_MS + 1])
def test_a_time_that_is_none_is_ignored(data_folder: Path, at_ms: object) -> None:
    """The others are read."""
    data_folder.mkdir()
    races = [{"path": str(MILE), "at_ms": at_ms}, {"path": str(FINAL), "at_ms": 1}]
    (data_folder / remembered.NAME).write_text(json.dumps({"version": 1, "races": races}))

    assert list(bookmarks()) == [FINAL]
