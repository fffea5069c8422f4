"""Messages to JSON and back. Everything that comes in from outside is checked here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic_core import ErrorDetails, ValidationError, from_json, to_json

from feeds.cached_schemas import ByType, Pattern, Schema, Strict
from race.messages import (
    Checkpoint,
    Entrant,
    Gun,
    Mark,
    MarkSplit,
    Message,
    Note,
    Official,
    Order,
    Read,
    Ruling,
    Split,
    StartList,
    Status,
    Unknown,
    Void,
)

VERSION = 1
"""Of the race file and of the feed. Within a version, types and fields are only added."""

KNOWN = (StartList, Gun, Split, Read, Order, Status, Void, Ruling, Note, Official)
"""The classes of messages that this version knows."""

PARTS = (Checkpoint, Entrant, Mark, MarkSplit)
"""The classes inside a start list."""

TYPES = {str(kind.__dataclass_fields__["type"].default) for kind in KNOWN}

COMMON = tuple(Message.__dataclass_fields__)
"""Fields that a message of any type may have."""

RACE = r"^[a-z0-9][a-z0-9-]{0,79}$"
"""A race's id."""

EPOCH = r"^[0-9a-f]{8,32}$"
"""The name of a history."""

RaceId: TypeAlias = Annotated[str, Pattern(RACE)]
Epoch: TypeAlias = Annotated[str, Pattern(EPOCH)]

KnownMessage: TypeAlias = Annotated[
    StartList | Gun | Split | Read | Order | Status | Void | Ruling | Note | Official, ByType()
]


@dataclass(frozen=True, kw_only=True)
class Header(Strict):
    """The first line of a race file."""

    type: Literal["log"] = "log"
    version: Literal[1]
    race: RaceId
    """The race's id: small letters, digits and hyphens."""
    epoch: Epoch | None = None
    """Changes when history was lost or rewritten; without one it follows from the content."""


_message: Schema[Message] = Schema("message", KnownMessage, (*KNOWN, *PARTS))
_unknown: Schema[Unknown] = Schema("unknown", Unknown, (Unknown,))
_header: Schema[Header] = Schema("header", Header, (Header,))


def decode(text: bytes | str, *, newer: bool = False) -> Message:
    """Read one message. One of a type that this version does not know becomes `Unknown`.

    Unknown fields are allowed, and ignored, only with `newer`. Raises ValidationError.
    """
    message = _message.read_known(text, extra="ignore" if newer else "forbid")
    if message is not None:
        return message
    body = from_json(text)
    if not isinstance(body["type"], str):
        return _message.read(text)  # raises
    common = {name: body[name] for name in COMMON if name in body}
    return _unknown.read(to_json({"type": body["type"], "body": body, **common}, inf_nan_mode="constants"))


def decode_known(text: bytes | str) -> Message:
    """Read one message of a type and with fields that this version knows. Raises ValidationError."""
    return _message.read(text)


def decode_header(text: bytes | str) -> Header:
    """Read the first line of a race file. Raises ValidationError."""
    return _header.read(text)


def encode(message: Message) -> bytes:
    """One message as one line of compact JSON, without a line end and without defaults."""
    if isinstance(message, Unknown):
        return to_json(message.body, inf_nan_mode="null")
    body = _message.write(message, exclude_defaults=True)
    return _with_type(message.type, body)  # type: ignore[attr-defined]  # all but the base class have it


def encode_header(header: Header) -> bytes:
    """The first line of a race file, without its line end."""
    return _with_type("log", _header.write(header, exclude_defaults=True))


def explain(error: ValidationError, *, with_type: bool = False) -> list[str]:
    """What is wrong: for each fault the field, after the message's type if `with_type`, and a few words."""
    return [_sentence(fault, with_type) for fault in error.errors(include_url=False)]


def _sentence(fault: ErrorDetails, with_type: bool) -> str:
    steps = fault["loc"]
    path = ".".join(map(str, steps if with_type or not steps or steps[0] not in TYPES else steps[1:]))
    match fault["type"]:
        case "extra_forbidden" | "unexpected_keyword_argument":
            return f"{path}: no such field"
        case "missing" | "missing_keyword_only_argument":
            return f"{path}: missing"
        case "union_tag_not_found" | "union_tag_invalid":
            return "no message type: expected one of " + ", ".join(sorted(TYPES))
        case "json_invalid":
            return f"not JSON: {fault['ctx']['error']}".replace(" line 1 column", " character")
        case "string_type":
            return f"{path}: must be text, in quotes"
        case "string_pattern_mismatch":
            return f"{path}: {fault['input'][:40]!r} is not in the right form"
    text = re.sub(r"^Value error, | after validation, .*", "", fault["msg"])
    text = re.sub(r"^(Input|String|Tuple|Dictionary|List) should ", "must ", text)
    return f"{path}: {text}" if path else text


def _with_type(name: str, body: bytes) -> bytes:
    return b'{"type":"%s"%s' % (name.encode(), b"}" if body == b"{}" else b"," + body[1:])
