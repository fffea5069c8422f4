"""Races that a desk makes, ends, reopens and withdraws, as publishers and viewers see it."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from feeds import codec
from feeds.client.race_list import race_list
from feeds.errors import Refused
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.journal import Journal
from feeds.log import Log, read
from feeds.log_archive import archive_log
from feeds.publisher import Publisher
from feeds.publishing.hub_choice import HubLogin
from feeds.serving.tokens import Tokens
from race.messages import Message, Note
from tests.feeds.conftest import start_list
from tests.feeds.desks import desk, outcome, raw_desk
from tests.feeds.patient_viewer import Naps, arrived, texts, until, watch
from tests.feeds.raw_publisher import Teller, note, notes, teller
from tests.feeds.serving.live_logs import path_of
from tests.patience import until as holds

RACE = "club-800"


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """A hub that keeps live races in a folder."""
    return Hub(settings=Settings(folder=tmp_path / "hub", heartbeat_s=0.2))


async def listed(hub: Hub) -> dict[str, tuple[int, bool]]:
    """What anyone sees: by race, how many messages it has, and whether it has ended."""
    return {one.race: (one.head, one.ended) for one in (await race_list(Address.parse(hub.base))).races}


async def refused(hub: Hub, race: str = RACE) -> tuple[int, str]:
    """The close code and the sentence with which a new publisher is let go at once."""
    async with teller(hub, race, "mat-b") as mat:
        assert mat.ready["type"] == "bye"
        with pytest.raises(ConnectionClosed) as closed:
            await mat.hear()
    assert closed.value.rcvd
    return closed.value.rcvd.code, str(mat.ready["reason"])


async def goodbye(mat: Teller) -> tuple[int, dict[str, Any]]:
    """The close code and the last frame of a connection that the hub ends."""
    with pytest.raises(ConnectionClosed) as closed:
        await mat.until_acked(10**9)
    assert closed.value.rcvd
    return closed.value.rcvd.code, mat.answers[-1]


async def test_a_race_is_made_with_its_start_list(hub: Hub) -> None:
    """As the first message of the desk, whose publisher goes on after it; viewers who wait get it."""
    made = start_list()
    async with hub, desk(hub) as admin:
        Tokens(path_of(hub).parent).issue(RACE, "mat-a")  # so that viewers may wait
        async with aclosing(watch(hub.url(RACE))) as updates:
            waiting = await anext(updates)
            assert waiting
            assert await admin.make_race(RACE, made) == f"{RACE} is there: its start list is desk:1"
            seen: list[Message] = []
            while not seen:
                seen += arrived(await until(updates, 1))
        store = Log(RACE)
        store.append(made)
        token = Tokens(path_of(hub).parent).issue("*", "desk", use="admin")
        async with Publisher([HubLogin.of(hub.url(RACE), token)], store) as publisher:
            publisher.publish(Note(text="2"))
            await publisher.drained()
        assert await listed(hub) == {RACE: (2, False)}

    assert [replace(message, id=None) for message in seen] == [made]
    assert seen[0].id == "desk:1"
    assert [message.id for message in read(path_of(hub)).messages()] == ["desk:1", "desk:2"]


async def test_a_race_that_is_there_is_not_made(hub: Hub) -> None:
    """Whether it is in memory, only on disk, damaged, or has ended."""
    async with hub, desk(hub) as admin, teller(hub) as mat:
        await mat.say(1, note(1))
        await mat.until_acked(1)
        (path_of(hub, "damaged")).write_text("not a log")
        for race in (RACE, "damaged"):
            with pytest.raises(Refused, match=f"the race {race} is on this hub already"):
                await admin.make_race(race, start_list())
        await admin.end_race(RACE)
        with pytest.raises(Refused, match="already"):
            await admin.make_race(RACE, start_list())

    assert read(path_of(hub)).head == 1
    assert path_of(hub, "damaged").read_text() == "not a log"


async def test_a_race_that_was_made_is_there_though_it_cannot_be_opened(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its log is on disk, so it is said to be done; the hub opens it when it reads its folder again."""

    def out_of_files(*_: object, **__: object) -> None:
        raise OSError(24, "Too many open files")

    async with hub, desk(hub) as admin:
        with monkeypatch.context() as patched:
            patched.setattr("feeds.serving.race_folder.Journal.open", out_of_files)
            assert (await admin.make_race(RACE, start_list())).startswith(f"{RACE} is there")
        with pytest.raises(Refused, match="already"):
            await admin.make_race(RACE, start_list())
        assert hub.registry.unserved == {RACE: "Too many open files"}
        assert hub.live is not None
        await hub.reread()
        assert await listed(hub) == {RACE: (1, False)}


