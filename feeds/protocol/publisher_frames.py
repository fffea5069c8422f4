"""The frames between a publisher and a hub, each one JSON object in one text frame.

    hub to publisher
     ├── Ready      first: the source whose messages the hub takes, and which of them it has
     ├── Ack        everything up to a number is kept for good; sent unchanged it is the heartbeat
     ├── Refusal    one message is not taken, and why; its number is used up
     ├── Warned     one message is taken, and is likely to be a mistake
     ├── Again      messages are missing in between: send again from this number on
     ├── Kept       the messages of the source that the hub has, for a publisher that asked
     ├── Notice     something for the person at the publisher; publishing goes on
     └── Bye        last, as for viewers
    publisher to hub
     ├── Publish    the next messages
     ├── Fetch      asks for the messages of the source that the hub has
     └── Device     how the timing device is that the messages come from; it is not kept

A source numbers its messages from 1. The hub gives each the `id` `SOURCE:NUMBER`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic_core import ValidationError, from_json, to_json

from feeds.cached_schemas import ByType, Schema, Strict
from feeds.codec import KNOWN, MOST_NEWER, PARTS, KnownMessage, decode_known, explain
from feeds.legal_json import faults_in, legal_json
from feeds.message_values import large_message
from feeds.protocol.device_state import BridgeName, DeviceWord  # noqa: TC001 - schemas are made from them
from feeds.protocol.viewer_frames import Bye, Chain, Count, Milliseconds
from race.lazy_dataclass import dataclass
from race.limits import Ge, MaxLen, Pattern

if TYPE_CHECKING:
    from race.messages import Message

MOST_MESSAGES = 500
"""Messages in one frame."""

LARGEST_FRAME = 64 * 1024
"""Bytes; a frame should be larger only if its single message is."""

ENVELOPE = 60
"""Bytes of a frame around its messages, at most."""

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
    chain: Chain | None = None
    """The checksum of the source's messages up to `last`; since minor version 2."""


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
class Warned(Strict):
    """One message is taken, but will not do what it says unless other messages follow."""

    type: Literal["warning"] = "warning"
    number: Count
    reason: Annotated[str, MaxLen(300)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Again(Strict):
    """A frame does not continue what the hub has."""

    type: Literal["again"] = "again"
    first: Count
    """The number to send from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Strict):
    """The messages of the source from a number on, as many as fit into a frame."""

    type: Literal["kept"] = "kept"
    first: Count
    """As asked for."""
    messages: tuple[Any, ...]
    """Without `id` and `heard_ms`; null for one that was refused. Empty beyond the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Strict):
    """Something that the person at the publisher should know; publishing goes on."""

    type: Literal["notice"] = "notice"
    reason: Annotated[str, MaxLen(300)]


Answer = Ready | Ack | Refusal | Warned | Again | Kept | Notice | Bye


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Strict):
    """Messages of a source, numbered from `first` on."""

    type: Literal["publish"]
    first: Annotated[Count, Ge(1)]
    messages: Annotated[tuple[KnownMessage, ...], MaxLen(MOST_MESSAGES)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch(Strict):
    """Asks for the messages of the source that the hub has, from a number on."""

    type: Literal["fetch"]
    first: Annotated[Count, Ge(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Device(Strict):
    """How the timing device is that the publisher reads from. The last one counts, until the connection ends.

    A hub knows it since minor version 4.
    """

    type: Literal["device"]
    bridge: BridgeName
    """What reads from it."""
    state: DeviceWord
    for_ms: Milliseconds
    """For how long that has been so."""


DEVICES = 4
"""The minor version since which hubs take `device`."""

NOT_IN_NAME = re.compile("[^A-Za-z0-9._-]")

_answer: Schema[Answer] = Schema(
    "answer", Annotated[Answer, ByType()], (Ready, Ack, Refusal, Warned, Again, Kept, Notice, Bye)
)
_publish: Schema[Publish] = Schema("publish", Publish, (Publish, *KNOWN, *PARTS))
_fetch: Schema[Fetch] = Schema("fetch", Fetch, (Fetch,))
_device: Schema[Device] = Schema("device", Device, (Device,))


class Submission(NamedTuple):
    """The messages that a publisher sent in one frame."""

    first: int
    messages: Sequence[Message | str]
    """A message that is not valid is represented by a sentence: why."""
    illegal: Sequence[str] = ()
    """A sentence on each text that had to be made legal."""


def decode(data: bytes) -> Submission | Fetch | Device:
    """Read a frame of a publisher. What this version does not know of its messages is kept with them.

    Raises ValueError for what is not a frame.
    """
    large = large_message(data)
    if large is not None:
        frame, fault = large
        return Submission(_first(frame), [fault])
    try:
        publish = _publish.read(data)
    except ValidationError as error:
        return _decode_other(data, error)
    return Submission(publish.first, publish.messages, faults_in(data))


def _decode_other(data: bytes, error: ValidationError) -> Submission | Fetch | Device:
    """The same for other frames, and for one in which some messages are not valid."""
    if error.error_count() > MOST_NEWER:
        raise ValueError(f"more than {MOST_NEWER:,} things in it are not as they should be")
    faults = error.errors(include_url=False, include_input=False)
    if any(fault["loc"] == ("type",) for fault in faults):
        return _decode_unlike(data)
    fault = faults[0]
    if fault["loc"][:1] != ("messages",) or len(fault["loc"]) < 2:
        raise error
    frame: Any = from_json(data)
    first = _first(frame)
    if len(frame["messages"]) > MOST_MESSAGES:
        raise ValueError(f"messages: more than {MOST_MESSAGES} in one frame")
    messages = [_message(to_json(message)) for message in frame["messages"]]
    return Submission(first, messages, faults_in(data))


def _decode_unlike(data: bytes) -> Fetch | Device:
    frame: Any = from_json(data)
    match frame.get("type"):
        case "fetch":
            return _fetch.read(data)
        case "device":
            return _device.read(data)
    raise ValueError("type: must be 'publish', 'fetch' or 'device'")


def _first(frame: dict[str, Any]) -> int:
    """The number of the first message. Raises ValidationError where something else of a frame is wrong."""
    return _publish.read(to_json({**frame, "messages": []})).first


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
    """An answer as JSON, its texts legal."""
    return legal_json(to_json(answer))


def kept(first: int, lines: Iterable[bytes | None]) -> bytes:
    """The frame with the first messages of a source from a number on, each JSON or None for a refused one."""
    size = ENVELOPE
    fitting: list[bytes] = []
    for line in lines:
        text = line or b"null"
        size += len(text) + 1
        if fitting and size > LARGEST_FRAME:
            break
        fitting.append(text)
    return b'{"type":"kept","first":%d,"messages":[%s]}' % (first, b",".join(fitting))


def fetch(first: int) -> bytes:
    """The question for the messages of the source from a number on."""
    return to_json(Fetch(type="fetch", first=first))


def device(bridge: str, state: DeviceWord, for_ms: int) -> bytes:
    """The frame that says how a device is. What the name of a bridge may not have becomes hyphens."""
    name = NOT_IN_NAME.sub("-", bridge)[:32] or "-"
    return to_json(Device(type="device", bridge=name, state=state, for_ms=for_ms))


def publish(first: int, lines: Sequence[bytes]) -> bytes:
    """The frame with a source's messages from a number on, each already JSON."""
    return b'{"type":"publish","first":%d,"messages":[%s]}' % (first, b",".join(lines))
