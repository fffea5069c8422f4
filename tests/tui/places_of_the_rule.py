"""Where it is held what may be in a text, to be taken away one by one."""

from __future__ import annotations

from typing import Any

import pytest


def as_it_is(value: Any) -> Any:
    """In place of a rule."""
    return value


DOOR = (
    "feeds.cached_schemas.legal_json",
    "feeds.codec.legal_json",
    "feeds.log.legal_json",
    "feeds.errors.legal",
)
"""Where the rule is held when a text comes in."""

GUARD = (
    "tui.text.safe_stream.legal_lines",
    "tui.commands.write_output.legal_lines",
    "tui.app_terminal.legal_lines",
    "tui.widgets.legal_segments.legal",
)
"""Where it is held when a text goes out."""

PLACES = {"no door": DOOR, "no guard": GUARD}
"""Each of the two is enough by itself."""


def take_away(monkeypatch: pytest.MonkeyPatch, *places: str) -> None:
    """Leave some places without the rule."""
    for place in places:
        monkeypatch.setattr(place, as_it_is)
