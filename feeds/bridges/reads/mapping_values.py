"""What stands in a mapping file, of the kind that it has to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 100_000
"""Lines of a table."""


def said_text(said: Mapping[str, object], key: str) -> str:
    """A text; empty where nothing is said. Raises UserError."""
    value = said.get(key, "")
    if not isinstance(value, str):
        raise UserError(f"mapping file: {key} must be a text in quotes")
    return value


def said_texts(said: object, what: str) -> tuple[str, ...]:
    """Several texts. Raises UserError."""
    if not isinstance(said, list | tuple) or not all(isinstance(text, str) for text in said):
        raise UserError(f"mapping file: {what} must be a text in quotes, or several in square brackets")
    return tuple(said)


def said_table(said: Mapping[str, object], key: str) -> dict[str, str]:
    """Texts by texts; empty where nothing is said. Raises UserError."""
    value = said.get(key, {})
    if (
        not isinstance(value, dict)
        or not all(isinstance(text, str) for text in value.values())
        or len(value) > MOST
    ):
        raise UserError(f'mapping file: [{key}] must hold lines such as "A" = "B", all in quotes')
    return value
