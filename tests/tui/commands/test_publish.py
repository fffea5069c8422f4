"""`lapbell publish`: a file, a rehearsal or standard input goes to a hub, and nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feeds.hub import Hub, Settings
from feeds.journal import Journal
from feeds.log import Log, read, write
from feeds.serving.tokens import Tokens
from race.fold.history import History
from race.messages import Gun, Note, Ruling, Void
from race.times import Time
from replays.library import find
from replays.reconstruction import with_known_times
from tests.feeds.fake_acceptor import FakeAcceptor, opened
from tests.race.messages_by_hand import gun, start_list
from tests.race.random_races import picture
from tests.tui.run_lapbell import BOWERMAN, PATIENCE_S, ROOT, RUN, lapbell, refusal

NOBODY = "127.0.0.1:9"
"""Where no hub is."""


class Office:
    """A hub, and a publisher's token."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "hub"
        self.data = folder / "data"
        self.token = Tokens(self.folder).issue("*", "mat-a")
        self.hub = Hub(settings=Settings(folder=self.folder, heartbeat_s=0.2))

    async def publish(self, *arguments: str | Path, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run `lapbell publish` to the hub."""
        words = ("publish", *arguments, "--to", self.hub.base)
        data, token = str(self.data), self.token
        return await asyncio.to_thread(
            lambda: lapbell(*words, typed=typed, LAPBELL_TOKEN=token, LAPBELL_DATA=data)
        )

    def log(self, race: str) -> Log:
        """The race as the hub has it."""
        return read(self.folder / f"{race}.jsonl")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A hub that is open."""
    office = Office(tmp_path)
    async with office.hub:
        yield office


def lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines on stderr without their prefix; stdout is empty."""
    assert done.stdout == ""
    return [line.removeprefix("lapbell: ") for line in done.stderr.splitlines()]


async def test_a_recorded_race_is_published_once(office: Office) -> None:
    """A second time nothing is added; the race at the hub is the one that a replay of the file shows."""
    first = await office.publish(BOWERMAN)
    second = await office.publish(BOWERMAN)
    recorded, served = read(find(BOWERMAN)), office.log(BOWERMAN)

    host, count = office.hub.base.removeprefix("ws://"), recorded.head
    assert (first.returncode, second.returncode) == (0, 0)
    assert lines(first) == [
        f"connected to {host} as mat-a; the hub has 0 of its messages",
        f"{count} messages published; the hub has {count} of mat-a",
    ]
    assert lines(second)[-1] == f"0 messages published; the hub has {count} of mat-a"
    replayed = History(with_known_times(list(recorded.messages())))
    assert picture(History(served.messages())) == picture(replayed)


async def test_a_rehearsal_runs_and_goes_on_where_it_stopped(office: Office) -> None:
    """At a speed, from the gun, skipping what the hub has."""
    path = office.data.parent / "short.jsonl"
    later, before = Note(text="later", when=Time(96_000)), Note(text="before", when=Time(3200))
    write(path, "short", [start_list("1"), gun("2025-06-11T12:00:00Z"), later, before])
    done = await office.publish(path, "--speed", "64", "--gun-in", "0")
    again = await office.publish(path, "--speed", "64", "--gun-in", "0")
    log = office.log("short")
    heard = [message.heard_ms or 0 for message in log.messages()]

    assert (done.returncode, again.returncode) == (0, 0), done.stderr
    assert [message.text for message in log.messages() if isinstance(message, Note)] == ["before", "later"]
    assert heard[3] - heard[1] >= 140  # 1500, but the gun may have been late on a busy machine
    assert lines(again)[-1] == "0 messages published; the hub has 4 of mat-a"


async def test_standard_input_is_published(office: Office) -> None:
    """One message a line, with or without a header; corrections refer to the lines before them."""
    typed = (
        '{"type":"log","version":1,"race":"club-800"}\n\n'
        '{"type":"gun"}\r\n'
        '{"type":"note","id":"n","text":"Rain"}\n'
        '{"type":"void","replaces":"n"}\n'
        '{"type":"ruling","of":"n","belief":"set aside","by":"referee","seal":"wax"}'
    )
    done = await office.publish("-", "--race", "club-800", typed=typed)
    messages = list(office.log("club-800").messages())

    assert done.returncode == 0, done.stderr
    assert lines(done)[-1] == "4 messages published; the hub has 4 of mat-a"
    assert [type(message) for message in messages] == [Gun, Note, Void, Ruling]
    assert [message.replaces for message in messages] == [None, None, "mat-a:2", None]
    assert isinstance(messages[3], Ruling)
    assert messages[3].of == "mat-a:2"
    assert b'"seal":"wax"' in office.log("club-800").lines[3]
    assert "line 6: 'seal' is not a field that this version knows; kept unread" in lines(done)


async def test_bad_lines_are_reported_and_the_others_published(office: Office) -> None:
    """Each with the number of the line, and exit code 2."""
    typed = '{"type":"gun"}\nhello\n{"type":"weather"}\n{"type":"void","replaces":"x"}\n{"type":"official"}\n'
    done = await office.publish("-", "--race", "club-800", typed=typed)

    assert done.returncode == 2
    assert [line for line in lines(done) if line.startswith("line ")] == [
        "line 2: not JSON: expected value at character 1",
        "line 3: 'weather' is not a message type of this version",
        "line 4: no line before this one has the id 'x'",
    ]
    assert office.log("club-800").head == 2


async def test_the_outbox_is_gone_on_with(office: Office) -> None:
    """What an earlier run could not send goes first."""
    host = office.hub.base.removeprefix("ws://").replace(":", "_")
    outbox = office.data / "outbox" / f"club-800@{host}.jsonl"
    journal = Journal.open(outbox, "club-800")
    journal.append([b'{"type":"gun"}'])
    journal.close()

    done = await office.publish("-", "--race", "club-800", typed='{"type":"official"}\n')

    assert lines(done)[-1] == "2 messages published; the hub has 2 of mat-a"
    assert [type(message).__name__ for message in office.log("club-800").messages()] == ["Gun", "Official"]
    assert read(outbox).head == 2


async def test_another_race_under_the_same_name_is_refused(office: Office) -> None:
    """The hub has other messages of this source: one line, and nothing is changed."""
    await office.publish("-", "--race", "club-800", typed='{"type":"gun"}\n')
    outbox = office.data / "other.jsonl"
    done = await office.publish(
        "-", "--race", "club-800", "--outbox", outbox, typed='{"type":"official"}\n' * 2
    )

    assert done.returncode == 2
    assert "of mat-a" in lines(done)[-1]
    assert "the hub has " in lines(done)[-1]
    assert office.log("club-800").head == 1


async def test_a_correction_of_nothing_is_said(office: Office) -> None:
    """It is published, since the other message may still come; the exit code says to look at it."""
    done = await office.publish("-", "--race", "club-800", typed='{"type":"void","replaces":"mat-b:7"}\n')

    assert done.returncode == 2
    assert "message 1 has no effect so far: there is no message with the id 'mat-b:7'" in lines(done)
    assert lines(done)[-1] == "1 message published; the hub has 1 of mat-a"


async def test_a_stopped_publisher_keeps_what_it_has(tmp_path: Path) -> None:
    """Ctrl-C ends it while it reads, and the last line says that the outbox has what the hub lacks."""
    async with opened(FakeAcceptor(["silent"])) as desk:
        outbox = tmp_path / "outbox.jsonl"
        words = ["publish", "-", "--to", desk.url, "--outbox", str(outbox)]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            RUN,
            *words,
            env={**os.environ, "PYTHONPATH": str(ROOT), "LAPBELL_TOKEN": "t"},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdin
        assert process.stderr
        process.stdin.write(b'{"type":"gun"}\n')
        async with asyncio.timeout(PATIENCE_S):
            while not desk.kept:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            process.send_signal(signal.SIGINT)
            said = (await process.stderr.read()).decode().splitlines()
            await process.wait()

    assert process.returncode == 130
    assert said[-1] == (f"lapbell: stopped; 1 message may not have reached the hub: {outbox} keeps them")
    assert [type(message) for message in read(outbox).messages()] == [Gun]


async def test_a_token_that_the_hub_does_not_know_is_a_line(office: Office, tmp_path: Path) -> None:
    """From the environment or from a file; it is not printed."""
    path = tmp_path / "token"
    path.write_text("n0t-this-one\n")
    path.chmod(0o600)

    done = await office.publish(BOWERMAN, "--token-file", path)

    assert done.returncode == 2
    assert lines(done) == [
        f"Publishing needs a token of this hub; `lapbell hub token {BOWERMAN} SOURCE` "
        "on the hub's computer makes one. (HTTP 401)"
    ]


def test_a_token_that_all_can_read_is_not_used(tmp_path: Path) -> None:
    """With what to type."""
    path = tmp_path / "token"
    path.write_text("t")
    path.chmod(0o604)

    line = refusal("publish", BOWERMAN, "--to", NOBODY, "--token-file", str(path))

    assert line == f"lapbell: everyone on this computer can read {path}; type: chmod 600 {path}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([BOWERMAN, "--to", "nowhere"], "'nowhere' is not the address of a hub: it names no port"),
        (["2024-bowermann-mile", "--to", NOBODY], "did you mean 2024-bowerman-mile?"),
        (["nowhere.jsonl", "--to", NOBODY], "no such file: nowhere.jsonl"),
        ([BOWERMAN, "--to", NOBODY, "--race", "Mile"], "'Mile' is not a race id"),
        ([BOWERMAN, "--to", f"{NOBODY}/v1/races/one", "--race", "two"], "--race says two, but --to says one"),
        ([BOWERMAN, "--to", NOBODY, "--speed", "0"], "--speed takes a number from 0.25 to 64, not '0'"),
        (
            [BOWERMAN, "--to", NOBODY, "--gun-in", "soon"],
            "--gun-in takes a number of seconds from 0 to 86400, not 'soon'",
        ),
        ([BOWERMAN, "--to", NOBODY, "--outbox", "x"], "--outbox is for standard input"),
        ([BOWERMAN, "--to", NOBODY, "--token-file", "none"], "cannot read none: No such file"),
        ([BOWERMAN, "--to", "ws://example.com"], "use wss:// or --insecure"),
        (["-", "--to", NOBODY], "Add --race ID"),
        (["-", "--to", NOBODY, "--race", "r", "--speed", "2"], "--speed is for recorded races"),
        (
            ["-", "--to", NOBODY, "--race", "r", "--outbox", "/dev/null/x"],
            "cannot use /dev/null/x as the outbox",
        ),
        ([BOWERMAN], "required: --to"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_is_a_line(arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is sent or begun."""
    monkeypatch.setenv("LAPBELL_TOKEN", "t")

    assert said in refusal("publish", *arguments)


def test_without_a_token_nothing_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says where to put it."""
    monkeypatch.delenv("LAPBELL_TOKEN", raising=False)

    line = refusal("publish", BOWERMAN, "--to", NOBODY)

    assert line.startswith("lapbell: publishing needs a token from the hub: set LAPBELL_TOKEN")


def test_a_broken_file_is_a_line(bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first problem, with its line."""
    monkeypatch.setenv("LAPBELL_TOKEN", "t")

    assert "line " in refusal("publish", bad, "--to", NOBODY)
