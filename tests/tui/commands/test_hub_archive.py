"""What `lapbell hub archive`, `reset` and `backup` print, and their exit codes."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from feeds.journal import Journal
from feeds.serving.race_folder import RaceFolder
from feeds.serving.tokens import Tokens
from tests.feeds.journals import journal
from tui.cli import main


def test_archive_and_reset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each says where the log is now; a reset race is there again, empty."""
    journal(tmp_path, 3)

    assert main(["hub", "reset", "race", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith(f"race: 3 messages, now in {tmp_path / 'archive' / 'race-'}")
    assert main(["hub", "check", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "race: good, 0 messages\n"
    assert main(["hub", "archive", "race", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("race: 0 messages, now in ")
    assert len([*(tmp_path / "archive").glob("race-*.jsonl.gz")]) == 2
    assert main(["hub", "archive", "race", "--data", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"lapbell: race is not archived: there is no log of race in {tmp_path}\n"
    )


def test_archive_takes_ids_of_races_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path is not one."""
    with pytest.raises(SystemExit, match="2"):
        main(["hub", "archive", "../x", "--data", str(tmp_path)])
    assert "RACE takes the id of a race, not '../x'" in capsys.readouterr().err


def test_archive_what_is_old(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --keep, only races of which nothing has come for so long."""
    old, new = tmp_path / "old-race.jsonl", tmp_path / "new-race.jsonl"
    for path in (old, new):
        Journal.open(path, path.stem).close()
    long_ago_s = time.time() - 40 * 86_400
    os.utime(old, (long_ago_s, long_ago_s))

    assert main(["hub", "archive", "--keep", "30", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("old-race: 0 messages")
    assert (old.exists(), new.exists()) == (False, True)


def test_backup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each log; one that is damaged is named, and the exit code says so."""
    hub, copies = tmp_path / "hub", tmp_path / "copies"
    hub.mkdir()
    journal(hub, 3)
    Tokens(hub).issue("race", "mat-a")

    assert main(["hub", "backup", str(hub), str(copies)]) == 0
    assert capsys.readouterr() == ("race: 3 messages, checked\n", "")
    assert (copies / "tokens.json").read_bytes() == (hub / "tokens.json").read_bytes()
    assert os.name == "nt" or (copies / "tokens.json").stat().st_mode & 0o777 == 0o600

    (hub / "foreign.jsonl").write_text("Dear diary,\n")
    assert main(["hub", "backup", str(hub), str(copies)]) == 2
    assert "foreign is not copied: foreign.jsonl: line 1: not JSON" in capsys.readouterr().err


def test_a_race_that_has_ended_is_copied_as_such(tmp_path: Path) -> None:
    """So that it is ended where the copy is put back; and not any more when it was reopened since."""
    hub, copies = tmp_path / "hub", tmp_path / "copies"
    journal(hub, 3)
    races, copied = RaceFolder(hub), RaceFolder(copies)
    races.end("race", "0123456789abcdef")

    assert main(["hub", "backup", str(hub), str(copies)]) == 0
    assert copied.ended_epoch("race") == "0123456789abcdef"
    races.reopen("race")
    assert main(["hub", "backup", str(hub), str(copies)]) == 0
    assert copied.ended_epoch("race") is None
