"""The frames between a publisher and a hub, each one JSON object in one text frame.

    hub to publisher
     ├── Ready      first: the source whose messages the hub takes, and up to which number it has them
     ├── Ack        everything up to a number is kept for good; sent unchanged it is the heartbeat
     ├── Refusal    one message is not taken, and why; its number is used up
     ├── Again      messages are missing in between: send again from this number on
     └── Bye        last, as for viewers
    publisher to hub
     └── Publish    the next messages

A source numbers its messages from 1. The hub gives each the `id` `SOURCE:NUMBER`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from annotated_types import Ge, MaxLen
from pydantic_core import ValidationError, from_json, to_json

from feeds.cached_schemas import ByType, Pattern, Schema, Strict
from feeds.codec import KNOWN, PARTS, KnownMessage, decode_known, explain
from feeds.protocol.viewer_frames import Bye, Count, Milliseconds

if TYPE_CHECKING:
    from race.messages import Message

MOST_MESSAGES = 500
"""Messages in one frame."""

LARGEST_FRAME = 64 * 1024
"""Bytes; a frame should be larger only if its single message is."""

SOURCE = "[a-z0-9][a-z0-9._-]{0,63}"
"""The name of a source, as a pattern without its ends."""

Source = Annotated[str, Pattern(f"^{SOURCE}$")]

Fault = Literal["invalid", "other", "before"]
"""Not a valid message; another message than the hub has by this number; refused before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready(Strict):
    """The first frame to a publisher."""

    type: Literal["ready"] = "ready"
    version: int
    minor: int
    race: Annotated[str, MaxLen(80)]
    epoch: Annotated[str, MaxLen(32)]
    source: Source
    """The source that the token stands for."""
    last: Count
    """The number of the last message that the hub has from this source."""
    now_ms: Milliseconds
    """The hub's clock, UTC."""
    heartbeat_ms: Milliseconds
    """The hub sends something at least this often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack(Strict):
    """Everything up to a number is on disk or was refused."""

    type: Literal["ack"] = "ack"
    last: Count
    seq: Count
    """The number of the last message in the race's log."""
    first: Count | None = None
    """In the answer to a frame with nothing new to keep: the `first` of that frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Strict):
    """One message is not taken, and never will be."""

    type: Literal["refusal"] = "refusal"
    number: Count
    kind: Fault
    reason: Annotated[str, MaxLen(300)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Again(Strict):
    """A frame does not continue what the hub has."""

    type: Literal["again"] = "again"
    first: Count
    """The number to send from."""


Answer = Ready | Ack | Refusal | Again | Bye


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Strict):
    """Messages of a source, numbered from `first` on."""

    type: Literal["publish"] = "publish"
    first: Annotated[Count, Ge(1)]
    messages: Annotated[tuple[KnownMessage, ...], MaxLen(MOST_MESSAGES)]


_answer: Schema[Answer] = Schema("answer", Annotated[Answer, ByType()], (Ready, Ack, Refusal, Again, Bye))
_publish: Schema[Publish] = Schema("publish", Publish, (Publish, *KNOWN, *PARTS))


class Submission(NamedTuple):
    """The messages that a publisher sent in one frame."""

    first: int
    messages: Sequence[Message | str]
    """A message that is not valid is represented by a sentence: why."""


def decode(data: bytes) -> Submission:
    """Read a frame of a publisher. What this version does not know of its messages is kept with them.

    Raises ValueError for what is not a frame.
    """
    try:
        publish = _publish.read(data)
    except ValidationError as error:
        return _one_by_one(data, error)
    return Submission(publish.first, publish.messages)


def _one_by_one(data: bytes, error: ValidationError) -> Submission:
    """The same for a frame in which some messages are not valid."""
    fault = error.errors(include_url=False, include_input=False)[0]
    if fault["loc"][:1] != ("messages",) or len(fault["loc"]) < 2:
        raise error
    frame: Any = from_json(data)
    first = _publish.read(to_json({**frame, "messages": []})).first
    if len(frame["messages"]) > MOST_MESSAGES:
        raise ValueError(f"messages: more than {MOST_MESSAGES} in one frame")
    return Submission(first, [_message(to_json(message)) for message in frame["messages"]])


def _message(text: bytes) -> Message | str:
    try:
        return decode_known(text)
    except ValidationError as error:
        return explain(error, with_type=True)[0]


def decode_answer(data: bytes) -> Answer | None:
    """Read an answer of a hub; None for one of a type that this version does not know.

    Fields that this version does not know are ignored. Raises ValidationError.
    """
    return _answer.read_known(data, extra="ignore")


def encode(answer: Answer) -> bytes:
    """An answer as JSON."""
    return to_json(answer)


def publish(first: int, lines: Sequence[bytes]) -> bytes:
    """The frame with a source's messages from a number on, each already JSON."""
    return b'{"type":"publish","first":%d,"messages":[%s]}' % (first, b",".join(lines))
