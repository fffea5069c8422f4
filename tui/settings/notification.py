"""Notifications on the desktop, where the terminal passes them on."""

from __future__ import annotations

from collections.abc import Mapping

from tui.text.safe_text import clean, truncate

LONGEST = 120
"""Cells of a notification."""

ONLY_9 = "iTerm"
"""How TERM_PROGRAM and LC_TERMINAL name a terminal that documents OSC 9 and not 777."""

DEAF = ("linux", "dumb", "vt", "screen")
"""Terminals that know neither, and may print what they do not know."""


def notification(text: str, environment: Mapping[str, str]) -> str:
    """What to write to a terminal for it to show a text on the desktop; nothing where it cannot.

    OSC 777, which most know that know any, but for iTerm2, which has OSC 9. In tmux it is wrapped for
    the terminal around it, which tmux passes on if `allow-passthrough` is on, and drops if not.
    """
    if not can_notify(environment):
        return ""
    said = truncate(clean(text).replace(";", ","), LONGEST)
    if any(environment.get(name, "").startswith(ONLY_9) for name in ("TERM_PROGRAM", "LC_TERMINAL")):
        command = f"\x1b]9;Lapbell: {said}\x07"
    else:
        command = f"\x1b]777;notify;Lapbell;{said}\x07"
    return f"\x1bPtmux;\x1b{command}\x1b\\" if environment.get("TMUX") else command


def can_notify(environment: Mapping[str, str]) -> bool:
    """Whether the terminal may show notifications, as far as its name tells."""
    return bool(environment.get("TMUX")) or not environment.get("TERM", "dumb").startswith(DEAF)
