"""How many values a message may be made of, so that none holds a hub up for long while it is decoded.

A value is what stands between two commas or brackets. A start list of 50,000 entrants with all their fields
is made of 750,000, and takes a third of a second; no other message of a race needs more than a few.
"""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json

MOST_OF_KIND = {"start-list": 800_000, "order": 110_000}
"""An order may have 100,000 places."""

MOST_OF_OTHERS = 10_000

MOST_OF_ALL = max(MOST_OF_KIND.values())

MOST_IN_FRAME = 50_000
"""In a frame with several messages; that is some 5,000 splits."""


def too_many_values(data: bytes) -> str | None:
    """What is wrong with the size of a message, in words; None if it is not too large, or cannot be read."""
    if len(data) <= MOST_OF_OTHERS:
        return None
    count = count_values(data)
    if count <= MOST_OF_OTHERS:
        return None
    try:
        return _fault(count, from_json(data))
    except ValueError:
        return None


def large_message(data: bytes) -> tuple[dict[str, Any], str] | None:
    """The frame, and what is wrong, if it has a single message of too many values.

    None if it has not, or cannot be read. Raises ValueError for several messages that together have too many,
    and for anything else so large.
    """
    count = count_values(data) if len(data) > MOST_IN_FRAME else 0
    if count <= MOST_IN_FRAME:
        return None
    if count > MOST_OF_ALL + MOST_IN_FRAME:
        raise ValueError(f"more than {MOST_OF_ALL:,} values")
    try:
        frame = from_json(data)
    except ValueError:
        return None
    messages = frame.get("messages") if isinstance(frame, dict) else None
    if not isinstance(messages, list) or not messages:
        raise ValueError(f"more than {MOST_IN_FRAME:,} values in a frame without messages")
    if len(messages) > 1:
        raise ValueError(f"more than {MOST_IN_FRAME:,} values in a frame with several messages")
    fault = _fault(count - 2, messages[0])
    return None if fault is None else (frame, fault)


def _fault(count: int, message: object) -> str | None:
    kind = message.get("type") if isinstance(message, dict) else None
    most = MOST_OF_KIND.get(kind, MOST_OF_OTHERS) if isinstance(kind, str) else MOST_OF_OTHERS
    return f"more than {most:,} values" if count > most else None


def count_values(data: bytes) -> int:
    """How many values some JSON is made of, at most."""
    return sum(map(data.count, (b",", b"[", b"{")))
