"""Whether frames fit to the schema of the feed, and to the code that reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from jsonschema import Draft7Validator, Draft202012Validator  # type: ignore[import-untyped]  # no stubs

from feeds.protocol import admin_frames, publisher_frames, schema, viewer_frames

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = DOCS / "feed.schema.json"

DRAFTS = (Draft7Validator, Draft202012Validator)


def read(frame: dict[str, Any]) -> object:
    """A frame, read by the side that hears it."""
    text = json.dumps(frame).encode()
    match frame["type"]:
        case "publish" | "fetch" | "device":
            submission = publisher_frames.decode(text)
            if not isinstance(submission, publisher_frames.Submission):
                return submission
            return None if any(isinstance(message, str) for message in submission.messages) else submission
        case "make" | "end" | "reopen" | "withdraw":
            return admin_frames.decode(text)
        case "welcome" | "outcome":
            return admin_frames.decode_answer(text)
        case "ping":
            return viewer_frames.decode_ping(text)
        case "hello" | "messages" | "pong":
            return viewer_frames.decode(text)
    return publisher_frames.decode_answer(text)


def type_of(kind: Any) -> str:
    """What its frames say they are."""
    [word] = get_args(get_type_hints(kind)["type"])
    return str(word)


def faults(frame: dict[str, Any], draft: Any = Draft202012Validator) -> list[Any]:
    """What the schema has against a frame."""
    names = {type_of(kind): kind.__name__ for kind in schema.FRAMES}
    return list(validator(names[frame["type"]], draft).iter_errors(frame))


@cache
def document() -> dict[str, Any]:
    """The schema of the code, made once, as that takes 0.3 s; not to be changed."""
    return schema.schema()


@cache
def whole(draft: Any) -> Any:
    """The validator of messages."""
    return draft(document())


@cache
def validator(name: str, draft: Any) -> Any:
    """Of one definition of the schema."""
    return draft({"$ref": f"#/$defs/{name}", "$defs": document()["$defs"]})


def parts(value: Any) -> Iterable[dict[str, Any]]:
    """Every object in a document."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(part)
