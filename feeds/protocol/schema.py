"""The JSON Schema of the messages and of the frames around them, as `docs/feed.schema.json` has it.

It stays with the keywords that draft 7 and draft 2020-12 have in common, but for `$defs`, which a reference
finds in either.
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter

from feeds.codec import KNOWN, Header, KnownMessage
from feeds.protocol import publisher_frames, viewer_frames
from race.messages import Checkpoint, Entrant, Mark, MarkSplit, Message

TO_VIEWER = (viewer_frames.Hello, viewer_frames.Messages, viewer_frames.Pong, viewer_frames.Bye)
FROM_VIEWER = (viewer_frames.Ping,)
TO_PUBLISHER = (
    publisher_frames.Ready,
    publisher_frames.Ack,
    publisher_frames.Refusal,
    publisher_frames.Again,
    viewer_frames.Bye,
)
FROM_PUBLISHER = (publisher_frames.Publish,)

FRAMES = tuple(dict.fromkeys(TO_VIEWER + FROM_VIEWER + TO_PUBLISHER + FROM_PUBLISHER))
PARTS = (Checkpoint, Entrant, Mark, MarkSplit)
"""What a start list holds."""

CLOSED = {kind.__name__ for kind in (*KNOWN, *PARTS, Header, *FROM_PUBLISHER)}
"""Whatever is said to be kept has no fields that are unknown; elsewhere they are passed over."""

LATER = {
    "type": "object",
    "description": "A message of a later version: with another type, or with further fields.",
    "required": ["type"],
    "properties": {"type": {"type": "string"}},
}
WATCHED = {
    "type": "array",
    "description": "Each on a line of its own, as it stands in the log; none of them is the heartbeat.",
    "items": {"anyOf": [{"$ref": "#/$defs/Message"}, {"$ref": "#/$defs/LaterMessage"}]},
}
PUBLISHED = {"items": {"$ref": "#/$defs/Message"}}


def schema() -> dict[str, Any]:
    """The document: by itself the schema of a message, and in `$defs` those of the frames, by name."""
    kinds: dict[str, Any] = {"Message": KnownMessage, "Header": Header} | {
        kind.__name__: kind for kind in FRAMES
    }
    adapters: list[Any] = [(name, "validation", TypeAdapter(kind)) for name, kind in kinds.items()]
    by_name, document = TypeAdapter.json_schemas(adapters)
    one_of = {"oneOf": by_name["Message", "validation"]["oneOf"]}
    definitions: dict[str, Any] = {name: _defined(name, body) for name, body in document["$defs"].items()}
    definitions["Messages"]["properties"]["messages"] = WATCHED
    definitions["Messages"]["required"].append("messages")
    definitions["Publish"]["properties"]["messages"].update(PUBLISHED)
    definitions |= {"Message": {"title": "Message", **one_of}, "LaterMessage": LATER}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Lapbell message",
        "description": "A message of a race. In $defs are the frames of the feed and a race file's Header.",
        **one_of,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def _defined(name: str, body: dict[str, Any]) -> dict[str, Any]:
    """A definition as people read it: fields explained and without titles, the type required."""
    sentences = _sentences(name)
    fields = {field: _field(told, sentences.get(field)) for field, told in body["properties"].items()}
    required = body.get("required", [])
    if "type" in fields:
        fields["type"] = {"const": fields["type"]["const"]}
        required = ["type", *required]
    closed = {"additionalProperties": False} if name in CLOSED else {}
    about = {key: body[key] for key in ("title", "description")}
    return {**about, "type": "object", "required": required, **closed, "properties": fields}


def _field(told: dict[str, Any], sentence: str | None) -> dict[str, Any]:
    kept = {key: value for key, value in told.items() if key not in ("title", "discriminator")}
    return kept | ({"description": sentence} if sentence else {})


def _sentences(name: str) -> dict[str, str]:
    """What is written below each field of a class, and of the messages' common part."""
    known = (*KNOWN, *PARTS, Header, *FRAMES)
    kind = next(kind for kind in known if kind.__name__ == name)
    kinds = (Message, kind) if issubclass(kind, Message) else (kind,)
    return {field: text for one in kinds for field, text in _below(one)}


def _below(kind: type) -> list[tuple[str, str]]:
    module = _source(kind.__module__)
    body = next(
        node.body for node in module.body if isinstance(node, ast.ClassDef) and node.name == kind.__name__
    )
    return [
        (field.target.id, inspect.cleandoc(text.value.value).replace("\n", " "))
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    ]


@cache
def _source(module: str) -> ast.Module:
    return ast.parse(inspect.getsource(sys.modules[module]))
