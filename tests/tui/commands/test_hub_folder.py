"""What `lapbell hub check`, `repair` and `status` print, and their exit codes."""

from __future__ import annotations

from pathlib import Path

from tests.feeds.hub_process import free_port
from tests.feeds.journals import journal
from tests.tui.run_lapbell import lapbell, refusal


def test_good_logs(tmp_path: Path) -> None:
    """A line for each; there is nothing to repair."""
    journal(tmp_path, 3)
    (tmp_path / "My Race.jsonl").touch()

    checked, repaired = lapbell("hub", "check", tmp_path), lapbell("hub", "repair", tmp_path)

    assert (checked.returncode, checked.stderr) == (0, "")
    assert (
        checked.stdout == "race: good, 3 messages\nMy Race.jsonl: not taken: its name is not that of a race\n"
    )
    assert (repaired.returncode, repaired.stdout, repaired.stderr) == (0, "", "")


def test_what_cannot_be_repaired(tmp_path: Path) -> None:
    """It is named, with what to do; its control characters go nowhere."""
    journal(tmp_path, 3)
    (tmp_path / "foreign.jsonl").write_text("Dear diary,\n")
    (tmp_path / "\x1b[2J.jsonl").touch()

    checked, repaired = lapbell("hub", "check", tmp_path), lapbell("hub", "repair", tmp_path)

    assert (checked.returncode, repaired.returncode) == (2, 2)
    assert (
        "foreign: line 1: not JSON: expected value at character 1; put a good copy in its place, "
        "or move it away\n"
    ) in checked.stdout
    assert repaired.stdout == "foreign: not repaired: line 1: not JSON: expected value at character 1\n"
    assert "\x1b" not in checked.stdout


def test_where_there_is_no_folder_and_no_hub(tmp_path: Path) -> None:
    """One line on stderr, and exit code 2."""
    nowhere = tmp_path / "nowhere"
    port = free_port()

    assert refusal("hub", "check", nowhere) == f"lapbell: cannot read {nowhere}: No such file or directory"
    assert refusal("hub", "status", f"127.0.0.1:{port}") == (
        f"lapbell: cannot reach 127.0.0.1:{port}: Connection refused"
    )
