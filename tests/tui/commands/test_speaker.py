"""Sentences that are said aloud: in turn, the less important left out, and nothing waits for them."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from feeds.errors import UserError
from tests.patience import wait_until
from tests.tui.run_lapbell import BOWERMAN, lapbell
from tui.commands import speaker as module
from tui.commands.speaker import Speaker

SPEECH = """\
import os, sys, time
text = sys.stdin.read()
open({0!r} + ".begun", "a").write("x")
while not os.path.exists({1!r}):
    time.sleep(0.01)
open({0!r}, "a").write(text)
{2}
"""


def program(path: Path, gate: Path | None = None, then: str = "") -> str:
    """A command that says something once there is a file, and writes down what it was."""
    return shlex.join([sys.executable, "-c", SPEECH.format(str(path), str(gate or path.parent), then)])


def said(path: Path) -> list[str]:
    """What was said."""
    return path.read_text().splitlines() if path.exists() else []


def until_begun(path: Path, count: int) -> None:
    """Wait until so many sentences have been begun."""
    begun = path.with_name(f"{path.name}.begun")
    wait_until(lambda: begun.exists() and begun.stat().st_size >= count)


def test_sentences_are_said_in_their_order(tmp_path: Path) -> None:
    """Each on the standard input of a process of its own; at the end all are waited for."""
    path = tmp_path / "said"
    with Speaker(program(path)) as speaker:
        for text in ("Kerr leads; rm -rf $HOME", "The bell\x1b[2J"):
            speaker.say(text, 50)
    assert said(path)[0] == "Kerr leads; rm -rf $HOME"
    assert said(path)[1].startswith("The bell")
    assert "\x1b" not in path.read_text()


def test_a_slow_speaker_leaves_out_what_matters_less(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """And nothing waits for it; at the end it is reported how many sentences were not said."""
    path, gate = tmp_path / "said", tmp_path / "gate"
    with Speaker(program(path, gate)) as speaker:
        speaker.say("first", 0)
        until_begun(path, 1)
        for priority in (60, 10, 90, 20, 70):
            speaker.say(f"with {priority}", priority)
        gate.touch()
    assert said(path) == ["first", "with 60", "with 90", "with 70"]
    assert capfd.readouterr().err.endswith("has not said: 2\n")


def test_what_waited_too_long_is_not_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no news any more."""
    now_s = [0.0]
    monkeypatch.setattr(module, "monotonic", lambda: now_s[0])
    path, gate = tmp_path / "said", tmp_path / "gate"
    with Speaker(program(path, gate)) as speaker:
        speaker.say("first", 50)
        until_begun(path, 1)
        speaker.say("second", 50)
        now_s[0] += module.STALE_S + 1
        gate.touch()
        wait_until(lambda: bool(said(path)))
        speaker.say("third", 50)
        until_begun(path, 2)
    assert said(path) == ["first", "third"]


def test_a_speaker_that_fails_is_reported_once_and_tried_again(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The race goes on without it."""
    path = tmp_path / "said"
    with Speaker(program(path, then="sys.exit(3)")) as speaker:
        for text in ("one", "two"):
            speaker.say(text, 50)
    assert said(path) == ["one", "two"]
    assert capfd.readouterr().err.count("it ended with 3; it is tried again with the next sentence") == 1


def test_one_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while for a sentence; at once when the program is left."""
    monkeypatch.setattr(module, "LONGEST_S", 0.5)
    with Speaker(program(tmp_path / "before", tmp_path / "never")) as speaker:
        speaker.say("one", 50)
    assert not said(tmp_path / "before")
    path = tmp_path / "said"
    monkeypatch.setattr(module, "LONGEST_S", 600)

    def leave_while_it_speaks() -> None:
        with Speaker(program(path, tmp_path / "never")) as speaker:
            speaker.say("two", 50)
            until_begun(path, 1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leave_while_it_speaks()
    assert not said(path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
def test_what_it_has_started_is_ended_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a script starts the program that speaks."""
    monkeypatch.setattr(module, "LONGEST_S", 3.0)
    started = tmp_path / "pid"
    with Speaker(shlex.join(["sh", "-c", f"sleep 600 & echo $! > {started}; wait"])) as speaker:
        speaker.say("one", 50)
    child = int(started.read_text())

    def is_gone() -> bool:
        stat = Path(f"/proc/{child}/stat")
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return True
        return stat.exists() and " Z " in stat.read_text()

    wait_until(is_gone)


@pytest.mark.parametrize("command", ["", "no-such-program -x", "'"])
def test_a_command_that_is_none_is_refused(command: str) -> None:
    """Before anything is printed."""
    with pytest.raises(UserError, match="--say"):
        Speaker(command)


def test_a_recorded_race_is_told_aloud(tmp_path: Path) -> None:
    """The sentences of the board, without times before them."""
    path = tmp_path / "said"
    result = lapbell("follow", BOWERMAN, "--speed", "64", "--say", program(path))
    assert result.returncode == 0
    assert "Kerr wins" in path.read_text()
    assert not any(line[:1].isdigit() for line in said(path))
