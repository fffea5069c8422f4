"""What is published is with the hub once and in order, whatever happens to the line, the hub or itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import FeedError, OtherHistory, Refused
from feeds.journal import Journal
from feeds.log import Log
from feeds.publisher import Publisher
from feeds.publishing import outbox
from feeds.publishing.hub_choice import HubLogin
from feeds.publishing.outbox import local_id
from feeds.publishing.publisher_events import Connected, Declined
from race.messages import Gun, Message, Note, Ruling, Split, Unknown, Void
from race.times import Time
from tests.feeds.fake_acceptor import FakeAcceptor, opened
from tests.feeds.patient_publisher import TOKEN, filled, notes, publishing, texts
from tests.patience import PATIENCE_S


@pytest.fixture
async def acceptor() -> AsyncIterator[FakeAcceptor]:
    """An acceptor without faults."""
    async with opened(FakeAcceptor()) as acceptor:
        yield acceptor


async def test_messages_reach_the_hub_in_order(acceptor: FakeAcceptor) -> None:
    """Each has its number, and is named by it once the hub has said whose it is."""
    async with publishing(acceptor) as test:
        with pytest.raises(LookupError, match="has not named the source"):
            _ = test.publisher.source
        numbers = [test.publisher.publish(note) for note in notes(3)]
        await test.publisher.acknowledged(2)
        await test.publisher.drained()

        assert numbers == [1, 2, 3]
        assert test.publisher.source == "mat-a"
        assert test.publisher.unacknowledged == 0
    assert texts(acceptor) == ["1", "2", "3"]
    assert test.events == [Connected("mat-a", 0, acceptor.url.split("/")[2])]


async def test_the_token_goes_with_the_request_alone(
    acceptor: FakeAcceptor, caplog: pytest.LogCaptureFixture
) -> None:
    """It is a header, and stands in no address, no log and no event."""
    caplog.set_level(logging.DEBUG)
    async with publishing(acceptor) as test:
        test.publisher.publish(Gun())
        await test.publisher.drained()

    [request] = acceptor.requests
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.path == "/v1/races/club-800/publish"
    told = [r.getMessage() for r in caplog.records if not r.name.startswith("websockets.server")]
    assert not [line for line in told if TOKEN in line]


@pytest.mark.parametrize(
    ("url", "token", "reason"),
    [
        ("ws://example.com:1/v1/races/r", "t", "can be read by others; use wss:// or --insecure"),
        ("ws://127.evil.example/v1/races/r", "t", "can be read by others; use wss:// or --insecure"),
        ("ws://127.0.0.1:1/v1/races/r", "a b", "this is not a token"),
        ("ws://127.0.0.1:1/v1/races/r", "a\r\nX: y", "this is not a token"),
    ],
)
async def test_a_token_is_not_given_away(url: str, token: str, reason: str) -> None:
    """Not over a line that others can read, and not as more than one word."""
    async with asyncio.timeout(PATIENCE_S), Publisher([HubLogin.of(url, token)], Log("r")) as publisher:
        with pytest.raises(Refused) as refused:
            await publisher.drained()

    assert reason in str(refused.value)
    assert token not in str(refused.value).split("token", 1)[1].split()


def test_an_address_without_a_race_is_refused() -> None:
    """At once, not when the first message is to go."""
    with pytest.raises(Refused, match="names no race"):
        HubLogin.of("ws://127.0.0.1:1", TOKEN)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (Note(id="n", text="x"), "gets its id from its number"),
        (Note(text="x" * 1001), "text: "),
        (Unknown(type="weather", body={"type": "weather"}), "no message type"),
        (Split(bib="1", checkpoint="400", time=Time(1), evidence="estimated"), "estimated"),
    ],
)
async def test_what_no_hub_takes_is_not_published(
    acceptor: FakeAcceptor, message: Message, reason: str
) -> None:
    """It is refused to the caller, and gets no number."""
    async with publishing(acceptor) as test:
        with pytest.raises(ValueError, match=reason):
            test.publisher.publish(message)
        assert test.publisher.publish(Gun()) == 1


async def test_a_correction_names_what_it_replaces(acceptor: FakeAcceptor) -> None:
    """By number as long as nobody knows the source; the hub gets the name. Text is left alone."""
    async with publishing(acceptor) as test:
        first = test.publisher.publish(Note(text='"replaces":":1"'))
        test.publisher.publish(Note(text="better", replaces=local_id(first)))
        test.publisher.publish(Void(replaces="judge:7"))
        test.publisher.publish(Ruling(of=local_id(first), belief="doubtful", source='"of":":1"'))
        await test.publisher.drained()

    assert [message and message.get("replaces") for message in acceptor.kept] == [
        None,
        "mat-a:1",
        "judge:7",
        None,
    ]
    assert acceptor.kept[3] == {
        "type": "ruling",
        "source": '"of":":1"',
        "of": "mat-a:1",
        "belief": "doubtful",
    }
    assert acceptor.kept[0] == {"type": "note", "text": '"replaces":":1"'}


async def test_frames_are_as_large_as_they_may_be(acceptor: FakeAcceptor) -> None:
    """At most 500 messages and 64 KiB, but for a message that is larger alone."""
    async with publishing(acceptor, filled(*notes(1200))) as test:
        for _ in range(100):
            test.publisher.publish(Note(text="x" * 1000))
        test.publisher.publish(Note(text="y", source="z" * 1000))
        await test.publisher.drained()

    assert acceptor.frames[:2] == [(1, 500), (501, 500)]
    assert acceptor.largest <= 64 * 1024
    assert len(acceptor.kept) == 1301


async def test_no_more_is_under_way_than_the_window(
    acceptor: FakeAcceptor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hub that takes without a word gets so much and no more, until it acknowledges."""
    monkeypatch.setattr("feeds.publishing.hub_dialogue.WINDOW", 10)
    monkeypatch.setattr(outbox, "MOST_MESSAGES", 4)
    acceptor.faults.extend(["silent", "silent", "silent"])
    async with publishing(acceptor, filled(*notes(25)), silence_s=1.0) as test:
        await test.publisher.drained()

    assert acceptor.frames[:4] == [(1, 4), (5, 4), (9, 2), (11, 4)]
    assert texts(acceptor) == [note.text for note in notes(25)]


