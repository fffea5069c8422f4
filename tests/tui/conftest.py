"""Race files, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from replays.library import find
from tests.tui.run_lapbell import BOWERMAN


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A race file."""
    path = tmp_path / "good.jsonl"
    path.write_bytes(find(BOWERMAN).read_bytes())
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A race file with two lines that are wrong."""
    path = tmp_path / "bad.jsonl"
    lines = find(BOWERMAN).read_text(encoding="utf-8").splitlines()
    lines += ['{"type":"split","bib":"NOBODY","checkpoint":"400","time":"1:00.0","evidence":"hand"}', "{"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
