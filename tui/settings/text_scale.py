"""Text of double size: kitty's text sizing protocol, OSC 66, where the terminal knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "LAPBELL_TEXT_SCALE"
"""`2` if the terminal draws text of double size, `1` if not; otherwise a terminal that may is asked."""

PROBE = "\x1b]66;s=2; \x1b\\"
"""A blank of double size: the cursor moves by two cells where that is known, and by none elsewhere."""

MULTIPLEXERS = ("TMUX", "STY", "ZELLIJ")
"""Variables of programs that draw the screen themselves, and know nothing of sizes."""


def scales_text(environment: Mapping[str, str]) -> bool:
    """Whether text of double size is drawn, by what was set or found out."""
    return environment.get(VARIABLE) == "2" and not _is_multiplexed(environment)


def may_scale_text(environment: Mapping[str, str]) -> bool:
    """Whether to ask the terminal: it is known by its name to know OSC 66 in some of its versions."""
    is_kitty = environment.get("TERM") == "xterm-kitty"
    return is_kitty and VARIABLE not in environment and not _is_multiplexed(environment)


def doubled(text: str) -> str:
    """The sequence that draws a text, which is free of controls, twice as large from the cursor on."""
    return f"\x1b]66;s=2;{text}\x1b\\"


def _is_multiplexed(environment: Mapping[str, str]) -> bool:
    return any(environment.get(name) for name in MULTIPLEXERS)