async def test_an_ended_race_takes_nothing_more(hub: Hub) -> None:
    """Publishers hear why and may come again, new ones too; viewers stay. So it is after a restart."""
    async with hub, desk(hub) as admin, teller(hub) as mat, teller(hub, "other") as beside:
        await mat.say(1, note(1))
        await mat.until_acked(1)
        async with aclosing(watch(hub.url(RACE))) as updates:
            await until(updates, 1)
            assert await admin.end_race(RACE) == f"{RACE} has ended: nothing more is taken for it"
            code, bye = await goodbye(mat)
            assert (await until(updates, 1))[-1].publishers == 0  # type: ignore[union-attr]  # it arrived
        assert (code, bye["code"], bye["retry_ms"]) == (4012, 4012, 5000)
        assert (
            f"the race {RACE} has ended; nothing more is taken for it until it is reopened" in bye["reason"]
        )
        assert await refused(hub) == (4012, bye["reason"])
        with pytest.raises(Refused, match=f"the race {RACE} has ended already"):
            await admin.end_race(RACE)
        await beside.say(1, note(1))
        await beside.until_acked(1)
    async with Hub(settings=hub.settings) as later:
        assert await refused(later) == (4012, bye["reason"])
        assert await listed(later) == {RACE: (1, True), "other": (1, False)}
        async with desk(later) as admin:
            assert await admin.reopen_race(RACE) == f"{RACE} is open again"
            with pytest.raises(Refused, match="has not ended"):
                await admin.reopen_race(RACE)
        async with teller(later) as mat:
            await mat.say(2, note(2))
            await mat.until_acked(2)
        assert await listed(later) == {RACE: (2, False), "other": (1, False)}


async def test_a_publisher_comes_back_when_the_race_is_reopened(hub: Hub) -> None:
    """By itself, with all that it has kept meanwhile."""
    store = Log(RACE)
    async with hub, desk(hub) as admin:
        token = Tokens(path_of(hub).parent).issue(RACE, "mat-a")
        naps = Naps()
        async with Publisher([HubLogin.of(hub.url(RACE), token)], store, sleep=naps) as publisher:
            publisher.publish(Note(text="1"))
            await publisher.drained()
            await admin.end_race(RACE)
            publisher.publish(Note(text="2"))
            await holds(lambda: len(naps.taken) > 2)
            assert read(path_of(hub)).head == 1
            await admin.reopen_race(RACE)
            await publisher.drained()

    assert [message.text for message in read(path_of(hub)).messages()] == ["1", "2"]  # type: ignore[attr-defined]


async def test_a_publisher_stays_with_a_hub_that_has_ended_its_race(hub: Hub, tmp_path: Path) -> None:
    """Also if it has another hub to go to, where there would be another history."""
    spare, naps = Hub(settings=Settings(folder=tmp_path / "spare")), Naps()
    async with hub, spare, desk(hub) as admin:
        logins = [
            HubLogin.of(one.url(RACE), Tokens(path_of(one).parent).issue(RACE, "mat-a"))
            for one in (hub, spare)
        ]
        async with Publisher(logins, Log(RACE), sleep=naps) as publisher:
            publisher.publish(Note(text="1"))
            await publisher.drained()
            await admin.end_race(RACE)
            publisher.publish(Note(text="2"))
            await holds(lambda: len(naps.taken) > 5)
            assert not path_of(spare).exists()
            await admin.reopen_race(RACE)
            await publisher.drained()

    assert read(path_of(hub)).head == 2


