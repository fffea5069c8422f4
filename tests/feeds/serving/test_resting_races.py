"""Races that no one watches or publishes leave memory, and come back."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import aclosing
from pathlib import Path

import pytest

from feeds.hub import Hub, Settings
from feeds.log_backup import back_up_log
from feeds.serving.tokens import Tokens
from feeds.viewer import Joined
from tests.feeds.patient_viewer import texts, until, watch
from tests.feeds.plain_http import get
from tests.feeds.prometheus_text import families
from tests.feeds.raw_publisher import Frame, notes, publishing, teller
from tests.patience import until as until_so
from tests.tui.run_lapbell import lapbell

START: list[Frame] = [
    {
        "type": "start-list",
        "name": "Club 800",
        "distance_m": 800,
        "checkpoints": [{"id": "finish", "distance_m": 800}],
        "entrants": [{"bib": "1", "name": "Ann Birk"}],
    },
    {"type": "gun"},
]
FINISH: Frame = {"type": "split", "bib": "1", "checkpoint": "finish", "time": "2:00.1", "evidence": "device"}


MEMORY = """
import asyncio, re, sys
from pathlib import Path
from feeds.hub import Hub, Settings
from feeds.journal import Journal

SPLIT = '{"type":"split","id":"a:%d","bib":"%d","checkpoint":"400","time":"1:0%d","evidence":"hand"}'

def resident_mib():
    return int(re.search("VmRSS:(.*) kB", Path("/proc/self/status").read_text())[1]) / 1024

async def measure(folder):
    async with Hub(settings=Settings(folder=folder, rest_s=1.0)) as hub:
        await hub.registry.refresh()
        before = resident_mib()
        while not hub.registry.resting:
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.5)
        print(before, resident_mib(), (await hub.live.open("race")).log.head)

folder = Path(sys.argv[1])
journal = Journal.open(folder / "race.jsonl", "race")
journal.append([(SPLIT % (n, n % 5000, n % 10)).encode() for n in range(1, 250_001)])
journal.close()
del journal
asyncio.run(measure(folder))
"""


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub that has little patience with idle races."""
    monkeypatch.setattr("feeds.serving.live_races.LOOK_S", 0.02)
    return Hub(settings=Settings(folder=tmp_path, heartbeat_s=0.2, rest_s=0.2))


async def test_an_idle_race_leaves_memory_and_comes_back_for_a_viewer(hub: Hub) -> None:
    """What is announced of it stays the same; the viewer resumes where it was."""
    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, *START, FINISH)
            await mat.until_acked(3)
            async with aclosing(watch(hub.url("club-800"))) as updates:
                [joined, *_] = await until(updates, 3)
        before = json.loads((await get(hub, "/v1/races")).body)["races"]
        await until_so(lambda: hub.registry.broadcasts == {})
        resting = json.loads((await get(hub, "/v1/races")).body)["races"]
        health = json.loads((await get(hub, "/health")).body)
        metrics = families((await get(hub, "/metrics")).body)
        async with aclosing(watch(hub.url("club-800"))) as updates:
            [again, *_] = await until(updates, 3)
        counts = hub.registry.acceptors["club-800"].commits

    assert resting == [before[0] | {"publishers": 0, "viewers": 0}]
    assert (resting[0]["state"], resting[0]["head"]) == ("finished", 3)
    assert (health["status"], health["races"]) == ("ok", 1)
    assert metrics["lapbell_head"].samples == {'race="club-800"': 3}
    assert metrics["lapbell_resting_races"].samples == {"": 1}
    assert metrics["lapbell_commits_total"].samples == {'race="club-800"': counts}
    assert counts > 0
    assert isinstance(joined, Joined)
    assert isinstance(again, Joined)
    assert again.hello.epoch == joined.hello.epoch


async def test_a_resting_race_keeps_its_place_in_the_list(hub: Hub) -> None:
    """So that nothing moves on the screens of those who look at the list."""
    async with hub:
        async with teller(hub, "heat-2") as mat:
            await mat.say(1, *notes(1, 3))
            await mat.until_acked(3)
        async with teller(hub, "heat-1") as mat:
            await mat.say(1, *notes(1, 3))
            await mat.until_acked(3)
            await until_so(lambda: [*hub.registry.resting] == ["heat-2"])
            listed = json.loads((await get(hub, "/v1/races")).body)["races"]

    assert [race["race"] for race in listed] == ["heat-2", "heat-1"]


