"""`lapbell hub token` and `lapbell hub tokens`: made, listed, revoked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from feeds.serving.tokens import Tokens
from tests.tui.run_lapbell import ROOT, RUN, lapbell, lapbell_here, refusal


def test_tokens_are_listed(tmp_path: Path) -> None:
    """With race, source, use, name and both dates, and without the tokens or their hashes."""
    assert lapbell_here("hub", "tokens", "--data", tmp_path).stdout == f"There is no token in {tmp_path}.\n"
    words = ("hub", "token", "--data", tmp_path)
    first = lapbell(*words, "club-1500", "mat-a", "--name", "Lea\x1b[2J", "--until", "2099-06-30", TZ="UTC")
    lapbell_here(*words, "*", "press", "--watch")
    Tokens(tmp_path, lambda: 1_700_000_000_000).issue("club-1500", "old", until_ms=1_700_000_000_001)
    listed = lapbell("hub", "tokens", "--data", tmp_path, TZ="UTC")

    heading, *rows = [re.split(r"  +", line) for line in listed.stdout.splitlines()]
    assert heading == ["race", "source", "for", "name", "made", "until"]
    assert [row[:4] for row in rows[:1]] == [["club-1500", "mat-a", "publishing", "Lea\ufffd[2J"]]
    assert rows[0][-1] == "2099-07-01 00:00"
    assert rows[1][:3] == ["*", "press", "watching"]
    assert rows[1][-1] == "revoked"
    assert rows[2][-1] == "2023-11-14 22:13 (ended)"
    assert first.stdout.strip() not in listed.stdout


def test_a_second_token_is_not_made_in_silence(tmp_path: Path) -> None:
    """The first one is good as well, and that is said."""
    words = ("hub", "token", "club-1500", "mat-a", "--data", tmp_path)
    assert lapbell_here(*words).stderr == ""

    done = lapbell_here(*words)

    assert done.stderr == (
        "lapbell: an earlier token of club-1500 and mat-a stays good; `lapbell hub tokens` lists them\n"
    )


def test_a_token_printed_into_a_file_is_for_its_owner(tmp_path: Path) -> None:
    """As `> token` in the shell makes the file readable to all."""
    path = tmp_path / "token"
    with path.open("wb") as file:
        os.fchmod(file.fileno(), 0o644)
        subprocess.run(
            [sys.executable, "-c", RUN, "hub", "token", "club-1500", "mat-a", "--data", str(tmp_path)],
            stdout=file,
            check=True,
            cwd=ROOT,
        )

    assert path.stat().st_mode & 0o777 == 0o600
    assert Tokens(tmp_path).find(path.read_text().strip()) is not None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["club-1500", "mat-a", "--revoke"], "there is no token for race club-1500 and source mat-a; "),
        (["club-1500", "mat-a", "--revoke", "--watch", "--name", "x"], "no token for watching named 'x'"),
        (["Club", "mat-a"], "race"),
        (["club-1500", "mat-a", "--until", "2020-01-01"], "takes a date that is still to come"),
        (["club-1500", "mat-a", "--until", "9999-12-31"], "takes a date like 2027-06-30"),
        (["club-1500", "mat-a", "--until", "0001-01-01T00:00"], "takes a date "),
        (["club-1500", "mat-a", "--until", "soon"], "takes a date like 2027-06-30"),
        (["club-1500", "mat-a", "--name", "x" * 61], "name"),
    ],
)
def test_bad_input_is_a_line(arguments: list[str], said: str, tmp_path: Path) -> None:
    """And no token is made."""
    assert said in refusal("hub", "token", *arguments, "--data", tmp_path)
    assert Tokens(tmp_path).grants() == ()


@pytest.mark.parametrize(
    ("only", "left"), [([], []), (["--watch"], ["publish"]), (["--name", "x"], ["publish"])]
)
def test_nothing_that_one_has_is_left(only: list[str], left: list[str], tmp_path: Path) -> None:
    """All tokens of a race and a source are revoked, for watching too, unless only some are named."""
    tokens = Tokens(tmp_path)
    tokens.issue("club-1500", "lea")
    tokens.issue("club-1500", "lea", use="watch", name="x")

    lapbell_here("hub", "token", "club-1500", "lea", "--revoke", *only, "--data", tmp_path)

    assert [grant.use for grant in tokens.grants()] == left


def test_a_broken_file_is_a_line(tmp_path: Path) -> None:
    """With what to do about it."""
    Tokens(tmp_path).issue("club-1500", "mat-a")
    path = tmp_path / "tokens.json"
    path.chmod(0o644)

    assert refusal("hub", "tokens", "--data", tmp_path) == (
        f"lapbell: everyone on this computer can read {path}; type: chmod 600 {path}"
    )


def test_a_token_for_the_desk(tmp_path: Path) -> None:
    """It is listed as such, and revoked alone with --admin."""
    words = ("hub", "token", "club-1500", "desk", "--data", tmp_path)
    Tokens(tmp_path).issue("club-1500", "desk")
    token = lapbell_here(*words, "--admin").stdout.strip()

    grant = Tokens(tmp_path).find(token)
    assert grant is not None
    assert (grant.use, grant.covers("club-1500"), grant.covers("club-800")) == ("admin", True, False)
    rows = [
        re.split(r"  +", line)
        for line in lapbell_here("hub", "tokens", "--data", tmp_path).stdout.splitlines()
    ]
    assert [row[2] for row in rows[1:]] == ["publishing", "the desk"]
    lapbell_here(*words, "--revoke", "--admin")
    assert [grant.use for grant in Tokens(tmp_path).grants()] == ["publish"]
    assert "--admin" in refusal(*words, "--admin", "--watch")
