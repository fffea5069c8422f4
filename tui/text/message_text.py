"""A message in one line, for people who correct a race."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from feeds import codec
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.messages import Message

LONGEST = 60
"""Characters of a value that is shown."""

LEFT_OUT = ("type", "id", "heard_ms")


def message_text(message: Message) -> str:
    """The type, then every other field that it has but its id: `split bib=12 checkpoint=400 time=58.2`."""
    fields: dict[str, object] = json.loads(codec.encode(message))
    parts = [f"{name}={_shown(value)}" for name, value in fields.items() if name not in LEFT_OUT]
    return clean(" ".join([str(fields["type"]), *parts]))


def _shown(value: object) -> str:
    plain = (
        isinstance(value, str) and value and not any(letter.isspace() or letter in "\"'" for letter in value)
    )
    text = str(value) if plain else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
