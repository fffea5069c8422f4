"""The frames of the feed: what a hub says to a viewer, each one JSON object in one text frame.

    Frame
     ├── Hello      first: which history this is, and from where it goes on
     ├── Messages   the next messages of the log; with none of them it is the heartbeat
     └── Bye        last, where the hub can say why it goes

`docs/feed.md` describes them. The numbers below are part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge, Le, MaxLen
from pydantic import Field, TypeAdapter, ValidationError

from feeds.codec import VERSION, AnyMessage, KnownMessage
from feeds.log import LONGEST_LINE, Log
from race.messages import STRICT

MINOR = 0
"""Counts the additions within a version."""

SUBPROTOCOL = f"lapbell.v{VERSION}"

LARGEST_FRAME = 256 * 1024
"""Bytes; only a single message that is larger exceeds it, alone in its frame."""

LARGEST_POSSIBLE = LONGEST_LINE + LARGEST_FRAME
"""Bytes that a viewer must be ready to take."""

MOST_MESSAGES = 1000
"""In one frame."""

ENVELOPE = 160
"""Bytes, at most, of a frame around its messages."""

NORMAL = 1000
RESTART = 1012
BUSY = 1013
BAD_FRAME = 4000
BAD_TOKEN = 4001
WRONG_ROLE = 4003
SLOW = 4008
NEW_EPOCH = 4009
WRONG_VERSION = 4010
TOO_FAST = 4029

MAY_RETRY = {
    NORMAL: True,
    RESTART: True,
    BUSY: True,
    BAD_FRAME: False,
    BAD_TOKEN: False,
    WRONG_ROLE: False,
    SLOW: True,
    NEW_EPOCH: True,
    WRONG_VERSION: False,
    TOO_FAST: True,
}
"""Whether it helps to ask again after a connection was closed with a code; with any other it does."""

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
    race: Annotated[str, MaxLen(80)]
    epoch: Annotated[str, MaxLen(32)]
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
    """The messages with the numbers `prev` + 1 to `seq`."""

    __pydantic_config__: ClassVar = STRICT

    type: Literal["messages"] = "messages"
    prev: Count
    seq: Count
    chain: Chain
    """The log's fingerprint at `seq`."""
    now_ms: Milliseconds
    messages: tuple[AnyMessage, ...]

    def __post_init__(self) -> None:
        if self.seq - self.prev != len(self.messages):
            raise ValueError(f"{len(self.messages)} messages are not those after {self.prev} to {self.seq}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMessages(Messages):
    """The same with none among them that this version does not know, which is quicker to check."""

    __pydantic_config__: ClassVar = STRICT

    messages: tuple[KnownMessage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bye:
    """The last frame; the close code of the connection is the same."""

    __pydantic_config__: ClassVar = STRICT

    type: Literal["bye"] = "bye"
    code: int
    reason: Annotated[str, MaxLen(200)]
    retry_ms: Annotated[int, Ge(0), Le(600_000)] | None = None
    """How long to wait before asking again."""


Frame = Hello | Messages | Bye


@cache
def _frame() -> TypeAdapter[Frame]:
    return TypeAdapter(Annotated[Hello | KnownMessages | Bye, Field(discriminator="type")])


@cache
def _messages() -> TypeAdapter[Messages]:
    return TypeAdapter(Messages)


def decode(data: bytes) -> Frame | None:
    """Read a frame; None for one of a type that this version does not know.

    Fields that this version does not know are passed over. Raises ValidationError.
    """
    try:
        return _frame().validate_json(data, extra="ignore")
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        if fault["type"] == "union_tag_invalid" and not fault["loc"]:
            return None
        if fault["loc"][:1] == ("messages",):
            return _messages().validate_json(data, extra="ignore")
        raise


def encode(frame: Hello | Bye) -> bytes:
    """A frame without messages as JSON."""
    return _frame().dump_json(frame)


def messages(log: Log, prev: int, now_ms: int) -> tuple[bytes, int]:
    """The frame with what follows a number in a log, as much as it may hold, and the number it reaches."""
    size, count = ENVELOPE, 0
    lines = log.lines[prev : prev + MOST_MESSAGES]
    for line in lines:
        size += len(line) + 1
        if size > LARGEST_FRAME and count:
            break
        count += 1
    seq = prev + count
    frame = b'{"type":"messages","prev":%d,"seq":%d,"chain":%d,"now_ms":%d,"messages":[%s]}'
    return frame % (prev, seq, log.chain(seq), now_ms, b",".join(lines[:count])), seq
