"""Whatever happens to the line or the hub, nothing is lost or doubled, and it is said in a sentence."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.client import reconnect
from feeds.client.reconnect import HubLost
from feeds.errors import Refused
from feeds.hub import Hub, Settings
from feeds.journal import Journal
from feeds.log import Log
from feeds.publisher import Publisher
from feeds.publishing import outbox
from feeds.publishing.hub_choice import HubLogin
from feeds.serving.tokens import Tokens
from race.messages import Gun, Note
from tests.feeds.fake_acceptor import SOUND, FakeAcceptor, Fault, opened, ready
from tests.feeds.flaky_network import LineTo
from tests.feeds.patient_publisher import filled, notes, publishing, texts
from tests.patience import until


@pytest.fixture
async def acceptor() -> AsyncIterator[FakeAcceptor]:
    """An acceptor without faults."""
    async with opened(FakeAcceptor()) as acceptor:
        yield acceptor


@settings(max_examples=40)
@given(st.lists(st.sampled_from(SOUND), max_size=12), st.integers(0, 10**6), st.booleans())
def test_once_and_in_order_whatever_happens(faults: list[Fault], seed: int, old: bool) -> None:
    """Lost and late frames, cut lines, doubled answers, restarts, a hub that forgets half."""

    async def publish() -> FakeAcceptor:
        chance = random.Random(seed)
        async with (
            opened(FakeAcceptor(faults, old=old)) as acceptor,
            publishing(acceptor, silence_s=0.2) as test,
        ):
            for note in notes(40):
                test.publisher.publish(note)
                if chance.random() < 0.3:
                    await asyncio.sleep(0)
            await test.publisher.drained()
            return acceptor

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "MOST_MESSAGES", 5)
        acceptor = asyncio.run(publish())

    assert texts(acceptor) == [note.text for note in notes(40)]


async def test_other_messages_under_the_same_numbers_are_refused(acceptor: FakeAcceptor) -> None:
    """Nothing is added to what is not the same race."""
    async with publishing(acceptor, filled(*notes(3))) as test:
        await test.publisher.drained()

    async with publishing(acceptor, filled(*notes(2), Note(text="other"), Note(text="more"))) as test:
        with pytest.raises(Refused) as refused:
            await test.publisher.drained()

    assert str(refused.value) == "the hub has other messages of mat-a: mat-a:3 is not the same there"
    assert texts(acceptor) == ["1", "2", "3"]


async def test_a_hub_that_has_more_is_refused(acceptor: FakeAcceptor) -> None:
    """The outbox is not the one with which the hub was filled."""
    acceptor.kept = [{"type": "gun"}] * 5
    async with publishing(acceptor, filled(*notes(2))) as test:
        with pytest.raises(Refused, match="the hub has 5 messages of mat-a, and there are only 2 here"):
            await test.publisher.drained()


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_hub_that_will_not_is_not_asked_again(acceptor: FakeAcceptor, status: int) -> None:
    """A token that is no good ends publishing, in the hub's words."""
    acceptor.status = HTTPStatus(status)
    async with publishing(acceptor) as test:
        with pytest.raises(Refused) as refused:
            await test.publisher.ended()

    assert str(refused.value) == f"Not today. (HTTP {status})"
    assert len(acceptor.requests) == 1


async def test_a_hub_that_is_busy_is_asked_again_when_it_says(acceptor: FakeAcceptor) -> None:
    """After as long as it asks for, and a while of chance."""
    acceptor.status = HTTPStatus.SERVICE_UNAVAILABLE
    async with publishing(acceptor, filled(Gun())) as test:
        await test.publisher.drained()

    assert test.lost == [HubLost("Not today. (HTTP 503)", 1, 7.5)]


@pytest.mark.parametrize(
    ("greeting", "refusal"),
    [
        (ready("mat-a", 0, version=2), "the hub speaks version 2"),
        ({"type": "bye", "code": 4001, "reason": "no such token"}, "no such token"),
    ],
)
async def test_a_final_word_is_final(acceptor: FakeAcceptor, greeting: dict[str, Any], refusal: str) -> None:
    """Another version, or a goodbye for good."""
    acceptor.greeting = [greeting]
    async with publishing(acceptor) as test:
        with pytest.raises(Refused, match=refusal):
            await test.publisher.ended()


@pytest.mark.parametrize(
    ("greeting", "reason"),
    [
        ({"type": "ack", "last": 0, "seq": 0}, "the hub did not say that it is ready"),
        ({"type": "bye", "code": 1013, "reason": "busy", "retry_ms": 2000}, "busy"),
        ({"type": "ready"}, "the hub sent something that is not a frame of the feed"),
    ],
)
async def test_a_bad_beginning_is_a_loss(
    acceptor: FakeAcceptor, greeting: dict[str, Any], reason: str
) -> None:
    """It is said, and tried again."""
    acceptor.greeting = [greeting]
    async with publishing(acceptor, filled(Gun())) as test:
        await test.publisher.drained()

    [lost] = test.lost
    assert lost.reason.startswith(reason)
    assert lost.retry_s == 0.5 + greeting.get("retry_ms", 0) / 1000


