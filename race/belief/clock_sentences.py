"""What is said of the clocks of a live race that differ: the hub's, and those of single sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.times import span_text

if TYPE_CHECKING:
    from race.belief.clock_groups import Source
    from race.belief.source_clocks import SourceClocks

MOST_SAID = 20
"""Sources about which a sentence is made."""


def clock_sentences(clocks: SourceClocks) -> list[str]:
    """Each clock that differs, the hub's first."""
    apart = sorted(clocks.apart.items())
    said = [clock_sentence(source, ahead_ms) for source, ahead_ms in apart]
    return [sentence for sentence in (hub_sentence(clocks.hub_offset_ms or 0),) if sentence] + said[
        :MOST_SAID
    ]


def hub_sentence(offset_ms: int) -> str:
    """By how much the hub's clock is ahead of those of the timing; empty if it is not, nor behind."""
    return f"the hub's clock is {apart_text(offset_ms)} the timing's" if offset_ms else ""


def apart_text(ahead_ms: float) -> str:
    """By how much a clock is ahead of another: `1:00:00 ahead of`, `42 s behind`."""
    return f"{span_text(round(abs(ahead_ms)))} {'ahead of' if ahead_ms > 0 else 'behind'}"


def clock_sentence(source: Source, ahead_ms: int) -> str:
    """By how much the clock of a device is ahead of the hub's, or behind it."""
    name = " at ".join(filter(None, source)) or "the gun"
    return f"the clock of {name} is {apart_text(ahead_ms)} the hub's"