async def test_what_is_published_is_on_disk_before_it_is_sent(acceptor: FakeAcceptor) -> None:
    """A store that is slow holds messages back, and takes what came meanwhile at once."""

    class Slow:
        def __init__(self) -> None:
            self.log = Log("club-800")
            self.groups: list[int] = []
            self.seen: list[int] = []

        def append(self, lines: Any, /) -> None:
            self.seen.append(len(acceptor.kept))
            self.groups.append(len(lines))

    store = Slow()
    async with publishing(acceptor, store) as test:
        for note in notes(50):
            test.publisher.publish(note)
        await test.publisher.drained()

    assert sum(store.groups) == 50
    assert store.groups[0] == 50
    assert store.seen[0] == 0


async def test_everything_published_is_in_the_journal_at_the_end(
    acceptor: FakeAcceptor, tmp_path: Path
) -> None:
    """Also what the hub did not get, and the next publisher goes on with it."""
    journal = Journal.open(tmp_path / "outbox.jsonl", "club-800")
    acceptor.status = HTTPStatus.SERVICE_UNAVAILABLE
    async with publishing(acceptor, journal) as test:
        for note in notes(7):
            test.publisher.publish(note)
    journal.close()
    left = len(acceptor.kept)

    again = Journal.open(tmp_path / "outbox.jsonl", "club-800")
    async with publishing(acceptor, again) as test:
        assert test.publisher.head == 7
        assert test.publisher.publish(Note(text="8")) == 8
        await test.publisher.drained()
    again.close()

    assert left == 0
    assert texts(acceptor) == list("12345678")


