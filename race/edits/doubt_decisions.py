"""What can be decided about a claim that is not believed, the likeliest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from race.belief.doubt import Reason

Decision = Literal["accept", "refuse", "give", "retime", "move", "delete", "gun", "refuse other"]
"""`accept`, `refuse` and `delete` need nothing more; `give` a bib, `retime` a time, `move` a checkpoint and
`gun` the time of day of the gun; `refuse other` sets aside the message that the claim contradicts."""

DECISIONS: dict[Reason, tuple[Decision, ...]] = {
    "no gun": ("gun", "refuse", "accept", "give", "retime"),
    "before the gun": ("refuse", "gun", "give", "retime", "accept"),
    "before the start line": ("refuse", "refuse other", "give", "retime", "accept"),
    "after the time limit": ("refuse", "accept", "give", "retime"),
    "out of order": ("refuse", "give", "retime", "refuse other", "move", "accept"),
    "too fast": ("refuse", "give", "retime", "move", "accept"),
    "too slow": ("refuse", "retime", "give", "move", "accept"),
    "against its place": ("retime", "refuse", "refuse other", "give", "accept"),
    "read again": ("refuse", "refuse other", "give", "move", "accept"),
    "one of too many": ("refuse", "accept", "give"),
    "printed as suspect": ("refuse", "accept", "retime", "give"),
    "clock out of step": ("refuse", "retime", "accept", "give"),
    "ruling": ("accept", "give", "retime", "delete"),
}
"""By why a claim is not believed. Each settles it by one edit."""
