"""Messages to JSON and back. Everything that comes in from outside is checked here."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, LiteralString, TypeAlias

from pydantic_core import ErrorDetails, PydanticCustomError, ValidationError, from_json, to_json

from feeds.cached_schemas import ByType, Schema, Strict
from feeds.legal_json import infinite_in, legal_json
from feeds.message_values import too_many_values
from feeds.newer_parts import is_newer, take_out
from race.lazy_dataclass import dataclass
from race.limits import Ge, Le, Pattern
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
    Unread,
    Void,
)
from race.times import FORMS

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

VERSION = 1
"""Of the race file and of the feed. Within a version, types and fields are only added."""

KINDS: dict[str, type[Message]] = {
    "start-list": StartList,
    "gun": Gun,
    "split": Split,
    "read": Read,
    "order": Order,
    "status": Status,
    "void": Void,
    "ruling": Ruling,
    "note": Note,
    "official": Official,
}
"""The classes of messages that this version knows, by the `type` of each."""

KNOWN = tuple(KINDS.values())

TYPES = frozenset(KINDS)

UNREAD = "unread"
"""The field of a message that does not appear in its JSON."""

PARTS_IN = {"checkpoints": Checkpoint, "entrants": Entrant, "marks": Mark, "splits": MarkSplit}
"""The classes inside a start list, by the field that holds them."""

PARTS = tuple(PARTS_IN.values())


@cache
def field_names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    """The fields of a message, or of a part of one, that appear in its JSON."""
    return tuple(field.name for field in fields(kind) if field.name != UNREAD)


RACE_ID = "[a-z0-9][a-z0-9-]{0,79}"
"""A race's id, as a pattern without its ends."""

EPOCH = r"^[0-9a-f]{8,32}$"
"""The name of a history."""

RaceId: TypeAlias = Annotated[str, Pattern(f"^{RACE_ID}$")]
Epoch: TypeAlias = Annotated[str, Pattern(EPOCH)]

KnownMessage: TypeAlias = Annotated[
    StartList | Gun | Split | Read | Order | Status | Void | Ruling | Note | Official, ByType()
]

MOST_NEWER = 100_000
"""What a message may have that is not as this version knows it."""

MOST_FAULTS = 100
"""Faults of one message that are reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header(Strict):
    """The first line of a race file."""

    type: Literal["log"] = "log"
    version: Literal[1]
    race: RaceId
    """The race's id: small letters, digits and hyphens."""
    epoch: Epoch | None = None
    """Changes when history was lost or rewritten; without one it follows from the content."""
    kept: Annotated[int, Ge(0), Le(2**53)] | None = None
    """How many messages are known to be on disk, in a log that is being written. There may be more."""


_message: Schema[Message] = Schema("message", KnownMessage, (*KNOWN, *PARTS))
_unknown: Schema[Unknown] = Schema("unknown", Unknown, (Unknown,))
_header: Schema[Header] = Schema("header", Header, (Header,))


def decode(text: bytes | str, *, newer: bool = True) -> Message:
    """Read one message. One of a type that this version does not know becomes `Unknown`.

    Its texts are made legal. Fields and values that this version does not know are kept in `unread`; without
    `newer` they are faults. Raises ValidationError.
    """
    _refuse_too_many_values(text)
    try:
        message = _message.read_known(text)
    except ValidationError as error:
        if newer:
            return _decode_newer(legal_json(text), error)
        raise
    return _decode_unknown(legal_json(text)) if message is None else message


def _refuse_too_many_values(text: bytes | str) -> None:
    """Raise ValidationError if a message is made of more values than one of its type needs."""
    fault = too_many_values(text if isinstance(text, bytes) else text.encode(errors="surrogatepass"))
    if fault is not None:
        raise _failed("too_many_values", fault)


def _failed(kind: LiteralString, sentence: str, *steps: int | str) -> ValidationError:
    """A message of which one thing is wrong."""
    fault = PydanticCustomError(kind, "{sentence}", {"sentence": sentence})
    return ValidationError.from_exception_data("message", [{"type": fault, "loc": steps, "input": None}])


def decode_known(text: bytes | str) -> Message:
    """Read one message of a type that this version knows. Raises ValidationError."""
    message = decode(text)
    return _message.read(text) if isinstance(message, Unknown) and message.type not in TYPES else message


def _decode_newer(text: bytes, error: ValidationError) -> Message:
    """A message of which this version does not know all. Raises ValidationError for anything else."""
    if error.error_count() > MOST_NEWER:
        raise _failed("too_many_faults", f"more than {MOST_NEWER:,} things in it are not as they should be")
    faults = error.errors(include_url=False)
    newer = [fault for fault in faults if is_newer(fault)]
    if not newer:
        raise error
    body, came = _body(text), from_json(text)
    unread = Unread(take_out(body, newer), {name: came[name] for name in map(_field_of, newer)})
    is_only_newer = len(newer) == len(faults)
    if is_only_newer and body["type"] == "ruling" and "belief" not in body:
        return replace(_decode_unknown(text), unread=unread)
    try:
        message = _message.read(to_json(body))
    except ValidationError as other:
        raise (other if is_only_newer else error) from None
    return replace(message, unread=unread)