async def test_a_store_that_is_full_ends_it(acceptor: FakeAcceptor) -> None:
    """What cannot be kept is not sent, and whoever waits is told why."""

    class Full:
        log = Log("club-800")

        def append(self, _lines: Any, /) -> None:
            raise OSError(28, "No space left on device")

    async with publishing(acceptor, Full()) as test:
        test.publisher.publish(Gun())
        with pytest.raises(FeedError, match="messages cannot be kept: No space left on device"):
            await test.publisher.drained()
    assert acceptor.kept == []


async def test_an_old_race_is_published_again_without_harm(acceptor: FakeAcceptor) -> None:
    """The same messages have the same numbers and the same checksum: the hub gets nothing more."""
    for _ in range(2):
        async with publishing(acceptor, filled(*notes(30))) as test:
            await test.publisher.drained()

    assert texts(acceptor) == [note.text for note in notes(30)]
    assert acceptor.frames == [(1, 30)]
    assert acceptor.compared == []
    assert (test.publisher.last_at_start, test.publisher.last) == (30, 30)


async def test_an_old_hub_gets_all_again_to_compare() -> None:
    """One of version 1.1, which gives no checksum; what is new follows."""
    async with opened(FakeAcceptor(old=True)) as acceptor:
        for count in (700, 701):
            async with publishing(acceptor, filled(*notes(count))) as test:
                await test.publisher.drained()

    assert texts(acceptor) == [note.text for note in notes(701)]
    assert acceptor.compared == [(1, 500), (501, 200)]
    assert acceptor.frames == [(1, 500), (501, 200), (701, 1)]


@pytest.mark.parametrize("old", [False, True])
async def test_one_change_in_the_middle_is_noticed(old: bool) -> None:
    """Also where the last message is the same, and where the hub gives no checksum."""
    async with opened(FakeAcceptor(old=old)) as acceptor:
        async with publishing(acceptor, filled(*notes(30))) as test:
            await test.publisher.drained()
        changed = [Note(text="seven") if note.text == "7" else note for note in notes(31)]
        async with publishing(acceptor, filled(*changed)) as test:
            with pytest.raises(OtherHistory) as refused:
                await test.publisher.drained()

    assert str(refused.value) == "the hub has other messages of mat-a: mat-a:7 is not the same there"
    assert texts(acceptor) == [note.text for note in notes(30)]


async def test_a_refused_message_is_told_once_and_holds_nothing_up(acceptor: FakeAcceptor) -> None:
    """Its number is used up, also over a new connection."""
    acceptor.refuses = {2: "such a bib is not in the race"}
    acceptor.faults.extend(["take", "cut"])
    async with publishing(acceptor, filled(*notes(2))) as test:
        await test.publisher.drained()
        test.publisher.publish(Note(text="3"))
        await test.publisher.drained()

    assert texts(acceptor) == ["1", "3"]
    assert [e for e in test.events if isinstance(e, Declined)] == [
        Declined(2, "such a bib is not in the race")
    ]
    assert test.publisher.declined == {2: "such a bib is not in the race"}


async def test_a_refused_message_is_no_other_message_to_the_next_publisher(acceptor: FakeAcceptor) -> None:
    """A number that the hub refused says nothing against the outbox, and is known from then on."""
    acceptor.kept = [{"type": "note", "text": "1"}, None]
    acceptor.faults.extend(["cut"])
    async with publishing(acceptor, filled(*notes(3))) as test:
        await test.publisher.drained()

    assert texts(acceptor) == ["1", "3"]
    assert acceptor.compared == [(1, 2)]


async def test_held_messages_wait(acceptor: FakeAcceptor) -> None:
    """Until they are released; what the hub has already needs no release."""
    acceptor.kept = [{"type": "note", "text": "1"}]
    async with publishing(acceptor, filled(*notes(4)), hold=True) as test:
        assert await test.publisher.ready() == "mat-a"
        assert test.publisher.last_at_start == 1
        test.publisher.release(3)
        await test.publisher.acknowledged(3)
        assert texts(acceptor) == ["1", "2", "3"]
        test.publisher.release(4)
        await test.publisher.drained()
