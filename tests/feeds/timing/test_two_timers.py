"""Two people time one race as two sources, through a hub."""

from __future__ import annotations

import asyncio
import random
import re
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.log import read
from feeds.timing import timing_session
from feeds.timing.timing_file import TimingFile
from feeds.timing.timing_session import TimingSession
from race.edits import passings, starts
from race.edits.entrants import add_entrant
from race.edits.passings import unnamed_taps
from race.fold.history import History
from race.messages import Entrant, Gun
from tests.feeds.conftest import start_list
from tests.feeds.hub_process import HubProcess
from tests.feeds.timing.random_edits import act
from tests.feeds.timing.timing_runs import RACE, keeper, login, near_hub, seen, timing, until
from tests.free_ports import free_port


async def test_start_and_finish(tmp_path: Path) -> None:
    """The starter has the gun, the other the line: both boards, and that of the hub, are the same."""
    async with HubProcess(tmp_path / "hub") as hub:
        async with (
            timing(tmp_path / "a.jsonl", [start_list()], hubs=[login(hub, "start")]) as ann,
            timing(tmp_path / "b.jsonl", by="Bo", hubs=[login(hub, "line")]) as bo,
        ):
            await until(bo, lambda: bo.history.start_list is not None)
            await ann.do(starts.gun(ann.history, ann.clock.now()))
            await until(bo, lambda: bo.history.start_times.start_ms is not None)
            for _ in range(3):
                await bo.do(passings.tap(bo.history, keeper(bo), bo.clock.now()))
            taps = unnamed_taps(bo.history)
            await bo.do(passings.name_taps(bo.history, keeper(bo), taps, ["2", "1", "3"]))
            await ann.do(passings.by_bib(ann.history, keeper(ann), "2", ann.clock.now()))
            await bo.undo()
            await bo.redo()
            for session in (ann, bo):
                await session.drained()
            head = len(ann.messages) + ann.waiting
            await until(bo, lambda: len(bo.messages) == len(ann.messages) >= head)

            assert seen(ann.history) == seen(bo.history)
            assert ann.source == "start"
            assert bo.hub_state == f"connected to 127.0.0.1:{hub.port} as line"
            assert [m.id for m in ann.messages if m.by == "Bo"] == [f"line:{n}" for n in range(1, 13)]
            assert (ann.notices, bo.notices) == ([], [])
        await hub.stop()
        assert seen(History(read(tmp_path / "hub" / f"{RACE}.jsonl").messages())) == seen(bo.history)


async def test_the_second_of_one_token_is_refused(tmp_path: Path) -> None:
    """It is said, and what is timed is kept for later."""
    async with near_hub(tmp_path) as hub:
        both = login(hub, "line")
        async with timing(tmp_path / "a.jsonl", [start_list()], hubs=[both]) as ann:
            await ann.drained()
            async with timing(tmp_path / "b.jsonl", [start_list()], hubs=[both]) as bo:
                await bo.do(starts.gun(bo.history, bo.clock.now()))
                await until(bo, lambda: "has a publisher" in bo.hub_state)
                assert re.fullmatch(
                    r"not connected since \d\d:\d\d:\d\d: line has a publisher, which answers; "
                    r"`lapbell hub token club-800 SOURCE` makes a token for another source; 2 not sent",
                    bo.hub_state,
                )
            assert len(read(tmp_path / "b.jsonl").lines) == 2


async def test_the_start_list_of_the_hub_counts(tmp_path: Path) -> None:
    """Who comes second with a list of their own does not put it over the first, and hears what it had."""
    async with near_hub(tmp_path) as hub:
        theirs = replace(start_list(), entrants=start_list().entrants[:2])
        async with timing(tmp_path / "a.jsonl", [theirs], hubs=[login(hub, "start")]) as ann:
            await ann.do(starts.gun(ann.history, ann.clock.now()))
            await ann.drained()
            async with timing(tmp_path / "b.jsonl", [start_list(), Gun()], hubs=[login(hub, "line")]) as bo:
                await until(bo, lambda: bo.unsent == 0 and len(bo.messages) == 6)
                await until(ann, lambda: len(ann.messages) == 6)

                assert bo.history.start_list is not None
                assert ann.history.start_list is not None
                assert bo.history.start_list.entrants == ann.history.start_list.entrants == theirs.entrants
                assert bo.history.start_times.start_ms == ann.history.start_times.start_ms is not None
                assert bo.notices == ["the start list at the hub counts: 3 Runner 3 is not on it"]


