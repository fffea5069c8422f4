"""What the program reported is kept for `lapbell info`: in lines, without secrets, and never too much."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.hub import Hub, Settings
from feeds.log import Log
from tests.feeds.conftest import start_list
from tests.tui.app_on_stage import on_air
from tests.tui.run_lapbell import lapbell, lapbell_here, printed
from tui.cli import main
from tui.commands import races
from tui.settings import own_reports
from tui.settings.own_reports import LARGEST, NAME, keep_reports, last_reports

TOKEN = "q7Jx-2mVb_9sLkT4wZcR8yHn"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The state folder of a program that has just been started."""
    folder = tmp_path / "state"
    monkeypatch.setenv(own_reports.FOLDER_VARIABLE, str(folder))
    log = logging.getLogger("lapbell")
    before, log.handlers = log.handlers, []
    yield folder
    for handler in log.handlers:
        handler.close()
    log.handlers = before


def test_a_mistake_is_printed_by_info_later() -> None:
    """With the command that named it."""
    lapbell_here("board", "2024-bowerman-smile")

    [report] = printed("info", "--json")["reports"]
    assert report.endswith(
        "lapbell board: no race '2024-bowerman-smile' in the library; did you mean 2024-bowerman-mile?"
    )
    assert "WARNING" in report
    assert report in lapbell_here("info").stdout


def test_nothing_is_written_where_nothing_is_reported(folder: Path) -> None:
    """Not even the folder is made."""
    lapbell_here("board", "2024-bowerman-mile")

    assert not folder.exists()
    assert last_reports(5) == []


def test_only_its_owner_can_read_it(folder: Path) -> None:
    """As it says what was watched."""
    lapbell_here("board", "nope")

    assert (folder / NAME).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {TOKEN}",
        f"token {TOKEN}",
        f"token={TOKEN}",
        f"wss://race.example/r/mile#{TOKEN}",
    ],
)
def test_a_token_is_not_kept(text: str) -> None:
    """Wherever it stands."""
    keep_reports()
    logging.getLogger("lapbell.feed").warning("lost mile: %s", text)

    [report] = last_reports(5)
    assert TOKEN not in report
    assert "***" in report


def test_what_a_hub_says_is_one_line() -> None:
    """Without anything that a terminal would obey, and not without end."""
    keep_reports()
    logging.getLogger("lapbell.feed").warning("lost %s", "a\x1b[2J\nb\r" + "c" * 10_000)

    [report] = last_reports(5)
    assert "\x1b" not in report
    assert len(report) < 2100


def test_it_begins_anew_before_it_is_large(folder: Path) -> None:
    """The file before is kept, and none before that."""
    keep_reports()
    for number in range(3000):
        logging.getLogger("lapbell.feed").warning("%d %s", number, "x" * 500)

    assert {path.name for path in folder.iterdir()} == {NAME, f"{NAME}.1"}
    assert all(path.stat().st_size <= LARGEST for path in folder.iterdir())
    assert [report.split()[3] for report in last_reports(2)] == ["2998", "2999"]


def test_a_folder_that_cannot_be_written_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command says what it says otherwise."""
    monkeypatch.setenv(own_reports.FOLDER_VARIABLE, os.devnull + "/x")
    done = lapbell("board", "nope")

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert printed("info", "--json")["reports"] == []


def test_a_fault_of_the_program_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its traceback, which is printed too."""

    def fails(*_: object) -> None:
        raise ZeroDivisionError("the fault")

    monkeypatch.setattr(races, "run", fails)
    with pytest.raises(ZeroDivisionError):
        main(["races"])

    [report] = last_reports(5)
    assert "ZeroDivisionError: the fault" in report
    assert "in fails" in report


async def test_connections_of_a_live_race_are_kept() -> None:
    """When it was joined, and why it was lost."""
    keep_reports()
    log = Log("club-1500", complete=False)
    log.append(start_list())
    async with Hub(log, settings=Settings(heartbeat_s=0.2)) as hub, on_air(hub.url("club-1500")) as stage:
        await hub.__aexit__(None, None, None)
        await stage.until("reconnecting")

    reports = last_reports(5)
    assert "INFO joined club-1500, 1 messages" in reports[0]
    assert "WARNING lost club-1500: " in reports[1]
