"""Mistakes end with one line and a hint, and nothing is half done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE_S
from tests.tui.run_lapbell import BOWERMAN, ROOT, RUN, lapbell, refusal
from tui.cli import main


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (["board", BOWERMAN, "--at", "2:75"], "not a time: '2:75'", "60 or more"),
        (["board", BOWERMAN, "--at", "soon"], "not a time: 'soon'", "write 58.2"),
        (["replay", BOWERMAN, "--speed", "0"], "--speed takes a number", "from 0.25 to 64, not '0'"),
        (["replay", BOWERMAN, "--speed", "nan"], "--speed takes a number", "from 0.25 to 64, not 'nan'"),
        (["board", "2024-bowermann-mile"], "no race '2024-bowermann-mile'", "did you mean"),
        (["board", "nowhere.jsonl"], "no such file", "nowhere.jsonl"),
        (["board", "."], "no race '.'", "`lapbell races` lists them"),
        (["bord"], "no command 'bord'", "did you mean `lapbell board`?"),
        (["xyzzy"], "no command 'xyzzy'", "`lapbell --help` lists them"),
        (["--verbose"], "--verbose", "see `lapbell --help`"),
        (["board"], "required", "RACE|FILE"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_is_a_line_with_a_hint(
    arguments: list[str], said: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line on stderr says what is wrong and what would be right; the exit code is 2."""
    try:
        code: object = main(arguments)
    except SystemExit as left:
        code = left.code
    told = capsys.readouterr()

    assert (code, told.out) == (2, "")
    [line] = told.err.splitlines()
    assert line.startswith("lapbell")
    assert said in line
    assert hint in line


def test_bad_input_ends_with_code_2() -> None:
    """The shell sees it too."""
    line = refusal("board", BOWERMAN, "--at", "2:75")

    assert line.startswith("lapbell board: --at: not a time: '2:75'")


def test_a_broken_file_is_a_line(bad: Path) -> None:
    """The first problem and how many more there are."""
    bad = bad.rename(bad.with_name("b\x1b[2Jad.jsonl"))

    line = refusal("board", bad)

    assert line.startswith("lapbell: b\ufffd[2Jad.jsonl: line ")
    assert "(and 1 more)" in line


@pytest.mark.parametrize(
    ("arguments", "hint"), [(["replay", BOWERMAN], "`lapbell board RACE`"), ([], "`lapbell races`")]
)
@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_without_a_terminal_there_is_no_screen(arguments: list[str], hint: str, term: str) -> None:
    """The message names the command that prints instead."""
    line = refusal(*arguments, term=term)

    assert line.startswith("lapbell: the screen needs a terminal")
    assert hint in line


@pytest.mark.parametrize("body", ['"type":"gun","\\u001b[2Jx\\u0007":1', '"type":"\\u001b[2Jx\\u0007"'])
def test_a_hostile_file_is_reported_in_plain_text(body: str, tmp_path: Path) -> None:
    """No escape sequence in a file reaches the terminal."""
    path = tmp_path / "hostile.jsonl"
    path.write_text(f'{{"type":"log","version":1,"race":"x"}}\n{{{body}}}\n', encoding="utf-8")

    done = lapbell("check", path)

    assert "line 2" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout


def test_an_old_terminal_gets_what_it_can_show() -> None:
    """A letter that the encoding lacks loses its accent, or is escaped in JSON."""
    text = lapbell("board", BOWERMAN, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    listed = lapbell("board", BOWERMAN, "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert text.returncode == 0
    assert "Mario Garcia Romo" in text.stdout
    assert "Mario García Romo" in {row["name"] for row in json.loads(listed.stdout)["rows"]}


def test_a_reader_that_leaves_is_no_error() -> None:
    """Piped into `head` it ends quietly."""
    command = f'"{sys.executable}" -c "{RUN}" board {BOWERMAN} --json | head -1'

    done = subprocess.run(
        ["sh", "-c", command],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")
