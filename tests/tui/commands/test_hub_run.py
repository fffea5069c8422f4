"""A hub as a process: what it says to a service manager, and the file that it reports into."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.feeds.hub_process import ROOT, RUN
from tests.feeds.journals import journal
from tests.patience import PATIENCE_S, wait_until
from tests.tui.run_lapbell import lapbell

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals, and no systemd")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts hubs."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str | Path, **environ: str) -> subprocess.Popen[str]:
        words = ["hub", "--listen", "127.0.0.1:0", "--data", tmp_path / "hub", *options]
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, *map(str, words)],
            env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


class Manager:
    """A service manager that listens."""

    def __init__(self, path: Path) -> None:
        self.heard: list[str] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._socket.settimeout(PATIENCE_S)

    def until(self, text: str) -> None:
        """Listen until something is said."""
        deadline_s = time.monotonic() + PATIENCE_S
        while not self.heard or text not in self.heard[-1]:
            assert time.monotonic() < deadline_s, self.heard
            self.heard.append(self._socket.recv(4096).decode())

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    """A service manager."""
    listening = Manager(tmp_path / "notify")
    yield listening
    listening.close()


def test_a_service_manager_hears_how_the_hub_is(
    hub: Callable[..., subprocess.Popen[str]], manager: Manager, tmp_path: Path
) -> None:
    """That it is ready, that it goes on, that it reads everything again, and that it ends."""
    process = hub(NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="200000")

    manager.until("READY=1")
    for _ in range(3):
        manager.heard.append("")
        manager.until("WATCHDOG=1\nSTATUS=0 races, 0 publishers, 0 viewers")
    process.send_signal(signal.SIGHUP)
    manager.until("RELOADING=1\nMONOTONIC_USEC=")
    manager.until("READY=1")
    process.send_signal(signal.SIGTERM)
    manager.until("STOPPING=1")
    assert process.wait(PATIENCE_S) == 0


def test_a_hub_that_stands_by_is_ready(
    hub: Callable[..., subprocess.Popen[str]], manager: Manager, tmp_path: Path
) -> None:
    """So that the service manager does not give it up, however long the first hub lives."""
    first = hub()
    assert first.stderr
    assert "hub listening" in "".join(line for line in [first.stderr.readline() for _ in range(1)])
    second = hub("--standby", NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="200000")

    manager.until("READY=1")
    manager.until("WATCHDOG=1")
    second.send_signal(signal.SIGTERM)
    assert second.wait(PATIENCE_S) == 0


def test_without_a_service_manager_a_hub_serves_all_the_same(
    hub: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    """Nobody is at the address."""
    process = hub(NOTIFY_SOCKET=str(tmp_path / "nobody"), WATCHDOG_USEC="much")
    assert process.stderr
    assert "hub listening" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE_S) == 0


def wait_for(path: Path, text: str) -> None:
    """Wait until a file has a text in it."""
    wait_until(lambda: path.exists() and text in path.read_text(), lambda: path)


@pytest.mark.parametrize("is_told", [True, False])
def test_the_log_goes_on_in_a_new_file_once_the_old_one_is_moved_away(
    hub: Callable[..., subprocess.Popen[str]], tmp_path: Path, *, is_told: bool
) -> None:
    """At SIGHUP, or a second later by itself; nothing is on standard error."""
    log, moved = tmp_path / "hub.log", tmp_path / "hub.log.1"
    process = hub("--log", log)
    wait_for(log, "hub listening")

    log.rename(moved)
    if not is_told:
        wait_for(log, "")
    process.send_signal(signal.SIGHUP)
    wait_for(log, "read again")
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=PATIENCE_S)

    assert "hub closing" in log.read_text()
    assert "read again" not in moved.read_text()
    assert (process.returncode, errors) == (0, "")


def test_a_log_that_cannot_be_written(hub: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> None:
    """One line on standard error."""
    (tmp_path / "folder").mkdir()
    process = hub("--log", tmp_path / "folder")

    _, errors = process.communicate(timeout=PATIENCE_S)

    assert (process.returncode, errors) == (
        2,
        f"lapbell: cannot write {tmp_path / 'folder'}: it is not a file (see `lapbell hub --help`)\n",
    )


def test_quiet_says_trouble_and_nothing_else(
    hub: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    """A race that is not served is trouble; that the hub listens is not."""
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "club-800.jsonl").write_text("Dear diary,\n")
    process = hub("--quiet")
    assert process.stderr
    first = process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    _, rest = process.communicate(timeout=PATIENCE_S)

    assert " error race not served race=club-800 " in first
    assert " info " not in first + rest


HUNG_UP = """\
import os, signal, sys

class HangUp:
    def find_spec(self, name, *_):
        if name in ("tui.cli", "tui.commands.hub"):
            os.kill(os.getpid(), signal.SIGHUP)

sys.meta_path.insert(0, HangUp())
from lapbell.__main__ import main
raise SystemExit(main())
"""


def test_a_hub_outlives_its_terminal_from_the_start(tmp_path: Path) -> None:
    """SIGHUP while its modules are being imported does not end it; here it then ends for its options."""
    done = lapbell("hub", "--data", tmp_path, "--listen", "nowhere", code=HUNG_UP)

    assert done.returncode == 2
    assert "--listen takes HOST:PORT" in done.stderr


HUNG_DISK = """\
import sys, time
from feeds.journal import Journal
from tui.commands import hub_run

hub_run.CLOSE_S = 0.5
hang = lambda *_, **__: (print("hangs", file=sys.stderr, flush=True), time.sleep(300))
setattr(Journal, sys.argv.pop(), hang)
from tui.cli import main
raise SystemExit(main())
"""


@pytest.mark.parametrize("when", ["open", "close"])
def test_a_stopped_hub_ends_even_if_its_disk_hangs(tmp_path: Path, when: str) -> None:
    """While it still reads a log, or when it has to close one."""
    journal(tmp_path, 5)
    words = ["hub", "--listen", "127.0.0.1:0", "--data", str(tmp_path), when]
    process = subprocess.Popen(
        [sys.executable, "-c", HUNG_DISK, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    while (line := process.stderr.readline()) and "hangs" not in line and "hub listening" not in line:
        pass
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 1
    assert said.endswith(
        "lapbell hub: it could not close in time, and ends. What it acknowledged is on disk.\n"
    )
