"""Takes out of a message what only a later version knows, so that the rest of it can be read.

An unknown field is as if it were not there. An unknown value of a field that takes one of a few words counts
as the word in `COUNTS_AS`, or as if the field were not there; a mark with one is left out, because it might
seem to be broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from race.messages import Unknown

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from race.messages import Message

COUNTS_AS = {"evidence": "hand", "status": "unknown", "setting": "trail"}
"""The least certain evidence, the status that says least, the setting of which least is expected."""

EXTRA = ("extra_forbidden", "unexpected_keyword_argument", "needs_python_object")
"""How pydantic calls a field that a class does not have."""

LONGEST = 40
"""Characters of a name or a value that are reported."""


def sentences_on(message: Message) -> tuple[str, ...]:
    """What this version does not know of a message, and what is made of it; empty if it knows all."""
    if message.unread is not None:
        return message.unread.sentences
    if isinstance(message, Unknown):
        return (f"{message.type[:LONGEST]!r} is not a message type of this version; kept unread",)
    return ()


def is_newer(fault: ErrorDetails) -> bool:
    """Whether nothing else is wrong than that this version does not know a field, or a word for its value."""
    return len(fault["loc"]) > 1 and (
        fault["type"] in EXTRA or (fault["type"] == "literal_error" and isinstance(fault["input"], str))
    )


def take_out(body: dict[str, Any], faults: Sequence[ErrorDetails]) -> tuple[str, ...]:
    """Take out of a message, in place, what newer faults found. Returns a sentence on each."""
    sentences: dict[str, None] = {}
    lost_marks: set[int] = set()
    for fault in faults:
        path = fault["loc"][1:]
        part: Any = body
        for step in path[:-1]:
            part = part[step]
        name = str(path[-1])
        where = ".".join(str(step) for step in path if isinstance(step, str))
        if fault["type"] in EXTRA:
            del part[name]
            sentences[f"{where[:LONGEST]!r} is not a field that this version knows; kept unread"] = None
            continue
        unknown = f"{where} {part[name][:LONGEST]!r} is not a value that this version knows"
        if path[0] == "marks":
            assert isinstance(path[1], int)
            lost_marks.add(path[1])
            sentences[f"{unknown}; the mark is left out"] = None
        elif name in COUNTS_AS:
            part[name] = COUNTS_AS[name]
            sentences[f"{unknown}; counts as {COUNTS_AS[name]!r}"] = None
        else:
            del part[name]
            sentences[f"{unknown}; kept unread"] = None
    if lost_marks:
        body["marks"] = [mark for number, mark in enumerate(body["marks"]) if number not in lost_marks]
    return tuple(sentences)
