"""`lapbell picture` draws any view at any moment, and leaves nothing behind but the file."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from replays.library import data_folder
from tui.cli import main


def words(path: Path) -> str:
    """The text of a picture."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))).split())


@pytest.mark.parametrize(
    ("view", "said"), [("board", "Nuguse"), ("gap", "Behind"), ("track", "finish"), ("announcer", "Next")]
)
def test_each_view(view: str, said: str, tmp_path: Path) -> None:
    """At a given moment, by the beginning of its name, and without fetching a font."""
    out = tmp_path / "picture.svg"

    assert main(["picture", "2026-london-dl-mile", "--at", "2:20", "--view", view, "-o", str(out)]) == 0

    assert said in words(out).replace("\xa0", " ")
    assert "2:20.00" in words(out)
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", out.read_text(encoding="utf-8")).split("<style>")[1]


def test_nothing_is_remembered(tmp_path: Path) -> None:
    """Neither the theme, nor the view, nor that the race was open is stored."""
    before = {path: path.read_bytes() for path in data_folder().rglob("*") if path.is_file()}
    asked = ["picture", "2026-london-dl-mile", "--theme", "light", "--view", "track"]

    assert main([*asked, "-o", str(tmp_path / "picture.svg")]) == 0

    after = {path: path.read_bytes() for path in data_folder().rglob("*") if path.is_file()}
    assert before == after


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--view", "moon"], "--view takes one of board, splits,"),
        (["--size", "9x9"], "--size takes a size from 40x12 to 400x200, not '9x9'"),
        (["--theme", "plaid"], "there is no theme 'plaid'"),
    ],
)
def test_what_cannot_be_drawn(
    wrong: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says why, and there is no file."""
    out = tmp_path / "picture.svg"
    try:
        code = main(["picture", "2026-london-dl-mile", *wrong, "-o", str(out)])
    except SystemExit as gone:
        code = int(gone.code or 0)

    [line] = capsys.readouterr().err.splitlines()
    assert (code, out.exists()) == (2, False)
    assert said in line
