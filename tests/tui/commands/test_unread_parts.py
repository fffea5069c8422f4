"""Every command that reads a race names what this version does not know of it, once, on stderr."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tui.cli import main

if TYPE_CHECKING:
    from pathlib import Path

RACE = [
    {"type": "log", "version": 1, "race": "newer"},
    {
        "type": "start-list",
        "name": "Newer",
        "distance_m": 800,
        "checkpoints": [{"id": "400", "distance_m": 400}, {"id": "800", "distance_m": 800}],
        "entrants": [{"bib": "1", "name": "Ann Birk"}],
    },
    {"type": "gun"},
    {"type": "split", "bib": "1", "checkpoint": "400", "time": "1:00", "evidence": "device", "lane": 4},
    {"type": "split", "bib": "1", "checkpoint": "800", "time": "2:00", "evidence": "device", "lane": 4},
]


@pytest.mark.parametrize(
    "words",
    [
        "board",
        "board --json",
        "follow --speed max",
        "grade",
        "grade --json",
        "picture -o picture.svg",
        "report -o x.html",
    ],
)
def test_what_is_unknown_is_named(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the number of the first message that has it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "newer.jsonl").write_text("".join(f"{json.dumps(message)}\n" for message in RACE))
    command, *options = words.split()

    assert main([command, "newer.jsonl", *options]) == 0

    note = "lapbell: note: message 3: 'lane' is not a field that this version knows; kept unread"
    assert capsys.readouterr().err.splitlines() == [note]
