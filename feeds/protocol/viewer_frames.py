"""The frames of the feed between a hub and a viewer, each one JSON object in one text frame.

    hub to viewer
     ├── Hello      first: which history this is, and where it continues
     ├── Messages   the next messages of the log; without messages it is the heartbeat
     ├── Pong       the hub's clock, for a viewer that asked
     └── Bye        last, if the hub can still say why it closes the connection
    viewer to hub
     └── Ping       asks for the hub's clock

`docs/feed.md` describes them. The numbers below are part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic_core import from_json, to_json

from feeds.cached_schemas import ByType, Schema, Strict
from feeds.codec import VERSION, Epoch, RaceId
from feeds.legal_json import legal_json
from feeds.log import LONGEST_LINE, Log
from feeds.protocol.device_state import DeviceState
from race.lazy_dataclass import dataclass
from race.limits import Ge, Le, MaxLen

MINOR = 4
"""Counts the additions to a version."""

SUBPROTOCOL = f"lapbell.v{VERSION}"

LARGEST_FRAME = 64 * 1024
"""Bytes; a frame is larger only if its single message is."""

LARGEST_POSSIBLE = LONGEST_LINE + LARGEST_FRAME
"""Bytes that a viewer must be able to take in one frame."""

MOST_MESSAGES = 1000
"""Messages in one frame."""

MOST_DEVICES = 16
"""Devices of which a frame says how they are."""

ENVELOPE = 200
"""Bytes, at most, of a frame around its messages and devices."""

LONGEST_HEAD = 8 * 1024
"""Bytes in which the messages of a frame must begin."""

OPENING = b'"messages":['
"""The end of the first line of a frame with messages; the messages follow, each on a line of its own."""

Count = Annotated[int, Ge(0), Le(2**53)]
Chain = Annotated[int, Ge(0), Le(2**32 - 1)]
Milliseconds = Annotated[int, Ge(0), Le(2**53)]
Mode = Literal["resume", "start"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello(Strict):
    """The first frame to a viewer."""

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
    """The hub sends something at least this often."""
    mode: Mode
    """Whether the log continues from the viewer's position or starts with its first message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages(Strict):
    """The messages with the numbers `prev` + 1 to `seq`, as the lines of the log."""

    type: Literal["messages"] = "messages"
    prev: Count
    seq: Count
    chain: Chain
    """The log's running CRC-32 at `seq`."""
    publishers: Count | None = None
    """How many publishers of this race are connected; given in a frame that reaches the head of the log."""
    devices: Annotated[tuple[DeviceState, ...], MaxLen(1000)] = ()
    """How the timing devices of the race are, as far as their publishers say it; in the same frames. Since
    minor version 4."""
    messages: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bye(Strict):
    """The last frame; the connection is closed with the same code."""

    type: Literal["bye"] = "bye"
    code: int
    reason: Annotated[str, MaxLen(200)]
    retry_ms: Annotated[int, Ge(0), Le(600_000)] | None = None
    """How long to wait before trying again, in milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping(Strict):
    """A viewer asks for the time."""

    type: Literal["ping"] = "ping"
    asked_ms: Milliseconds
    """The viewer's clock; the answer repeats it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pong(Strict):
    """The hub's answer, by its clock in UTC."""

    type: Literal["pong"] = "pong"
    asked_ms: Milliseconds
    heard_ms: Milliseconds
    """When the question was received."""
    said_ms: Milliseconds
    """When the answer was sent."""


Frame = Hello | Messages | Pong | Bye


_frame: Schema[Frame] = Schema(
    "viewer-frame", Annotated[Frame, ByType()], (Hello, Messages, Pong, Bye, DeviceState)
)
_ping: Schema[Ping] = Schema("ping", Ping, (Ping,))


def decode(data: bytes) -> Frame | None:
    """Read a frame; None for one of a type that this version does not know.

    Fields that this version does not know are ignored. Messages are not decoded: each is a line of JSON.
    Raises ValueError.
    """
    head, lines = _split(data)
    frame = _frame.read_known(head, extra="ignore")
    return _with_messages(frame, lines) if isinstance(frame, Messages) else frame


def _split(data: bytes) -> tuple[bytes, list[bytes]]:
    """A frame without its messages, and the lines of these."""
    first, *lines = data.split(b"\n")
    if first.endswith(OPENING) and lines and lines[-1].startswith(b"]"):
        return first + lines[-1], [line.removesuffix(b",") for line in lines[:-1]]
    if b'"messages"' not in data[:LONGEST_HEAD]:
        return data, []
    return _split_unlined(data)


def _split_unlined(data: bytes) -> tuple[bytes, list[bytes]]:
    """The same for a hub that does not write each message on a line of its own."""
    try:
        frame: Any = from_json(data)
    except ValueError:
        return data, []
    messages = frame.get("messages") if isinstance(frame, dict) else None
    if not isinstance(messages, list):
        return data, []
    return to_json({**frame, "messages": []}), [to_json(message) for message in messages]


def _with_messages(frame: Messages, lines: list[bytes]) -> Messages:
    if frame.seq - frame.prev != len(lines):
        raise ValueError(f"{len(lines)} messages are not those after {frame.prev} to {frame.seq}")
    return Messages(
        prev=frame.prev,
        seq=frame.seq,
        chain=frame.chain,
        publishers=frame.publishers,
        devices=frame.devices,
        messages=tuple(lines),
    )


def decode_ping(data: bytes) -> Ping | None:
    """Read what a viewer sends; None for a type that this version does not know. Raises ValueError."""
    frame: Any = from_json(data)
    is_ping = isinstance(frame, dict) and frame.get("type") == "ping"
    return _ping.read(data, extra="ignore") if is_ping else None


def encode(frame: Hello | Bye | Ping | Pong) -> bytes:
    """A frame without messages as JSON, its texts legal."""
    return legal_json(to_json(frame))


def messages(log: Log, prev: int, publishers: int, devices: Sequence[DeviceState] = ()) -> tuple[bytes, int]:
    """A frame with the messages after a number, as many as fit, and the number that it reaches.

    The number of publishers, and how devices are, is given where the frame reaches the head of the log.
    """
    beside = _at_head(publishers, devices)
    size, count = ENVELOPE + len(beside), 0
    lines = log.lines[prev : prev + MOST_MESSAGES]
    for line in lines:
        size += len(line) + 2
        if size > LARGEST_FRAME and count:
            break
        count += 1
    seq = prev + count
    beside = beside if seq == log.head else b""
    body = b"\n%s\n" % b",\n".join(lines[:count]) if count else b"\n"
    head = b'{"type":"messages","prev":%d,"seq":%d,"chain":%d,%s%s'
    return head % (prev, seq, log.chain(seq), beside, OPENING) + body + b"]}", seq


def _at_head(publishers: int, devices: Sequence[DeviceState]) -> bytes:
    """The fields of a frame that reaches the head of the log; of the devices first those in trouble."""
    if not devices:
        return b'"publishers":%d,' % publishers
    shown = sorted(devices, key=lambda device: (device.is_well, device.source))[:MOST_DEVICES]
    said = legal_json(to_json([asdict(device) for device in shown]))
    return b'"publishers":%d,"devices":%s,' % (publishers, said)
