"""The JSON Schema of the messages and of the frames around them, as `docs/feed.schema.json` has it.

It uses only the keywords that draft 7 and draft 2020-12 have in common, and `$defs`, which a reference
finds in either.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from inspect import cleandoc
from typing import Any

from pydantic import TypeAdapter

from feeds.codec import KNOWN, PARTS, UNREAD, Header, KnownMessage
from feeds.protocol import admin_frames, publisher_frames, viewer_frames
from race.messages import STRICT, Message

TO_VIEWER = (viewer_frames.Hello, viewer_frames.Messages, viewer_frames.Pong, viewer_frames.Bye)
FROM_VIEWER = (viewer_frames.Ping,)
TO_PUBLISHER = (
    publisher_frames.Ready,
    publisher_frames.Ack,
    publisher_frames.Refusal,
    publisher_frames.Warned,
    publisher_frames.Again,
    publisher_frames.Notice,
    publisher_frames.Kept,
    viewer_frames.Bye,
)
FROM_PUBLISHER = (publisher_frames.Publish, publisher_frames.Fetch, publisher_frames.Device)
TO_DESK = (admin_frames.Welcome, admin_frames.Outcome, viewer_frames.Bye)
FROM_DESK = (admin_frames.Make, admin_frames.End, admin_frames.Reopen, admin_frames.Withdraw)

FRAMES = tuple(dict.fromkeys(TO_VIEWER + FROM_VIEWER + TO_PUBLISHER + FROM_PUBLISHER + TO_DESK + FROM_DESK))

MESSAGES = {kind.__name__ for kind in KNOWN}

DESCRIBED = {
    kind.__name__: cleandoc(kind.__doc__)
    for kind in (*KNOWN, *PARTS, Header, *FRAMES)
    if kind.__doc__ and not kind.__doc__.startswith(f"{kind.__name__}(")
}
"""What each class is, which pydantic 2.12 leaves out; with `python -OO` none says."""

CLOSED = {kind.__name__ for kind in (*KNOWN, *PARTS, Header, *FROM_PUBLISHER, *FROM_DESK)}
"""What is to be stored may not have unknown fields; in other frames they are ignored."""

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
KEPT = {
    "type": "array",
    "description": "Without `id` and `heard_ms`; null for one that was refused. Empty beyond the last one.",
    "items": {
        "anyOf": [{"$ref": "#/$defs/Message"}, {"$ref": "#/$defs/LaterMessage"}, {"type": "null"}],
    },
}
START_LIST = {"$ref": "#/$defs/StartList"}
PUBLISHED = {"items": {"$ref": "#/$defs/Message"}}


def schema() -> dict[str, Any]:
    """The document: by itself the schema of a message, and in `$defs` those of the frames, by name."""
    kinds: dict[str, Any] = {"Known": KnownMessage, "Common": Message, "Header": Header}
    kinds |= {kind.__name__: kind for kind in FRAMES}
    with _attribute_docstrings():
        adapters: list[Any] = [(name, "validation", TypeAdapter(kind)) for name, kind in kinds.items()]
    by_name, document = TypeAdapter.json_schemas(adapters)
    one_of = {"oneOf": by_name["Known", "validation"]["oneOf"]}
    common = document["$defs"].pop("Message")["properties"]
    definitions: dict[str, Any] = {
        name: _defined(name, body, common) for name, body in document["$defs"].items()
    }
    definitions["Messages"]["properties"]["messages"] = WATCHED
    definitions["Messages"]["required"].append("messages")
    definitions["Kept"]["properties"]["messages"] = KEPT
    definitions["Make"]["properties"]["start_list"] = START_LIST
    definitions["Publish"]["properties"]["messages"].update(PUBLISHED)
    definitions |= {"Message": {"title": "Message", **one_of}, "LaterMessage": LATER}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Lapbell message",
        "description": "A message of a race. In $defs are the frames of the feed and a race file's Header.",
        **one_of,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


@contextmanager
def _attribute_docstrings() -> Iterator[None]:
    """Let pydantic read what is written below each field.

    Only here: it parses the sources, which doubles the time that making a schema takes.
    """
    STRICT["use_attribute_docstrings"] = True
    try:
        yield
    finally:
        del STRICT["use_attribute_docstrings"]


def _defined(name: str, body: dict[str, Any], common: dict[str, Any]) -> dict[str, Any]:
    """A definition as people read it: fields explained and without titles, the type required."""
    # pydantic reads the docstrings of a class's own fields, and not of those that it inherits
    inherited = common if name in MESSAGES else {}
    fields = {
        field: _field(described, inherited.get(field, {}))
        for field, described in body["properties"].items()
        if field != UNREAD
    }
    required = body.get("required", [])
    if "type" in fields:
        fields["type"] = {"const": fields["type"]["const"]}
        required = ["type", *(field for field in required if field != "type")]
    closed = {"additionalProperties": False} if name in CLOSED else {}
    about = {"title": name} | ({"description": DESCRIBED[name]} if name in DESCRIBED else {})
    return {**about, "type": "object", "required": required, **closed, "properties": fields}


def _field(described: dict[str, Any], inherited: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in described.items() if key not in ("title", "discriminator")}
    sentence = kept.pop("description", inherited.get("description"))
    return kept | ({"description": sentence.replace("\n", " ")} if sentence else {})
