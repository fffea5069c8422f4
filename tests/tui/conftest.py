"""Race files, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from replays.library import files, find, own_races
from tests.patience import PATIENCE_S
from tests.tui.run_lapbell import BOWERMAN
from tests.tui.tagged_race import NAMED, tagged_file


@pytest.fixture(autouse=True)
def lasting_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notices that stay: on a busy computer they would be gone before they are looked for."""
    monkeypatch.setattr("tui.app.LapbellApp.NOTIFICATION_TIMEOUT", PATIENCE_S)


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


@pytest.fixture
def small_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library without the races that come with Lapbell, which take long to read."""
    own_races().mkdir(parents=True)
    for module in ("catalogue", "start_lists"):
        monkeypatch.setattr(f"replays.catalogue.{module}.all_files", lambda: (files(own_races()), []))


@pytest.fixture
def tagged_race(request: pytest.FixtureRequest) -> Path:
    """A race with harm in every text, in a file whose name is no better, beside one that is broken."""
    request.getfixturevalue("small_library")
    path = own_races() / f"{NAMED}.jsonl"
    path.write_bytes(tagged_file())
    path.with_name("bro\x1b[2Jken.jsonl").write_text("{")
    return path
