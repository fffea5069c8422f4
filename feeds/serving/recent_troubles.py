"""Troubles of races that come up again as long as they last, and are over when they have not for a while."""

from __future__ import annotations

from time import monotonic

LAST_S = 30.0
"""A publisher that cannot come in tries again at least every 20 s."""


class RecentTroubles:
    """Why something could not be done for a race of late, by race."""

    def __init__(self) -> None:
        self._noted: dict[str, tuple[str, float]] = {}

    def note(self, race: str, reason: str) -> None:
        """Note a trouble."""
        self._noted = {race: (text, s) for race, (text, s) in self._noted.items() if _is_recent(s)}
        self._noted[race] = reason, monotonic()

    def clear(self, race: str) -> None:
        """Forget the trouble of a race: it is over."""
        self._noted.pop(race, None)

    def recent(self) -> dict[str, str]:
        """The troubles of late."""
        return {race: reason for race, (reason, s) in self._noted.items() if _is_recent(s)}


def _is_recent(noted_s: float) -> bool:
    return monotonic() - noted_s < LAST_S
