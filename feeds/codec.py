"""Messages to JSON and back. Here, at the edge, everything that comes in is checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, TypeAdapter, ValidationError
from pydantic_core import to_json

from race.messages import (
    STRICT,
    Gun,
    Message,
    Note,
    Official,
    Order,
    Split,
    StartList,
    Status,
    Unknown,
    Void,
)

VERSION = 1
"""Of the race file and of the feed. Within a version, types and fields are only added."""

KNOWN = (StartList, Gun, Split, Order, Status, Void, Note, Official)
TYPES = {str(kind.__dataclass_fields__["type"].default) for kind in KNOWN}

COMMON = tuple(Message.__dataclass_fields__)
"""Fields that every message may carry, of whatever type."""

Extra = Literal["ignore", "forbid"]

RACE = r"^[a-z0-9][a-z0-9-]{0,79}$"
"""What a race may be called."""

EPOCH = r"^[0-9a-f]{8,32}$"
"""What the name of a history looks like."""

LAYERS = {"known", "unknown"}
"""What the checks below call their two cases."""


def _is_known(value: Any) -> str:
    tag = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return "unknown" if isinstance(tag, str) and tag not in TYPES else "known"


def _carry(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    common = {name: value[name] for name in COMMON if name in value}
    return {"type": value["type"], "body": value, **common}


KnownMessage = Annotated[
    StartList | Gun | Split | Order | Status | Void | Note | Official, Field(discriminator="type")
]
AnyMessage = Annotated[
    Annotated[KnownMessage, Tag("known")] | Annotated[Unknown, BeforeValidator(_carry), Tag("unknown")],
    Discriminator(_is_known),
]


@dataclass(frozen=True, kw_only=True)
class Header:
    """The first line of a race file."""

    __pydantic_config__: ClassVar = STRICT

    type: Literal["log"] = "log"
    version: Literal[1]
    race: Annotated[str, Field(pattern=RACE)]
    """The race's id: small letters, digits and hyphens."""
    epoch: Annotated[str, Field(pattern=EPOCH)] | None = None
    """Changes when history was lost or rewritten; without one it follows from the content."""


_known: TypeAdapter[Message] = TypeAdapter(KnownMessage)
_header: TypeAdapter[Header] = TypeAdapter(Header)


@cache
def _any() -> TypeAdapter[Message]:
    return TypeAdapter(AnyMessage)


def decode(text: bytes | str, *, newer: bool = False) -> Message:
    """Read one message; a type that this version does not know becomes `Unknown`.

    Raises ValidationError for anything else that is not right, unknown fields included; these are passed
    over in what may be of a newer version.
    """
    extra: Extra = "ignore" if newer else "forbid"
    try:
        return _known.validate_json(text, extra=extra)
    except ValidationError:
        return _any().validate_json(text, extra=extra)


def decode_known(text: bytes | str) -> Message:
    """Read one message of a type and with fields that this version knows. Raises ValidationError."""
    return _known.validate_json(text)


def decode_header(text: bytes | str) -> Header:
    """Read the first line of a race file. Raises ValidationError."""
    return _header.validate_json(text)


def encode(message: Message) -> bytes:
    """One message as one line of compact JSON, without the line's end and without defaults."""
    if isinstance(message, Unknown):
        return to_json(message.body, inf_nan_mode="null")
    body = _known.serializer.to_json(message, exclude_defaults=True)
    return _with_type(message.type, body)  # type: ignore[attr-defined]


def encode_header(header: Header) -> bytes:
    """The first line of a race file."""
    return _with_type("log", _header.dump_json(header, exclude_defaults=True))


def explain(error: ValidationError) -> list[str]:
    """What is wrong, a sentence each, with the place in the message."""
    return [_sentence(fault) for fault in error.errors(include_url=False)]


def _sentence(fault: Any) -> str:
    path = ".".join(map(str, _place(fault["loc"])))
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
            return f"{path}: {fault['input'][:40]!r} is not written as it should be"
    text = re.sub(r"^Value error, | after validation, .*", "", fault["msg"])
    text = re.sub(r"^(Input|String|Tuple|Dictionary|List) should ", "must ", text)
    return f"{path}: {text}" if path else text


def _place(steps: tuple[Any, ...]) -> list[Any]:
    """The way to a field, without the cases that the check went through on it."""
    walk = pairwise((None, *steps))
    return [
        step for before, step in walk if step not in LAYERS and (before not in LAYERS or step not in TYPES)
    ]


def _with_type(name: str, body: bytes) -> bytes:
    return b'{"type":"%s"%s' % (name.encode(), b"}" if body == b"{}" else b"," + body[1:])
