"""What was on the screen is on disk, whatever happens to the program or the power."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from pathlib import Path

import pytest

from feeds.log import examine
from feeds.timing.timing_session import TimingSession
from race.messages import Message
from tests.feeds.conftest import start_list
from tests.feeds.hub_process import ROOT
from tests.feeds.timing.random_edits import act
from tests.feeds.timing.synced_disk import synced_files
from tests.feeds.timing.timing_runs import timing
from tests.patience import PATIENCE_S

KILLS = int(os.environ.get("LAPBELL_KILLS", "5"))
"""How often a program is killed, and the power taken."""


def good_file(path: Path) -> list[Message]:
    """The messages of a file in which `lapbell check` finds no fault but an incomplete end."""
    log, problems = examine(path)
    assert log is not None
    assert [problem for problem in problems if problem.fatal] == []
    return list(log.messages())


def records_rise(messages: list[Message]) -> bool:
    """Whether the numbers of edits go on from one another."""
    records = [message.record for message in messages if message.record is not None]
    return list(dict.fromkeys(records)) == list(range(1, len(set(records)) + 1))


async def test_a_program_that_is_killed(tmp_path: Path) -> None:
    """With `kill -9`, at any moment, again and again: it goes on, and nothing that was shown is missing."""
    path, chance = tmp_path / "race.jsonl", random.Random(17)
    async with timing(path, [start_list()]):
        messages = good_file(path)
    for life in range(KILLS):
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.feeds.timing.child_timing",
            str(path),
            str(life),
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
        )
        assert child.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            first = await child.stdout.readline()
            shown = [await child.stdout.readline() for _ in range(len(messages) + chance.randint(1, 40))]
            await asyncio.sleep(chance.random() / 50)
            child.kill()
            shown += (await child.stdout.read()).splitlines(keepends=True)
            await child.wait()
        assert first == b"edit %d\n" % (max((m.record or 0 for m in messages), default=0) + 1)
        messages = good_file(path)

        assert [message.id for message in messages] == [f":{n}" for n in range(1, len(messages) + 1)]
        assert [line.decode().strip() for line in shown] == [m.id for m in messages[: len(shown)]]
        assert records_rise(messages)


async def test_a_computer_that_loses_power(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what was synced is on disk for certain: all that was shown is there, and the timing goes on."""
    path, chance = tmp_path / "race.jsonl", random.Random(17)
    with monkeypatch.context() as patch:
        files = synced_files(patch)
        left: list[tuple[list[Message], bytes]] = []
        async with timing(path, [start_list()]) as session:
            [disk] = files
            for _ in range(KILLS):
                acting = asyncio.create_task(several(session, chance))
                for _ in range(chance.randint(0, 200)):
                    await asyncio.sleep(0)
                await asyncio.sleep(chance.random() / 100)
                left.append((list(session.messages), disk.after_power_loss(chance)))
                await acting

    for number, (shown, data) in enumerate(left):
        found = tmp_path / f"{number}.jsonl"
        found.write_bytes(data)
        async with timing(found) as again:
            assert list(again.messages[: len(shown)]) == shown
            await act(again, chance)
        assert records_rise(good_file(found))


async def several(session: TimingSession, chance: random.Random) -> None:
    """Some acts, of which several are given at once."""
    await asyncio.gather(*[act(session, chance) for _ in range(5)])
    for _ in range(5):
        await act(session, chance)