async def test_a_resting_race_comes_back_for_its_publisher(hub: Hub, tmp_path: Path) -> None:
    """It goes on with the next message, and nothing is doubled."""
    token = Tokens(tmp_path).issue("club-800", "mat-a")
    async with hub:
        for first in (1, 3, 5):
            async with publishing(hub, "club-800", token) as mat:
                assert mat.ready["last"] == first - 1
                await mat.say(first, *notes(first, first + 1))
                await mat.until_acked(first + 1)
            await until_so(lambda: "club-800" in hub.registry.resting)
        async with aclosing(watch(hub.url("club-800"))) as updates:
            seen = texts(await until(updates, 6))

    assert seen == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize("who", ["viewer", "publisher"])
async def test_a_race_with_someone_there_stays(hub: Hub, who: str) -> None:
    """However long nothing happens."""
    async with hub, teller(hub) as mat, aclosing(watch(hub.url("club-800"))) as updates:
        await mat.say(1, *notes(1, 3))
        await mat.until_acked(3)
        await until(updates, 3)
        if who == "viewer":
            await mat.connection.close()
        else:
            await updates.aclose()
        await asyncio.sleep(0.6)

        assert hub.registry.resting == {}


async def test_a_race_whose_state_the_clock_will_change_stays(hub: Hub) -> None:
    """One to a time is over when that is up, without a message."""
    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, START[0] | {"limit_s": 3600}, START[1])
            await mat.until_acked(2)
        await asyncio.sleep(0.6)

        assert hub.registry.resting == {}


async def test_the_log_of_a_resting_race_may_be_taken_away(
    hub: Hub, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Then there is no such race any more."""
    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, *notes(1, 3))
            await mat.until_acked(3)
        with caplog.at_level("INFO", "lapbell.hub"):
            await until_so(lambda: "race leaves memory until it is asked for" in caplog.messages)
        await hub.reread()
        assert "club-800" in hub.registry.resting
        (tmp_path / "club-800.jsonl").rename(tmp_path / "elsewhere")
        await until_so(lambda: hub.registry.count == 0)

        assert json.loads((await get(hub, "/v1/races")).body)["races"] == []


@pytest.mark.parametrize("how", ["in its place", "after it was taken away"])
async def test_an_earlier_copy_of_a_resting_race_is_a_new_log(hub: Hub, tmp_path: Path, how: str) -> None:
    """The hub has said more under that epoch: what it says from now on goes by another one."""
    token, path = Tokens(tmp_path).issue("club-800", "mat-a"), tmp_path / "club-800.jsonl"
    async with hub:
        async with publishing(hub, "club-800", token) as mat:
            await mat.say(1, *notes(1, 2))
            await mat.until_acked(2)
            back_up_log(path, "club-800", tmp_path / "copies")
            await mat.say(3, *notes(3, 5))
            await mat.until_acked(5)
            before = hub.registry.broadcasts["club-800"].log.epoch
        await until_so(lambda: "club-800" in hub.registry.resting)
        if how == "after it was taken away":
            path.unlink()
            await until_so(lambda: hub.registry.count == 0)
        (tmp_path / "copies" / "club-800.jsonl").replace(path)
        async with publishing(hub, "club-800", token) as mat:
            assert mat.ready["last"] == 2
            assert mat.ready["epoch"] != before


async def test_the_whole_log_put_back_goes_on(hub: Hub, tmp_path: Path) -> None:
    """Under its epoch: nothing was lost."""
    token, path = Tokens(tmp_path).issue("club-800", "mat-a"), tmp_path / "club-800.jsonl"
    async with hub:
        async with publishing(hub, "club-800", token) as mat:
            await mat.say(1, *notes(1, 5))
            await mat.until_acked(5)
            before = hub.registry.broadcasts["club-800"].log.epoch
        await until_so(lambda: "club-800" in hub.registry.resting)
        path.rename(tmp_path / "away")
        await until_so(lambda: hub.registry.count == 0)
        (tmp_path / "away").rename(path)
        async with publishing(hub, "club-800", token) as mat:
            assert (mat.ready["last"], mat.ready["epoch"]) == (5, before)


@pytest.mark.skipif("LAPBELL_LARGE" not in os.environ or sys.platform != "linux", reason="it takes a while")
def test_what_a_long_log_takes_of_memory_is_given_back(tmp_path: Path) -> None:
    """Of 250,000 messages; and all of them come back."""
    done = lapbell(tmp_path, code=MEMORY)

    assert done.returncode == 0, done.stderr
    before, after, head = map(float, done.stdout.split())
    assert head == 250_000
    assert before - after > 30
