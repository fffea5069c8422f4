"""`lapbell correct`: the messages of a race by id, and what is sent about one."""

from __future__ import annotations

import asyncio
import io
import json
import os
from pathlib import Path
from unittest.mock import patch

import pytest

from feeds.log_archive import archive_log
from tests.feeds.raw_publisher import Frame, publishing
from tests.tui.commands.publish_office import Office
from tui.cli import main

RACE: list[Frame] = [
    {
        "type": "start-list",
        "name": "Club 800",
        "distance_m": 800,
        "checkpoints": [{"id": "400", "distance_m": 400}, {"id": "finish", "distance_m": 800}],
        "entrants": [{"bib": "1", "name": "Ann Birk"}, {"bib": "2", "name": "Bo \u202eLi"}],
    },
    {"type": "gun"},
    {"type": "split", "bib": "1", "checkpoint": "400", "time": "58.2", "evidence": "device"},
    {"type": "split", "bib": "2", "checkpoint": "400", "time": "59.2", "evidence": "device"},
    {"type": "split", "bib": "2", "checkpoint": "finish", "time": "2:01.0", "evidence": "device"},
]


@pytest.fixture
async def office(tmp_path: Path) -> Office:
    """A hub and a desk."""
    return Office(tmp_path)


async def correct(office: Office, *words: str, command: str = "correct") -> int:
    """Run `lapbell correct` or another command as the desk, in a thread of this process."""
    environ = {"LAPBELL_TOKEN": office.token_of("desk"), "LAPBELL_DATA": str(office.data)}
    race = f"{office.hub.base}/v1/races/club-800"
    with patch.dict(os.environ, environ):
        return await asyncio.to_thread(main, [command, race, *words])


