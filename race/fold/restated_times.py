"""Times that their source states again, without saying that they replace its earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.messages import Split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.fold.checkpoint_passing import Passing

Numbered = tuple[int, Split]
"""A split with its number in the log."""


def restated(passing: Passing) -> Iterator[tuple[Numbered, Numbered]]:
    """Each with the one before of the same source. Devices read again and again, and are left out."""
    before: dict[tuple[str, str], Numbered] = {}
    for entry in sorted(passing.entries, key=lambda entry: entry.number):
        split = entry.message
        if not isinstance(split, Split) or split.evidence == "device":
            continue
        key, numbered = (split.evidence, split.source), (entry.number, split)
        if key in before:
            yield before[key], numbered
        before[key] = numbered
