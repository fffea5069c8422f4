"""What `lapbell hub check`, `repair` and `status` print, and their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.serving.tokens import Tokens
from tests.feeds.journals import journal
from tests.free_ports import free_port
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


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["repair"],
        ["tokens", "--data"],
        ["archive", "club-1500", "--data"],
        ["archive", "--keep", "30", "--data"],
        ["reset", "club-1500", "--data"],
        ["token", "club-1500", "mat-a", "--revoke", "--data"],
    ],
    ids=lambda words: words[0],
)
def test_a_folder_that_is_not_there_is_not_an_empty_one(
    words: list[str], tmp_path: Path, console: Console
) -> None:
    """Its name is mistyped: that there is no token, or no race, would be no answer."""
    nowhere = tmp_path / "nowhere"

    page = f"`lapbell hub {words[0]} --help`"
    said = f"lapbell: there is no folder {nowhere}; name that of the hub (see {page})\n"
    assert console.run("hub", *words, nowhere) == (2, "", said)
    assert not nowhere.exists()


def test_a_backup_of_no_folder(tmp_path: Path, console: Console) -> None:
    """It makes no empty copy."""
    code, _, said = console.run("hub", "backup", tmp_path / "nowhere", tmp_path / "copy")

    assert code == 2
    assert f"there is no folder {tmp_path / 'nowhere'}; name that of the hub" in said
    assert not (tmp_path / "copy").exists()


def test_a_backup_of_tokens_alone(tmp_path: Path, console: Console) -> None:
    """As of a hub on the eve of its first race."""
    Tokens(tmp_path / "hub").issue("club-1500", "mat-a")

    assert console.run("hub", "backup", tmp_path / "hub", tmp_path / "copy") == (0, "", "")
    assert [grant.source for grant in Tokens(tmp_path / "copy").grants()] == ["mat-a"]


def test_where_there_is_no_hub(console: Console) -> None:
    """One line on stderr, and exit code 2."""
    port = free_port()

    assert console.run("hub", "status", f"127.0.0.1:{port}") == (
        2,
        "",
        f"lapbell: cannot reach 127.0.0.1:{port}: Connection refused (see `lapbell hub status --help`)\n",
    )