async def test_another_source_is_refused(acceptor: FakeAcceptor) -> None:
    """The names that were given out would be wrong."""
    acceptor.faults.extend(["take", "cut-after"])
    async with publishing(acceptor, filled(Gun())) as test:
        await test.publisher.drained()
        acceptor.source = "mat-b"
        test.publisher.publish(Note(text="x"))
        with pytest.raises(Refused, match="stands for the source mat-b, and stood for mat-a before"):
            await test.publisher.drained()


async def test_an_answer_of_the_future_is_passed_over(acceptor: FakeAcceptor) -> None:
    """Frames of unknown types, and fields."""
    acceptor.greeting = [ready("mat-a", 0) | {"wind": 1}, {"type": "weather"}]
    async with publishing(acceptor, filled(Gun())) as test:
        await test.publisher.drained()

    assert test.lost == []


async def test_does_not_hammer_a_hub_that_hangs_up(acceptor: FakeAcceptor) -> None:
    """Each attempt at a hub that accepts and closes waits longer than the one before."""
    acceptor.faults.extend(["cut"] * 7)
    async with publishing(acceptor, filled(Gun())) as test:
        await test.publisher.drained()

    assert test.naps.taken == [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0]
    assert [lost.attempt for lost in test.lost] == [1, 2, 3, 4, 5, 6, 7]


async def test_a_healthy_line_earns_a_quick_return(
    acceptor: FakeAcceptor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only one that lasted lets the next attempt come as soon as the first."""
    monkeypatch.setattr(reconnect, "HEALTHY_S", 0.0)
    acceptor.faults.extend(["cut"] * 3)
    async with publishing(acceptor, filled(Gun())) as test:
        await test.publisher.drained()

    assert test.naps.taken == [0.5, 0.5, 0.5]


async def test_a_silent_hub_is_given_up(acceptor: FakeAcceptor) -> None:
    """Without a heartbeat there is no hub."""
    acceptor.faults.extend(["silent"])
    async with publishing(acceptor, filled(Gun()), silence_s=0.1) as test:
        await test.publisher.drained()

    assert test.lost[0].reason == "nothing heard for 0.1 s"
    assert len(acceptor.kept) == 1


async def test_a_hub_that_is_not_there_yet_is_waited_for() -> None:
    """What is published before is there when it comes."""
    async with opened(FakeAcceptor()) as acceptor:
        port = int(acceptor.url.split(":")[2].split("/")[0])
    async with publishing(acceptor, filled(Gun())) as test:
        await until(lambda: bool(test.lost))
        async with opened(acceptor, port):
            await test.publisher.drained()

    assert test.lost[0].reason.startswith("cannot reach 127.0.0.1:")
    assert len(acceptor.kept) == 1


def kept_at(folder: Path) -> list[tuple[str | None, str]]:
    """The ids and texts of the notes that a hub has on disk."""
    journal = Journal.open(folder / "club-800.jsonl", "club-800")
    journal.close()
    return [(note.id, note.text) for note in journal.log.messages() if isinstance(note, Note)]


def told(count: int) -> list[tuple[str, str]]:
    """The same of so many notes that were published once and in order."""
    return [(f"mat-a:{number}", f"{number}") for number in range(1, count + 1)]


async def test_a_hub_at_the_end_of_a_bad_line(tmp_path: Path, line_to: LineTo) -> None:
    """The hub of this program has everything once, though the line is cut with messages under way."""
    token = Tokens(tmp_path).issue("club-800", "mat-a")
    async with asyncio.timeout(60), Hub(settings=Settings(folder=tmp_path)) as hub:
        line, url = await line_to(f"{hub.base}/v1/races/club-800/publish")
        async with Publisher([HubLogin.of(url, token)], Log("club-800"), jitter=lambda: 0.01) as publisher:
            for note in notes(500):
                number = publisher.publish(note)
                if number % 100 == 0:
                    await publisher.acknowledged(number - 50)
                    line.cut()
            await publisher.drained()

    assert kept_at(tmp_path) == told(500)


async def test_a_hub_that_comes_and_goes(tmp_path: Path) -> None:
    """The hub of this program is closed with messages under way, and opened again where it was."""
    token = Tokens(tmp_path).issue("club-800", "mat-a")
    sent = iter(notes(400))
    async with asyncio.timeout(60), AsyncExitStack() as stack:
        async with Hub(settings=Settings(folder=tmp_path)) as hub:
            url = f"{hub.base}/v1/races/club-800/publish"
            publisher = Publisher([HubLogin.of(url, token)], Log("club-800"), jitter=lambda: 0.01)
            await stack.enter_async_context(publisher)
            for note in islice(sent, 200):
                publisher.publish(note)
            await publisher.acknowledged(1)
        for note in sent:
            publisher.publish(note)
        async with Hub(settings=Settings(folder=tmp_path, port=hub.port)):
            await publisher.drained()

    assert kept_at(tmp_path) == told(400)