async def test_a_hub_that_comes_later_and_goes(tmp_path: Path) -> None:
    """Timing goes on without it; it gets everything once, whenever it is there."""
    hub = near_hub(tmp_path, free_port())
    async with timing(tmp_path / "a.jsonl", [start_list()], hubs=[login(hub, "line")]) as ann:
        await ann.do(starts.gun(ann.history, ann.clock.now()))
        await until(ann, lambda: "cannot reach" in ann.hub_state)
        assert ann.hub_state.endswith("; 2 not sent")
        async with hub:
            await ann.drained()
        await until(ann, lambda: re.search("since ..:..:..: cannot reach", ann.hub_state) is not None)
        for _ in range(3):
            await ann.do(passings.tap(ann.history, keeper(ann), ann.clock.now()))
        assert ann.unsent == 3
        async with near_hub(tmp_path, hub.port) as again:
            await ann.drained()
            assert ann.hub_state == f"connected to 127.0.0.1:{hub.port} as line"
            at_hub = [*again.registry.broadcasts[RACE].log.messages()]
        messages = [replace(message, id=None) for message in ann.messages]
    assert [replace(message, id=None) for message in at_hub] == messages


async def test_a_hub_with_other_messages(tmp_path: Path) -> None:
    """Another file with the token of a first one is refused in the publisher's words; timing goes on."""
    async with near_hub(tmp_path) as hub:
        both = login(hub, "line")
        async with timing(tmp_path / "a.jsonl", [start_list()], hubs=[both]) as ann:
            await ann.do(starts.gun(ann.history, ann.clock.now()))
            await ann.drained()
        async with timing(tmp_path / "b.jsonl", [start_list()], hubs=[both]) as bo:
            await until(bo, lambda: "nothing more is sent" in bo.hub_state)
            await bo.do(passings.tap(bo.history, keeper(bo), bo.clock.now()))
            state = bo.hub_state
    expected = "the hub has 2 messages of line, and there are only 1 here; nothing more is sent; 2 not sent"
    assert state == expected


async def test_a_timing_that_starts_again_without_its_hub(tmp_path: Path) -> None:
    """It has what others had published, and goes on; later the hub gets what was timed meanwhile."""
    async with near_hub(tmp_path) as hub:
        port, line = hub.port, login(hub, "line")
        async with timing(tmp_path / "a.jsonl", [start_list()], hubs=[login(hub, "start")]) as ann:
            await ann.do(starts.gun(ann.history, ann.clock.now()))
            await ann.drained()
            async with timing(tmp_path / "b.jsonl", by="Bo", hubs=[line]) as bo:
                await until(bo, lambda: bo.history.start_times.start_ms is not None)
                await bo.do(passings.by_bib(bo.history, keeper(bo), "2", bo.clock.now()))
                await until(bo, lambda: bo.unsent == 0)
        board = seen(bo.history)
    async with timing(tmp_path / "b.jsonl", by="Bo", hubs=[line]) as bo:
        assert seen(bo.history) == board
        await bo.do(passings.by_bib(bo.history, keeper(bo), "1", bo.clock.now()))
        assert bo.unsent == 1
        async with near_hub(tmp_path, port) as hub:
            await until(bo, lambda: bo.unsent == 0)
            assert [m.id for m in bo.messages] == ["start:1", "start:2", ":1", ":2"]
            board = seen(bo.history)
            async with timing(tmp_path / "a.jsonl", hubs=[login(hub, "start")]) as ann:
                await until(ann, lambda: len(ann.messages) == 4)
                assert seen(ann.history) == board


async def test_another_computer_takes_the_place_of_one(tmp_path: Path) -> None:
    """With the same token and an empty file: it fetches what the first one sent, and goes on."""
    async with near_hub(tmp_path) as hub:
        line = login(hub, "line")
        async with timing(tmp_path / "a.jsonl", [start_list()], hubs=[line]) as ann:
            await ann.do(starts.gun(ann.history, ann.clock.now()))
            await ann.do(passings.by_bib(ann.history, keeper(ann), "2", ann.clock.now()))
            await ann.undo()
            await ann.drained()
        file = TimingFile.open(tmp_path / "b.jsonl", RACE)
        assert await file.fetch([line], print) == 4
        await file.close()
        async with timing(tmp_path / "b.jsonl", by="Bo", hubs=[line]) as bo:
            await bo.redo()
            await bo.drained()
            await until(bo, lambda: bo.unsent == 0)
            assert [m.id for m in bo.messages] == [":1", ":2", ":3", ":4", ":5"]
            assert [(m.by, m.record) for m in bo.messages[1:]] == [
                ("Ann", 1),
                ("Ann", 2),
                ("Ann", 3),
                ("Bo", 4),
            ]
    assert [m.id for m in read(tmp_path / "b.jsonl").messages()] == [":1", ":2", ":3", ":4", ":5"]