def _body(text: bytes) -> dict[str, Any]:
    """A message as it came. Raises ValidationError where a number in it is not finite."""
    body: dict[str, Any] = from_json(text)
    steps = infinite_in(body)
    if steps is not None:
        raise _failed("finite_number", "not a finite number", *steps)
    return body


def _decode_unknown(text: bytes) -> Message:
    body = _body(text)
    if not isinstance(body["type"], str):
        return _message.read(text)  # raises
    common = {name: body[name] for name in field_names(Message) if name in body}
    return _unknown.read(to_json({"type": body["type"], "body": body, **common}))


def decode_header(text: bytes | str) -> Header:
    """Read the first line of a race file. Raises ValidationError."""
    return _header.read(text)


def encode(message: Message) -> bytes:
    """One message as one line of compact JSON, its texts legal, without a line end and without defaults."""
    if message.unread is not None or isinstance(message, Unknown):
        return legal_json(_encode_newer(message))
    body = _message.write(message, exclude_defaults=True)
    return legal_json(_with_type(message.type, body))  # type: ignore[attr-defined]  # the base class lacks it


def _encode_newer(message: Message) -> bytes:
    """A message with everything that it came with, also what this version does not know."""
    plain = replace(message, unread=None)
    if isinstance(plain, Unknown):
        known = from_json(_unknown.write(plain, exclude_defaults=True))
        known.pop("body")
        rest = {name: value for name, value in plain.body.items() if name not in field_names(Message)}
    else:
        known = from_json(_message.write(plain, exclude_defaults=True))
        rest = message.unread.fields if message.unread else {}
    kind = message.type  # type: ignore[attr-defined]  # all but the base class have it
    return to_json({"type": kind, **known, **rest})


def _field_of(fault: ErrorDetails) -> str:
    """The field of the message that a fault is in."""
    return str(fault["loc"][1])


def encode_header(header: Header) -> bytes:
    """The first line of a race file, without its line end."""
    return _with_type("log", _header.write(header, exclude_defaults=True))


def explain(error: ValidationError, *, with_type: bool = False) -> list[str]:
    """What is wrong: for each fault the field, after the message's type if `with_type`, and a few words."""
    return [_sentence(fault, with_type) for fault in error.errors(include_url=False)[:MOST_FAULTS]]


def _sentence(fault: ErrorDetails, with_type: bool) -> str:
    steps = fault["loc"]
    path = ".".join(map(str, steps if with_type or not steps or steps[0] not in TYPES else steps[1:]))
    match fault["type"]:
        case "extra_forbidden" | "unexpected_keyword_argument" | "needs_python_object":
            holder = next((step for step in reversed(steps[:-1]) if isinstance(step, str)), "")
            kind = {**KINDS, **PARTS_IN}.get(holder)
            nearest = get_close_matches(str(steps[-1]), field_names(kind) if kind else (), n=1)
            return f"{path}: no such field" + (f"; did you mean {nearest[0]!r}?" if nearest else "")
        case "missing" | "missing_keyword_only_argument":
            return f"{path}: missing"
        case "union_tag_not_found" | "union_tag_invalid":
            return "no message type: expected one of " + ", ".join(sorted(TYPES))
        case "json_invalid":
            if quotes := _typographic_quotes(fault["input"]):
                return f'not JSON: typographic quotes {quotes}: use straight ones, "'
            return f"not JSON: {fault['ctx']['error']}".replace(" line 1 column", " character")
        case "string_type":
            return f"{path}: must be text, in quotes"
        case "string_pattern_mismatch":
            form = FORMS.get(fault["ctx"]["pattern"])
            how = f" ({form})" if form else ""
            return f"{path}: {fault['input'][:40]!r} is not in the right form{how}"
    text = re.sub(r"^Value error, | after validation, .*", "", fault["msg"])
    text = re.sub(r"^(Input|String|Tuple|Dictionary|List) should ", "must ", text)
    return f"{path}: {text}" if path else text


def _typographic_quotes(text: str | bytes) -> str:
    """Quotation marks of a word processor where JSON has straight ones, as in {“type”: “gun”}."""
    line = text.decode(errors="replace") if isinstance(text, bytes) else text
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", line)
    return " ".join(dict.fromkeys(mark for mark in outside if mark in "“”„‟«»‘’‚‛‹›"))


def _with_type(name: str, body: bytes) -> bytes:
    return b'{"type":"%s"%s' % (name.encode(), b"}" if body == b"{}" else b"," + body[1:])
