"""Races that no one watches or publishes leave memory, and come back when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from feeds.protocol.race_notice import RaceNotice
    from feeds.serving.accept_messages import MessageAcceptor
    from feeds.serving.broadcast import Broadcast


class RestingRace(NamedTuple):
    """What is kept of a race whose log is on disk only."""

    notice: RaceNotice
    """What is announced of it."""
    frames: int
    bytes: int
    commits: int
    duplicates: int
    refusals: int

    @classmethod
    def of(cls, notice: RaceNotice, broadcast: Broadcast, acceptor: MessageAcceptor) -> RestingRace:
        """What is to be kept of a race that is in memory."""
        return cls(
            notice,
            broadcast.frames,
            broadcast.bytes,
            acceptor.commits,
            acceptor.duplicates,
            acceptor.refusals,
        )

    def count_on(self, broadcast: Broadcast, acceptor: MessageAcceptor) -> None:
        """Have the race count on from where it was."""
        broadcast.frames += self.frames
        broadcast.bytes += self.bytes
        acceptor.commits += self.commits
        acceptor.duplicates += self.duplicates
        acceptor.refusals += self.refusals


class IdleTimes:
    """Since when each race has had no viewers and no publishers."""

    def __init__(self, longest_s: float) -> None:
        self._longest_s = longest_s
        self._since: dict[str, float] = {}

    def take(self, idle: set[str], now_s: float) -> list[str]:
        """Note which races are idle now. Returns those that have been for so long that they may rest."""
        self._since = {race: self._since.get(race, now_s) for race in idle}
        return [race for race, since_s in self._since.items() if now_s - since_s >= self._longest_s]
