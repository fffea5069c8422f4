"""`lapbell publish`: a file, a rehearsal or standard input goes to a hub, and nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feeds.log import read, write
from race.fold.history import History
from race.messages import Note
from race.times import Time
from replays.library import find
from replays.reconstruction import with_known_times
from tests.race.messages_by_hand import gun, start_list
from tests.race.random_races import picture
from tests.tui.commands.publish_office import Office, lines
from tests.tui.run_lapbell import BOWERMAN, refusal

NOBODY = "127.0.0.1:9"
"""Where no hub is."""


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A hub that is open."""
    office = Office(tmp_path)
    async with office.hub:
        yield office


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
        ([BOWERMAN, "--to", NOBODY, "--resume-from-hub"], "--resume-from-hub is for standard input"),
        ([BOWERMAN, "--to", NOBODY, "--refill"], "--refill is for standard input"),
        ([BOWERMAN, "--to", NOBODY, "--fresh"], "--fresh is for standard input"),
        ([BOWERMAN, "--to", NOBODY, "--speed", "2", "--replace"], "--replace is for race files"),
        (["-", "--to", NOBODY, "--race", "r", "--replace"], "--replace is for race files"),
        ([BOWERMAN, "--to", NOBODY, "--yes"], "--yes goes with --replace"),
        ([BOWERMAN, "--to", f"{NOBODY},{NOBODY}"], "--to names a hub twice"),
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
