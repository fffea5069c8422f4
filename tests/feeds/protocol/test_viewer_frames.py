"""Frames hold the log's own bytes, within their limits; later versions may add to them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import ValidationError

from feeds import codec
from feeds.log import Log
from feeds.protocol import close_codes, viewer_frames
from race.messages import Note, Official, Unknown

HALF_A_FRAME = viewer_frames.LARGEST_FRAME // 2 - 30


def test_a_frame_is_the_log_s_own_bytes(growing: Log) -> None:
    """The messages of a frame stand in it as they stand in the log."""
    frame, seq = viewer_frames.messages(growing, 1, 2)

    assert frame.split(b"\n")[1:-1] == [line + b"," for line in growing.lines[1:-1]] + [growing.lines[-1]]
    assert json.loads(frame)["publishers"] == 2
    read = viewer_frames.decode(frame)
    assert isinstance(read, viewer_frames.Messages)
    assert (read.prev, read.seq, read.chain) == (1, 4, growing.chain(4))
    assert seq == 4
    assert list(read.messages) == growing.lines[1:]


def test_an_empty_frame_is_a_heartbeat(growing: Log) -> None:
    """At the end of the log there is nothing to send but the time."""
    frame, seq = viewer_frames.messages(growing, 4, 0)

    assert seq == 4
    assert json.loads(frame) == {
        "type": "messages",
        "prev": 4,
        "seq": 4,
        "chain": growing.chain(4),
        "publishers": 0,
        "messages": [],
    }


def test_a_frame_that_ends_before_the_head_is_always_the_same() -> None:
    """It depends on its numbers alone, however the log grows behind it and whoever publishes."""
    log = Log("r", lines=[b"{}"] * 1500, chains=[0] * 1500)
    before, _ = viewer_frames.messages(log, 0, 1)
    log.keep(b"{}")

    assert viewer_frames.messages(log, 0, 2)[0] == before


@given(st.lists(st.sampled_from([10, 1000, 100_000, HALF_A_FRAME, 300_000]), max_size=20))
def test_frames_keep_to_their_limits(sizes: list[int]) -> None:
    """From the first message to the last no frame is too large, unless its only message is."""
    log = Log("r", lines=[b"x" * size for size in sizes], chains=list(range(len(sizes))))

    seq = 0
    while seq < log.head:
        frame, reached = viewer_frames.messages(log, seq, 2**53)
        assert reached > seq
        assert len(frame) <= viewer_frames.LARGEST_FRAME or reached == seq + 1
        seq = reached


def test_a_frame_holds_a_thousand_messages_at_most() -> None:
    """However small they are."""
    log = Log("r", lines=[b"{}"] * 2500, chains=[0] * 2500)

    assert viewer_frames.messages(log, 1, 0)[1] == 1001


def test_passes_over_what_a_later_version_added() -> None:
    """Fields, message types and frame types that are not known do no harm."""
    frame = viewer_frames.decode(
        b'{"type":"messages","prev":0,"seq":3,"chain":9,"lag_ms":2,"messages":'
        b'[{"type":"official","seal":"wax"},{"type":"photo","x":1},{"type":"note","text":"x"}]}'
    )

    assert isinstance(frame, viewer_frames.Messages)
    assert [codec.decode(line) for line in frame.messages] == [
        Official(),
        Unknown(type="photo", body={"type": "photo", "x": 1}),
        Note(text="x"),
    ]
    assert viewer_frames.decode(b'{"type":"weather"}') is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "not JSON: EOF while parsing a value at character 0"),
        (b'{"type":"hello"}', "hello.version: missing"),
        (
            b'{"type":"messages","prev":-1,"seq":0,"chain":0,"messages":[]}',
            "messages.prev: must be greater than or equal to 0",
        ),
        (b'{"type":"bye","code":"x","reason":""}', "bye.code: must be a valid integer"),
    ],
)
def test_explains_what_is_no_frame(text: bytes, sentence: str) -> None:
    """A frame that cannot be read is a fault with a sentence."""
    with pytest.raises(ValidationError) as caught:
        viewer_frames.decode(text)

    assert codec.explain(caught.value)[0] == sentence


@pytest.mark.parametrize("pretty", [None, 1])
def test_counts_the_messages_of_a_frame(pretty: int | None) -> None:
    """There are as many as lie in its range, on whatever lines they stand."""
    frame = {"type": "messages", "prev": 0, "seq": 2, "chain": 0, "messages": [{"type": "official"}]}

    with pytest.raises(ValueError, match="1 messages are not those after 0 to 2"):
        viewer_frames.decode(json.dumps(frame, indent=pretty).encode())


def test_says_goodbye_and_hello_as_they_are_read() -> None:
    """The frames without messages come back the same."""
    hello = viewer_frames.Hello(
        version=1,
        minor=0,
        race="r",
        epoch="00000000",
        head=0,
        complete=False,
        now_ms=1,
        heartbeat_ms=5000,
        mode="start",
    )
    bye = viewer_frames.Bye(code=close_codes.RESTART, reason="the hub is closing", retry_ms=1000)

    assert viewer_frames.decode(viewer_frames.encode(hello)) == hello
    assert viewer_frames.decode(viewer_frames.encode(bye)) == bye
