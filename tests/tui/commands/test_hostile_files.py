"""Files that were made to do harm end in a sentence: soon, and without filling the memory."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feeds import pipe_reader
from tests.feeds.packed_bombs import HEADER, START_LIST, UNITS, pack
from tui.cli import main

MEMORY = 200 * 1024 * 1024

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux does")


def run(*words: str | Path, data: Path) -> tuple[int, str, int]:
    """The exit code of a command in a process of its own, what it printed, and its largest memory."""
    code = (  # `ru_maxrss` would count what this process had when it began the other
        "import re, sys\nfrom tui.cli import main\ncode = main(sys.argv[1:])\n"
        "print(1024 * int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]))\n"
        "sys.exit(code)"
    )
    process = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"LAPBELL_DATA": str(data)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)),
        check=False,
    )
    *printed, memory = process.stdout.splitlines()
    return process.returncode, "\n".join(printed) + process.stderr, int(memory)


@contextmanager
def interrupted_after(seconds: int) -> Iterator[None]:
    """What waits longer, if only for a file to be opened, ends with a TimeoutError."""

    def interrupt(*_: object) -> None:
        raise TimeoutError(f"still waiting after {seconds} s")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("kind", UNITS)
def test_a_packed_bomb_is_not_unpacked(tmp_path: Path, kind: str) -> None:
    """It is refused where it takes more memory than so few packed bytes can need, or has too many lines."""
    path = tmp_path / "bomb.jsonl.gz"
    pack(path, UNITS[kind])

    code, printed, memory = run("check", path, data=tmp_path)

    assert code == 2
    assert "cannot be read beyond here: " in printed
    assert memory < MEMORY


def test_a_folder_of_harm_spoils_no_library(tmp_path: Path) -> None:
    """Each file is named with what is wrong, and the races beside them are listed."""
    races = tmp_path / "races"
    races.mkdir()
    pack(races / "bomb.jsonl.gz", UNITS["notes"])
    os.mkfifo(races / "pipe.jsonl")
    os.mkfifo(tmp_path / "library.json")
    os.mkfifo(tmp_path / "preferences.json")
    (races / "zero.jsonl").symlink_to("/dev/zero")
    (races / "folder.jsonl").mkdir()
    (races / "hole.jsonl").write_bytes(HEADER + START_LIST)
    os.truncate(races / "hole.jsonl", 1 << 40)
    (races / "good.jsonl").write_bytes(HEADER + START_LIST)

    code, printed, memory = run("races", "Ann", data=tmp_path)

    assert code == 0
    assert "A mile" in printed
    for said in (
        "pipe.jsonl: cannot be read: it is a pipe, not a file",
        "zero.jsonl: cannot be read: it is a device, not a file",
        "folder.jsonl: cannot be read: Is a directory",
        "hole.jsonl: line 2: cannot be read beyond here: the file is larger than it may be",
        "bomb.jsonl.gz: line 50032: cannot be read beyond here: it has more messages than a race with so few",
    ):
        assert said in printed
    assert memory < MEMORY


@pytest.mark.parametrize(
    "words",
    [
        ("check", "FILE"),
        ("board", "FILE"),
        ("follow", "FILE"),
        ("convert", "FILE"),
        ("picture", "FILE", "-o", "x.svg"),
        ("report", "FILE", "-o", "x.html"),
        ("publish", "FILE", "--to", "127.0.0.1:1", "--race", "x", "--token-file", "TOKEN"),
        ("backtest", "FILE"),
    ],
    ids=lambda words: words[0],
)
def test_no_command_waits_for_a_pipe(
    tmp_path: Path,
    words: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A pipe that no one writes to is named."""
    monkeypatch.setattr(pipe_reader, "PATIENCE_S", 0.1)
    path, token = tmp_path / "pipe.jsonl", tmp_path / "token"
    os.mkfifo(path)
    token.write_text("token")
    token.chmod(0o600)
    paths = {"FILE": path, "TOKEN": token}

    with interrupted_after(60):
        code = main([str(paths.get(word, word)) for word in words])

    assert code == 2
    written = "".join(capsys.readouterr())
    assert re.search("cannot be read: (nothing came through the|it is a) pipe", written)