async def test_a_withdrawn_race_is_gone(hub: Hub) -> None:
    """Its log is in the archive; viewers are let go and find no race; it is not begun anew by publishers."""
    async with hub, desk(hub) as admin, teller(hub) as mat:
        await mat.say(1, *notes(1, 3))
        await mat.until_acked(3)
        with pytest.raises(Refused, match=f"the race {RACE} has not ended: end it first"):
            await admin.withdraw_race(RACE)
        whole = path_of(hub).read_bytes()
        async with aclosing(watch(hub.url(RACE))) as updates:
            await until(updates, 3)
            await admin.end_race(RACE)
            said = await admin.withdraw_race(RACE)
            with pytest.raises(Refused, match=f"There is no race '{RACE}' on this hub"):
                await until(updates, 4)
        assert await listed(hub) == {}
        assert (await refused(hub))[0] == 4012
        for late in (admin.end_race, admin.withdraw_race):
            with pytest.raises(Refused, match=f"there is no race {RACE} on this hub"):
                await late(RACE)
    async with Hub(settings=hub.settings) as later, desk(later) as admin:
        assert (await refused(later))[0] == 4012
        await admin.make_race(RACE, start_list())
        async with teller(later) as mat:
            await mat.say(1, note(1))
            await mat.until_acked(1)
        assert await listed(later) == {RACE: (2, False)}

    [archived] = (path_of(hub).parent / "archive").iterdir()
    assert said == f"{RACE} is withdrawn: its log is archive/{archived.name}"
    lines = gzip.decompress(archived.read_bytes()).splitlines()
    assert lines[1:] == whole.splitlines()[1:]


async def test_an_ended_race_that_is_withdrawn_by_mistake_can_be_reopened(hub: Hub) -> None:
    """Then its publishers begin it anew."""
    async with hub, desk(hub) as admin:
        await admin.make_race(RACE, start_list())
        await admin.end_race(RACE)
        await admin.withdraw_race(RACE)
        await admin.reopen_race(RACE)
        async with teller(hub) as mat:
            await mat.say(1, note(1))
            await mat.until_acked(1)


async def test_what_ended_is_reopened_by_hand(hub: Hub) -> None:
    """Without a desk: the file is deleted, and the hub reads its folder again."""
    async with hub, desk(hub) as admin:
        for race in (RACE, "other"):
            await admin.make_race(race, start_list())
            await admin.end_race(race)
        path_of(hub).with_name(f"{RACE}.jsonl.ended").unlink()
        await hub.reread()
        assert await listed(hub) == {RACE: (1, False), "other": (1, True)}


@pytest.mark.parametrize("state", ["in memory", "resting", "withdrawn"])
async def test_a_reset_opens_a_race(tmp_path: Path, state: str) -> None:
    """What has ended is the log that was there, and not the new one, also if the hub sees it late."""
    hub = Hub(settings=Settings(folder=tmp_path, rest_s=0 if state == "resting" else 3600))
    async with hub, desk(hub) as admin:
        await admin.make_race(RACE, start_list())
        await admin.end_race(RACE)
        assert hub.live is not None
        await hub.live.look_again()
        assert (RACE in hub.registry.resting) == (state == "resting")
        path = path_of(hub)
        if state == "withdrawn":
            await admin.withdraw_race(RACE)
            Journal.open(path, RACE).close()
        else:
            archiving = asyncio.to_thread(archive_log, path, RACE, tmp_path / "archive", begin_anew=True)
            resetting = asyncio.create_task(archiving)
            while not resetting.done():
                await hub.live.look_again()
                await asyncio.sleep(0.01)
            await resetting
        await hub.live.look_again()
        async with teller(hub) as mat:
            await mat.say(1, note(1))
            await mat.until_acked(1)
        assert await listed(hub) == {RACE: (1, False)}


