"""The frames of the feed between a hub and a viewer, each one JSON object in one text frame.

    hub to viewer
     ├── Hello      first: which history this is, and from where it goes on
     ├── Messages   the next messages of the log; with none of them it is the heartbeat
     ├── Pong       the hub's clock, for a viewer that asked
     └── Bye        last, where the hub can say why it goes
    viewer to hub
     └── Ping       what time is it with you?

`docs/feed.md` describes them. The numbers below are part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import Ge, Le, MaxLen
from pydantic_core import ValidationError, from_json, to_json

from feeds.codec import VERSION, Epoch, RaceId
from feeds.log import LONGEST_LINE, Log
from feeds.schemas import ByType, Schema
from race.messages import STRICT

MINOR = 0
"""Counts the additions within a version."""

SUBPROTOCOL = f"lapbell.v{VERSION}"

LARGEST_FRAME = 64 * 1024
"""Bytes; only a single message that is larger exceeds it, alone in its frame."""

LARGEST_POSSIBLE = LONGEST_LINE + LARGEST_FRAME
"""Bytes that a viewer must be ready to take."""

MOST_MESSAGES = 1000
"""In one frame."""

ENVELOPE = 200
"""Bytes, at most, of a frame around its messages."""

OPENING = b'"messages":['
"""The end of the first line of a frame with messages; the messages follow, each on a line of its own."""

Count = Annotated[int, Ge(0), Le(2**53)]
Chain = Annotated[int, Ge(0), Le(2**32 - 1)]
Milliseconds = Annotated[int, Ge(0), Le(2**53)]
Mode = Literal["resume", "start"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """The first frame."""

    __pydantic_config__: ClassVar = STRICT

    type: Literal["hello"] = "hello"
    version: int
    minor: int
    race: RaceId
    epoch: Epoch
    head: Count
    """The number of the last message in the log."""
    complete: bool
    """Whether the log has ended."""
    now_ms: Milliseconds
    """The hub's clock, UTC."""
    heartbeat_ms: Milliseconds
    """The hub is never silent for longer."""
    mode: Mode
    """Whether the log goes on from the viewer's position, or comes anew from its first message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """The messages with the numbers `prev` + 1 to `seq`, as the lines that stand in the log."""

    __pydantic_config__: ClassVar = STRICT

    type: Literal["messages"] = "messages"
    prev: Count
    seq: Count
    chain: Chain
    """The log's fingerprint at `seq`."""
    publishers: Count | None = None
    """How many are connected to publish this race, in a frame that ends at the head of the log."""
    messages: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bye:
    """The last frame; the close code of the connection is the same."""

    __pydantic_config__: ClassVar = STRICT

    type: Literal["bye"] = "bye"
    code: int
    reason: Annotated[str, MaxLen(200)]
    retry_ms: Annotated[int, Ge(0), Le(600_000)] | None = None
    """How long to wait before asking again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """A viewer asks for the time."""

    __pydantic_config__: ClassVar = STRICT

    type: Literal["ping"] = "ping"
    asked_ms: Milliseconds
    """The viewer's clock; it comes back as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pong:
    """The hub's answer, of its clock in UTC."""

    __pydantic_config__: ClassVar = STRICT

    type: Literal["pong"] = "pong"
    asked_ms: Milliseconds
    heard_ms: Milliseconds
    """When the question came."""
    said_ms: Milliseconds
    """When the answer went."""


Frame = Hello | Messages | Pong | Bye


_frame: Schema[Frame] = Schema("viewer-frame", Annotated[Frame, ByType()], (Hello, Messages, Pong, Bye))
_ping: Schema[Ping] = Schema("ping", Ping, (Ping,))


def decode(data: bytes) -> Frame | None:
    """Read a frame; None for one of a type that this version does not know.

    Fields that this version does not know are passed over. Raises ValueError. The messages in it are not
    looked at: they are JSON, on a line each.
    """
    head, lines = _apart(data)
    try:
        frame = _frame.read(head, extra="ignore")
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        if fault["type"] == "union_tag_invalid" and not fault["loc"]:
            return None
        raise
    return _filled(frame, lines) if isinstance(frame, Messages) else frame


def _apart(data: bytes) -> tuple[bytes, list[bytes]]:
    """A frame without its messages, and the lines of those."""
    first, *lines = data.split(b"\n")
    if first.endswith(OPENING) and lines and lines[-1].startswith(b"]"):
        return first + lines[-1], [line.removesuffix(b",") for line in lines[:-1]]
    if b'"messages"' not in data[:ENVELOPE]:
        return data, []
    return _apart_anew(data)


def _apart_anew(data: bytes) -> tuple[bytes, list[bytes]]:
    """The same of a frame from a hub that does not set its messages on lines."""
    try:
        frame: Any = from_json(data)
    except ValueError:
        return data, []
    messages = frame.get("messages") if isinstance(frame, dict) else None
    if not isinstance(messages, list):
        return data, []
    return to_json({**frame, "messages": []}), [to_json(message) for message in messages]


def _filled(frame: Messages, lines: list[bytes]) -> Messages:
    if frame.seq - frame.prev != len(lines):
        raise ValueError(f"{len(lines)} messages are not those after {frame.prev} to {frame.seq}")
    return Messages(
        prev=frame.prev,
        seq=frame.seq,
        chain=frame.chain,
        publishers=frame.publishers,
        messages=tuple(lines),
    )


def decode_ping(data: bytes) -> Ping | None:
    """What a viewer says, None where this version does not know it. Raises ValueError."""
    said: Any = from_json(data)
    is_ping = isinstance(said, dict) and said.get("type") == "ping"
    return _ping.read(data, extra="ignore") if is_ping else None


def encode(frame: Hello | Bye | Ping | Pong) -> bytes:
    """A frame without messages as JSON."""
    return to_json(frame)


def messages(log: Log, prev: int, publishers: int) -> tuple[bytes, int]:
    """The frame with what follows a number in a log, as much as it may hold, and the number it reaches.

    How many publish the race is said where the frame reaches the head of the log.
    """
    size, count = ENVELOPE, 0
    lines = log.lines[prev : prev + MOST_MESSAGES]
    for line in lines:
        size += len(line) + 2
        if size > LARGEST_FRAME and count:
            break
        count += 1
    seq = prev + count
    beside = b'"publishers":%d,' % publishers if seq == log.head else b""
    body = b"\n%s\n" % b",\n".join(lines[:count]) if count else b"\n"
    head = b'{"type":"messages","prev":%d,"seq":%d,"chain":%d,%s%s'
    return head % (prev, seq, log.chain(seq), beside, OPENING) + body + b"]}", seq
