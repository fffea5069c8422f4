"""What `lapbell hub check`, `repair` and `status` print, and their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.feeds.hub_process import free_port
from tests.feeds.journals import journal
from tui.cli import main


class Console:
    """Runs commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def run(self, *words: str | Path) -> tuple[int, str, str]:
        """The exit code of a command, and what it prints on stdout and stderr."""
        code = main([str(word) for word in words])
        return code, *self._capsys.readouterr()


@pytest.fixture
def console(capsys: pytest.CaptureFixture[str]) -> Console:
    """A console."""
    return Console(capsys)


def test_good_logs(tmp_path: Path, console: Console) -> None:
    """A line for each; there is nothing to repair."""
    journal(tmp_path, 3)
    (tmp_path / "My Race.jsonl").touch()

    assert console.run("hub", "check", tmp_path) == (
        0,
        "race: good, 3 messages\nMy Race.jsonl: not taken: its name is not that of a race\n",
        "",
    )
    assert console.run("hub", "repair", tmp_path) == (0, "", "")


def test_what_cannot_be_repaired(tmp_path: Path, console: Console) -> None:
    """It is named, with what to do; its control characters go nowhere."""
    journal(tmp_path, 3)
    (tmp_path / "foreign.jsonl").write_text("Dear diary,\n")
    (tmp_path / "\x1b[2J.jsonl").touch()

    checked, said, _ = console.run("hub", "check", tmp_path)
    repaired = console.run("hub", "repair", tmp_path)

    assert checked == 2
    assert (
        "foreign: line 1: not JSON: expected value at character 1; put a good copy in its place, "
        "or move it away\n"
    ) in said
    assert "\x1b" not in said
    assert repaired == (2, "foreign: not repaired: line 1: not JSON: expected value at character 1\n", "")


def test_where_there_is_no_folder_and_no_hub(tmp_path: Path, console: Console) -> None:
    """One line on stderr, and exit code 2."""
    nowhere = tmp_path / "nowhere"
    port = free_port()

    assert console.run("hub", "check", nowhere) == (
        2,
        "",
        f"lapbell: cannot read {nowhere}: No such file or directory\n",
    )
    assert console.run("hub", "status", f"127.0.0.1:{port}") == (
        2,
        "",
        f"lapbell: cannot reach 127.0.0.1:{port}: Connection refused\n",
    )
