"""Only a start list may be long: whatever else is, is refused before it holds a hub up."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic_core import ValidationError

from feeds import codec
from feeds.protocol import publisher_frames
from race.messages import Order, StartList

Fields = dict[str, Any]


def start_list(entrants: int, **more: object) -> Fields:
    """One with so many entrants, of whom all is known."""
    known = {"family": "a", "athlete": "b", "nation": "GER", "club": "c", "team": "d", "role": "runner"}
    known |= {"born": "1990", "category": "M40", "wave": "e", "pb": "2:00.0", "sb": "2:00.0", "note": "f"}
    return {
        "type": "start-list",
        "name": "Marathon",
        "distance_m": 800,
        "checkpoints": [{"id": "finish", "distance_m": 800}],
        "entrants": [{"bib": str(n), "name": "a"} | known for n in range(entrants)],
        **more,
    }


def written(message: Fields) -> bytes:
    """As a publisher sends it."""
    return json.dumps(message).encode()


def framed(*messages: Fields) -> bytes:
    """In a frame."""
    return publisher_frames.publish(7, [written(message) for message in messages])


def test_a_start_list_of_a_large_marathon_is_taken() -> None:
    """Of 50,000 entrants with every field, wherever its type stands; so is an order of 100,000 places."""
    fields = start_list(50_000)
    is_last = {name: fields[name] for name in sorted(fields)}
    places: Fields = {"type": "order", "checkpoint": "400", "places": {str(n): n for n in range(1, 100_001)}}

    [large] = messages_of(framed(is_last))
    assert isinstance(large, StartList)
    assert len(large.entrants) == 50_000
    [order] = messages_of(framed(places))
    assert isinstance(order, Order)


LONG: dict[str, tuple[Callable[[], Fields], str]] = {
    "note": (lambda: {"type": "note", "text": "a", "z": [0] * 10_000}, "10,000"),
    "nested": (lambda: {"type": "note", "text": "a", "z": [[]] * 100_000}, "10,000"),
    "wide": (lambda: {"type": "split", "bib": "1"} | {f"k{n}": 1 for n in range(60_000)}, "10,000"),
    "later": (lambda: {"type": "later", "z": start_list(5000)}, "10,000"),
    "order": (lambda: {"type": "order", "checkpoint": "4", "places": {}, "z": [0] * 110_000}, "110,000"),
    "start list": (lambda: start_list(0, z=[0] * 800_000), "800,000"),
    "no type": (lambda: {"z": [0] * 60_000}, "10,000"),
}


@pytest.mark.parametrize("kind", LONG)
def test_a_message_of_too_many_values_is_refused_before_it_is_decoded(kind: str) -> None:
    """By itself, as in a file, and in a frame, where its number is used up."""
    message, most = LONG[kind]
    with pytest.raises(ValidationError) as refused:
        codec.decode(written(message()))

    assert codec.explain(refused.value) == [f"more than {most} values"]
    assert messages_of(framed(message())) == [f"more than {most} values"]


def test_a_long_frame_has_one_message() -> None:
    """Several small ones, or a start list and others, are sent in several frames."""
    notes = [{"type": "note", "text": "," * 400}] * 400
    for messages in ([start_list(5000), notes[0]], notes):
        with pytest.raises(ValueError, match="more than 50,000 values in a frame with several messages"):
            publisher_frames.decode(framed(*messages))
    assert len(messages_of(framed(*notes[:100]))) == 100


@pytest.mark.parametrize(
    "frame",
    [
        b'{"type":"publish","first":1,"messages":[],"x":[%s]}' % b",".join([b"1"] * 60_000),
        b'{"type":"publish","first":1,"messages":{"x":[%s]}}' % b",".join([b"1"] * 60_000),
        b"[%s]" % b",".join([b"1"] * 60_000),
    ],
    ids=["beside them", "no array", "no frame"],
)
def test_a_long_frame_without_messages_is_called_that(frame: bytes) -> None:
    """It has not several of them."""
    with pytest.raises(ValueError, match=r"^more than 50,000 values in a frame without messages$"):
        publisher_frames.decode(frame)


@pytest.mark.parametrize("depth", [300, 30_000, 60_000])
def test_what_is_nested_too_deeply_is_called_that(depth: int) -> None:
    """However long it is, in a frame and by itself: it has no messages that could be counted."""
    deep = b"[" * depth + b"]" * depth
    for read, data in (
        (publisher_frames.decode, b'{"type":"publish","first":1,"messages":[%s]}' % deep),
        (codec.decode, b'{"type":"note","text":"a","z":%s}' % deep),
    ):
        with pytest.raises(ValidationError) as refused:
            read(data)
        assert codec.explain(refused.value)[0].startswith("not JSON: recursion limit exceeded")


def test_too_many_faults_are_not_listed() -> None:
    """One sentence is enough."""
    wide = start_list(0) | {f"k{n}": 1 for n in range(100_001)}
    with pytest.raises(ValueError, match="more than 100,000 things in it are not as they should be"):
        publisher_frames.decode(framed(wide))
    with pytest.raises(ValidationError) as refused:
        codec.decode(written(wide))

    assert codec.explain(refused.value) == ["more than 100,000 things in it are not as they should be"]


def messages_of(frame: bytes) -> list[object]:
    """What is in a frame of messages."""
    submission = publisher_frames.decode(frame)
    assert isinstance(submission, publisher_frames.Submission)
    assert submission.first == 7
    return list(submission.messages)