async def test_a_phantom_split_is_found_and_withdrawn(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """And it holds again when that is withdrawn."""
    async with office.hub:
        async with publishing(office.hub, "club-800", office.token) as mat:
            await mat.say(1, *RACE)
            await mat.until_acked(5)
        assert await correct(office, "--list", "--bib", "2") == 0
        listed = capsys.readouterr().out.splitlines()
        assert (
            await correct(office, "--void", "mat-a:5", "--reason", "a camera crew", "--by", "Lea", "--yes")
            == 0
        )
        told = capsys.readouterr().err
        assert await correct(office, "--list") == 0
        listed_again = capsys.readouterr().out.splitlines()
        assert await correct(office, "--void", "desk:1", "--yes") == 0

    assert listed == [
        "mat-a:4  split bib=2 checkpoint=400 time=59.2 evidence=device",
        "mat-a:5  split bib=2 checkpoint=finish time=2:01.0 evidence=device",
    ]
    assert 'to be sent: void replaces=mat-a:5 reason="a camera crew"\n' in told
    assert listed_again[4].endswith(" evidence=device  [withdrawn by desk:1]")
    assert listed_again[5] == 'desk:1   void replaces=mat-a:5 by=Lea record=1 reason="a camera crew"'
    sent = [json.loads(line) for line in office.log("club-800").lines[5:]]
    assert [(one["id"], one["type"], one["replaces"], one["record"]) for one in sent] == [
        ("desk:1", "void", "mat-a:5", 1),
        ("desk:2", "void", "desk:1", 2),
    ]


async def test_a_time_is_replaced_and_the_result_is_official(office: Office) -> None:
    """What is not changed of the message stays."""
    async with office.hub:
        async with publishing(office.hub, "club-800", office.token) as mat:
            await mat.say(1, *RACE)
            await mat.until_acked(5)
        assert (
            await correct(office, "--replace", "mat-a:5", "time=2:00.9", "rank=1", "--by", "Lea", "--yes")
            == 0
        )
        assert await correct(office, "--official", "--yes") == 0

    first, second = [json.loads(line) for line in office.log("club-800").lines[5:]]
    del first["heard_ms"]
    assert first == {
        "type": "split",
        "id": "desk:1",
        "replaces": "mat-a:5",
        "by": "Lea",
        "record": 1,
        "bib": "2",
        "checkpoint": "finish",
        "time": "2:00.9",
        "evidence": "device",
        "rank": 1,
    }
    assert second["type"] == "official"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--void", "mat-a:99", "--yes"], "there is no message with the id 'mat-a:99'; --list shows"),
        (["--replace", "mat-a:3", "--yes"], "what is to be changed of mat-a:3? Add FIELD=VALUE"),
        (["--replace", "mat-a:3", "tiem=1", "--yes"], "tiem: no such field; did you mean 'time'?"),
        (["--replace", "mat-a:3", "time=soon", "--yes"], "time: 'soon' is not in the right form"),
        (["--replace", "mat-a:3", "id=x", "--yes"], "--replace takes FIELD=VALUE, not 'id=x'"),
        (["--official"], "asks before it sends anything; without a terminal, add --yes"),
        (["--list", "--reason", "x"], "--reason goes with what is sent"),
        (["--list", "--json"], "--json goes with --audit"),
        (["--give", "mat-a:2", "1", "--yes"], "no split has the id 'mat-a:2'"),
        ([], "say what to do: --list, --audit, --void ID, --replace ID FIELD=VALUE, --believe ID"),
    ],
)
async def test_what_is_refused(
    office: Office, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    """In a sentence, and nothing is sent."""
    async with office.hub:
        async with publishing(office.hub, "club-800", office.token) as mat:
            await mat.say(1, *RACE)
            await mat.until_acked(5)
        with patch("sys.stdin", io.StringIO("y")):
            assert await correct(office, *words) == 2
        count = office.log("club-800").head

    assert sentence in capsys.readouterr().err
    assert count == 5


async def test_statuses_and_the_end_come_and_go(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Each by a command, with who decided and why; the audit trail has them, the newest first."""
    async with office.hub:
        async with publishing(office.hub, "club-800", office.token) as mat:
            await mat.say(1, *RACE)
            await mat.until_acked(5)
        lea = ("--by", "Lea", "--yes")
        assert await correct(office, "2", "dq", "--reason", "TR 17.3.1", *lea, command="set-status") == 0
        assert await correct(office, "2", "reinstated", *lea, command="set-status") == 0
        assert await correct(office, "1", "dnf", "--after", "400", *lea, command="set-status") == 0
        assert await correct(office, *lea, command="official") == 0
        assert await correct(office, "--reopen", *lea, command="official") == 0
        assert await correct(office, "--believe", "mat-a:5", *lea) == 0
        capsys.readouterr()
        assert await correct(office, "--audit") == 0
        lines = capsys.readouterr().out.splitlines()
        assert await correct(office, "--audit", "--json") == 0
        trail = json.loads(capsys.readouterr().out)["edits"]
        assert await correct(office, "1", "reinstated", "--after", "400", *lea, command="set-status") == 2
        assert await correct(office, "2", "reinstated", *lea, command="set-status") == 2

    assert "Li is not out of the race" in capsys.readouterr().err
    assert [line[20:] for line in lines] == [
        "Li at the finish: 2:01.0: believed (by Lea as desk)",
        "The result is open again (by Lea as desk)",
        "The result is official (by Lea as desk)",
        "Birk: did not finish (by Lea as desk)",
        "Li is back in the race (by Lea as desk)",
        "Li: disqualified (TR 17.3.1) (by Lea as desk)",
    ]
    assert [(one["edit"], one["reason"], one["messages"]) for one in trail[-2:]] == [
        (2, "", ["desk:2"]),
        (1, "TR 17.3.1", ["desk:1"]),
    ]


def test_a_race_file_of_ones_own_is_corrected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the ids that it has; what is done is added at its end, and a copy is kept of how it was."""
    path = tmp_path / "club.jsonl"
    lines = [{"type": "log", "version": 1, "race": "2026-club-800"}, *RACE]
    ids = [{**line, "id": f"m{number}"} if number else line for number, line in enumerate(lines)]
    path.write_text("".join(json.dumps(line) + "\n" for line in ids))
    lea = ("--by", "Lea", "--yes")

    assert main(["correct", str(path), "--void", "m5", "--reason", "a camera crew", *lea]) == 0
    assert main(["set-status", str(path), "2", "dnf", *lea]) == 0
    capsys.readouterr()
    assert main(["correct", str(path), "--list", "--bib", "2"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        ":5  split bib=2 checkpoint=finish time=2:01.0 evidence=device  [withdrawn by :6]",
        ":7  status by=Lea record=2 bib=2 status=dnf",
    ]
    assert main(["check", str(path)]) == 0
    assert path.with_name("club.jsonl.old-1").exists()


def test_a_race_file_is_listed_but_not_corrected(capsys: pytest.CaptureFixture[str]) -> None:
    """Corrections go to hubs."""
    assert main(["correct", "2024-bowerman-mile", "--list"]) == 0
    assert capsys.readouterr().out.startswith('-  start-list name="Bowerman Mile"')
    assert main(["correct", "2024-bowerman-mile", "--official"]) == 2
    assert "corrections go to a race on a hub" in capsys.readouterr().err


async def test_a_race_that_was_reset_is_corrected_with_a_fresh_outbox(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was sent to the old log does not go to the new one."""
    async with office.hub:
        async with publishing(office.hub, "club-800", office.token) as mat:
            await mat.say(1, *RACE)
            await mat.until_acked(5)
        assert await correct(office, "--official", "--yes") == 0
        log = office.folder / "club-800.jsonl"
        await asyncio.to_thread(archive_log, log, "club-800", office.folder / "archive", begin_anew=True)
        await office.hub.reread()
        async with publishing(office.hub, "club-800", office.token) as mat:
            await mat.say(1, *RACE)
            await mat.until_acked(5)
        assert await correct(office, "--void", "mat-a:5", "--yes") == 2
        refusal = capsys.readouterr().err
        assert await correct(office, "--void", "mat-a:5", "--fresh", "--yes") == 0

    assert "--fresh" in refusal
    sent = [json.loads(line)["type"] for line in office.log("club-800").lines[5:]]
    assert sent == ["void"]