async def test_a_race_that_rests_can_be_ended(tmp_path: Path) -> None:
    """And is known to have ended when it comes back."""
    async with Hub(settings=Settings(folder=tmp_path, rest_s=0)) as hub, desk(hub) as admin:
        async with teller(hub) as mat:
            await mat.say(1, note(1))
            await mat.until_acked(1)
        assert hub.live is not None
        await holds(lambda: not hub.registry.publishers.total())
        await hub.live.look_again()
        assert RACE in hub.registry.resting
        await admin.end_race(RACE)
        await hub.live.look_again()
        assert RACE in hub.registry.resting
        assert await listed(hub) == {RACE: (1, True)}
        assert (await refused(hub))[0] == 4012
        async with aclosing(watch(hub.url(RACE))) as updates:
            assert texts(await until(updates, 1)) == ["1"]
        assert (await refused(hub))[0] == 4012


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"type": "note", "text": "x"}, "a message of the type start-list"),
        ({"type": "start-list", "name": "Club 800"}, "the start list is not valid: "),
        ({}, "the start list is not valid: "),
        ({"id": "mat-a:1"}, "has no id"),
        ({"replaces": "mat-a:1"}, "replaces nothing"),
        ({"distance_m": 1e400}, "the start list is not valid: distance_m"),
    ],
)
async def test_what_is_no_start_list_makes_no_race(hub: Hub, body: dict[str, Any], said: str) -> None:
    """The sentence says what is wrong with it."""
    whole = body if "type" in body or not body else json.loads(codec.encode(start_list())) | body
    async with hub:
        token = Tokens(path_of(hub).parent).issue("*", "desk", use="admin")
        async with raw_desk(hub, token) as connection:
            frame = {"type": "make", "race": RACE, "start_list": whole}
            await connection.send(json.dumps(frame).replace("Infinity", "1e400"))
            answer = await outcome(connection)
        assert await listed(hub) == {}

    assert (answer["act"], answer["done"]) == (1, False)
    assert said in answer["sentence"]
    assert not path_of(hub).exists()


async def test_it_is_written_down_who_did_it(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    """By the token's source and name, in the hub's log; what was refused too."""
    caplog.set_level(logging.INFO, "lapbell.hub")
    async with hub, desk(hub) as admin:
        await admin.make_race(RACE, start_list())
        with pytest.raises(Refused):
            await admin.withdraw_race(RACE)

    acts = [record.fields for record in caplog.records if "act of a desk" in record.getMessage()]  # type: ignore[attr-defined]
    assert [(act["act"], act["race"], act["source"], act["name"]) for act in acts] == [
        ("make", RACE, "desk", "Lea"),
        ("withdraw", RACE, "desk", "Lea"),
    ]
    assert {record.levelname for record in caplog.records if "act of a desk" in record.getMessage()} == {
        "INFO"
    }


async def test_a_disk_that_refuses_is_said(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing has changed: the publisher goes on."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    async with hub, desk(hub) as admin, teller(hub) as mat:
        await mat.say(1, note(1))
        await mat.until_acked(1)
        with monkeypatch.context() as patched:
            patched.setattr("feeds.serving.race_folder.atomic_write", full)
            with pytest.raises(Refused, match="No space left on device"):
                await admin.end_race(RACE)
        await mat.say(2, note(2))
        await mat.until_acked(2)
        await admin.end_race(RACE)
        with monkeypatch.context() as patched:
            patched.setattr("feeds.log_archive.atomic_write", full)
            with pytest.raises(Refused, match="No space left on device"):
                await admin.withdraw_race(RACE)
        assert await listed(hub) == {RACE: (2, True)}
