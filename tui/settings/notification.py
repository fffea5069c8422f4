"""Desktop notifications through the terminal, if it supports them."""

from __future__ import annotations

from collections.abc import Mapping

from tui.text.safe_text import clean, truncate

LONGEST = 120
"""Cells of a notification."""

ITERM = "iTerm"
"""The start of TERM_PROGRAM or LC_TERMINAL in iTerm2, which documents OSC 9 and not 777."""

UNSUPPORTED = ("linux", "dumb", "vt", "screen")
"""Starts of TERM in terminals that support neither, and may print unknown sequences."""


def notification(text: str, environment: Mapping[str, str]) -> str:
    """The escape sequence that shows a text as a desktop notification; empty if that cannot work.

    It is OSC 777, which most terminals with notifications support; OSC 9 in iTerm2. In tmux it is wrapped for
    the outer terminal; tmux passes it on if `allow-passthrough` is on, and drops it otherwise.
    """
    if not can_notify(environment):
        return ""
    body = truncate(clean(text).replace(";", ","), LONGEST)
    if any(environment.get(name, "").startswith(ITERM) for name in ("TERM_PROGRAM", "LC_TERMINAL")):
        command = f"\x1b]9;Lapbell: {body}\x07"
    else:
        command = f"\x1b]777;notify;Lapbell;{body}\x07"
    return f"\x1bPtmux;\x1b{command}\x1b\\" if environment.get("TMUX") else command


def can_notify(environment: Mapping[str, str]) -> bool:
    """Whether the terminal may support notifications, judging by its name."""
    return bool(environment.get("TMUX")) or not environment.get("TERM", "dumb").startswith(UNSUPPORTED)
