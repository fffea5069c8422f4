"""What a hub tells a publisher of the messages of its source, and of those that refer to nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from feeds.hub import Hub, Settings
from tests.feeds.raw_publisher import Frame, note, notes, teller

BIB = {"bib": "7", "checkpoint": "400", "evidence": "device"}


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """A hub that keeps live races in a folder."""
    return Hub(settings=Settings(folder=tmp_path / "hub", heartbeat_s=0.2))


def as_told(line: bytes) -> bytes:
    """A line of the hub's log without what `docs/feed.md` says to leave out."""
    message = json.loads(line)
    return json.dumps(
        {name: value for name, value in message.items() if name not in ("id", "heard_ms")},
        separators=(",", ":"),
        ensure_ascii=False,
    ).encode()


async def test_the_checksum_is_that_of_the_page(hub: Hub) -> None:
    """Over the hub's own form of this source's messages, without refused ones and those of others."""
    odd: Frame = {
        "type": "note",
        "text": 'a,"heard_ms":5 "id":"x"',
        "by": 'D"',
        "lane": {"heard_ms": 1, "id": "y"},
    }
    async with hub:
        async with teller(hub) as mat, teller(hub, source="desk") as desk:
            assert mat.ready["chain"] == 0
            await mat.say(1, odd, {"type": "note"}, {"type": "split", "time": "1:00.0", **BIB})
            await mat.until_acked(3)
            await desk.say(1, note(1))
            await desk.until_acked(1)
            await mat.say(4, note(4))
            await mat.until_acked(4)
            lines = hub.registry.broadcasts["club-800"].log.lines
            own = [as_told(line) for line in lines if b'"id":"mat-a:' in line]
        async with teller(hub) as mat:
            assert (mat.ready["last"], mat.ready["chain"]) == (4, crc32(b"".join(own)))

    async with Hub(settings=hub.settings) as later, teller(later) as mat:
        assert (mat.ready["last"], mat.ready["chain"]) == (4, crc32(b"".join(own)))
    assert len(own) == 3


async def test_a_publisher_of_version_1_1_goes_on(hub: Hub) -> None:
    """It sends the last message again, knows nothing of the checksum, and passes over warnings."""
    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, *notes(1, 3))
            await mat.until_acked(3)
        async with teller(hub) as mat:
            await mat.say(3, note(3))
            while (answer := await mat.hear())["first"] is None:
                pass
            await mat.say(4, note(4))
            assert await mat.until_acked(4) == []

    assert answer == {"type": "ack", "last": 3, "seq": 3, "first": 3}


async def test_a_source_gets_its_messages_back(hub: Hub) -> None:
    """From any number on, in frames that are no larger than others; a refused one is null."""
    async with hub, teller(hub) as mat, teller(hub, source="desk") as desk:
        await desk.say(1, note(7))
        await desk.until_acked(1)
        large = [{"type": "note", "text": str(number) * 300} for number in range(10, 400)]
        await mat.say(1, note(1), {"type": "photo"}, *large)
        await mat.until_acked(392)
        back: list[Any] = []
        while len(back) < 392:
            frame = await fetched(mat, len(back) + 1)
            assert frame["first"] == len(back) + 1
            back += frame["messages"]
        beyond = await fetched(mat, 393)

    assert back == [note(1), None, *large]
    assert beyond == {"type": "kept", "first": 393, "messages": []}


async def fetched(mat: Any, first: int) -> Frame:
    """The answer to a question, which heartbeats may precede."""
    await mat.connection.send(json.dumps({"first": first, "type": "fetch"}))
    while (answer := await mat.hear())["type"] == "ack":
        pass
    assert len(json.dumps(answer)) < 80_000
    return answer  # type: ignore[no-any-return]  # it is a frame


@pytest.mark.parametrize(
    ("message", "missing"),
    [
        ({"type": "void", "replaces": "desk:9"}, "desk:9"),
        ({"type": "void", "replaces": "mat-a:4"}, "mat-a:4"),
        ({"type": "void", "replaces": "mat-a:3"}, "mat-a:3"),
        ({"type": "void", "replaces": "mat-a:01"}, "mat-a:01"),
        ({"type": "note", "text": "x", "replaces": "photo"}, "photo"),
        ({"type": "ruling", "of": "mat-b:1", "belief": "doubtful"}, "mat-b:1"),
        ({"type": "ruling", "of": "mat-b:1", "belief": "under appeal"}, "mat-b:1"),
        ({"type": "void", "replaces": "mat-a:1"}, None),
        ({"type": "ruling", "of": "mat-a:2", "belief": "doubtful"}, None),
    ],
    ids=json.dumps,
)
async def test_a_reference_to_nothing_is_told(
    hub: Hub, message: Frame, missing: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """To the publisher and in the hub's log; the message is kept, as the other may still come."""
    async with hub, teller(hub) as mat:
        await mat.say(1, *notes(1, 2), {"type": "photo"}, message)
        answers = await mat.until_acked(4)
        again = [await mat.hear()]
        await mat.say(4, message)
        again += await mat.until_acked(4)
        assert hub.registry.broadcasts["club-800"].log.head == 3

    warnings = [answer for answer in answers if answer["type"] == "warning"]
    logged = [vars(record)["fields"] for record in caplog.records if record.msg == "refers to nothing"]
    assert [answer for answer in again if answer["type"] == "warning"] == []
    if missing is None:
        assert (warnings, logged) == ([], [])
    else:
        reason = f"there is no message with the id {missing!r}"
        assert warnings == [{"type": "warning", "number": 4, "reason": reason}]
        assert logged == [{"race": "club-800", "message": "mat-a:4", "missing": missing}]
