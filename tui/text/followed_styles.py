"""The styles of the followed athletes: one for each, as long as there are enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from race.fold.runner import Runner

STYLES = 3
"""`followed-1` to `followed-3`."""


def followed_style(bib: str, followed: Collection[str], runners: Mapping[str, Runner]) -> str:
    """The style of a followed entrant, by the order of the followed in the start list."""
    entered = sorted((runners[other].number, other) for other in followed if other in runners)
    return f"followed-{[other for _, other in entered].index(bib) % STYLES + 1}"