@pytest.mark.parametrize("seed", [1, 2])
async def test_two_who_act_at_once_see_the_same(tmp_path: Path, seed: int) -> None:
    """Whatever they do, undo and redo, in whatever order it reaches the hub."""
    chance = random.Random(seed)

    async def some_acts(session: TimingSession) -> None:
        for _ in range(40):
            await act(session, chance)
            await asyncio.sleep(chance.choice([0, 0, 0.002]))

    async with (
        near_hub(tmp_path) as hub,
        timing(tmp_path / "a.jsonl", [start_list()], hubs=[login(hub, "a")]) as ann,
        timing(tmp_path / "b.jsonl", by="Bo", hubs=[login(hub, "b")]) as bo,
    ):
        await until(bo, lambda: bo.history.start_list is not None)
        await asyncio.gather(some_acts(ann), some_acts(bo))
        for session, other in ((ann, bo), (bo, ann)):
            await session.drained()
            await until(other, lambda: ann.unsent + bo.unsent == 0 and len(ann.messages) == len(bo.messages))
        at_hub = [*hub.registry.broadcasts[RACE].log.messages()]

    assert [m.id.replace("a:", ":") for m in at_hub if m.id] == [m.id for m in ann.messages]
    assert [m.id.replace("b:", ":") for m in at_hub if m.id] == [m.id for m in bo.messages]
    assert seen(ann.history) == seen(bo.history)
    assert seen(History(ann.messages)) == seen(History(bo.messages)) == seen(History(at_hub))


async def test_the_second_hub_when_the_first_is_gone(tmp_path: Path) -> None:
    """It gets everything, and others are seen there."""
    async with near_hub(tmp_path / "2") as second, AsyncExitStack() as stack:
        first = await stack.enter_async_context(near_hub(tmp_path / "1"))
        both = [login(first, "line"), login(second, "line")]
        async with timing(tmp_path / "a.jsonl", [start_list()], hubs=both) as session:
            await until(session, lambda: session.unsent == 0)
            await stack.aclose()
            await session.do(starts.gun(session.history, session.clock.now()))
            await until(session, lambda: session.unsent == 0)
            async with timing(tmp_path / "b.jsonl", by="Bo", hubs=[login(second, "other")]) as bo:
                await bo.do(passings.tap(session.history, keeper(bo), bo.clock.now()))
                await until(session, lambda: len(session.messages) == 3)
            assert [m.id for m in session.messages] == [":1", ":2", "other:1"]


async def test_two_late_entrants_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The start list that the hub took last counts; the other timer hears who is not on it."""
    monkeypatch.setattr(timing_session, "LOOK_S", 0.01)
    async with (
        near_hub(tmp_path) as hub,
        timing(tmp_path / "a.jsonl", [start_list()], hubs=[login(hub, "a")]) as ann,
        timing(tmp_path / "b.jsonl", by="Bo", hubs=[login(hub, "b")]) as bo,
    ):
        await until(bo, lambda: bo.history.start_list is not None)
        edits = [
            (one, add_entrant(one.history, Entrant(bib=one.by, name=f"Late {one.by}"))) for one in (ann, bo)
        ]
        for one, edit in edits:
            await one.do(edit)
            await one.drained()
        await until(bo, lambda: len(bo.messages) == 3)
        await until(ann, lambda: bool(ann.notices))

        assert ann.notices == [
            "someone else changed the start list at the same time: Ann Late Ann is not on it"
        ]
        await ann.do(add_entrant(ann.history, Entrant(bib="Ann", name="Late Ann")))
        await until(bo, lambda: len(bo.messages) == 4)
        assert bo.history.start_list is not None
        assert [entrant.bib for entrant in bo.history.start_list.entrants] == ["1", "2", "3", "Bo", "Ann"]
        assert bo.notices == []


async def test_the_fold_learns_when_the_hub_heard_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a clock that is wrong is judged as on any other board."""
    for name in ("LOOK_S", "IDLE_S", "SETTLED_S"):
        monkeypatch.setattr(timing_session, name, 0.01)
    async with (
        near_hub(tmp_path) as hub,
        timing(tmp_path / "a.jsonl", [start_list()], hubs=[login(hub, "a")]) as ann,
    ):
        await ann.do(starts.gun(ann.history, ann.clock.now()))
        assert len(ann.history.messages) == 2
        await until(ann, lambda: all(message.heard_ms for message in ann.history.messages))
        assert ann.rewrites
