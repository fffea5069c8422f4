"""What a session asks of the race it shows, recorded or live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from race.fold.history import History
    from replays.playhead import Clock, Playhead
    from replays.watching.step_times import StepKind
    from replays.watching.unread_parts import UnreadParts


class WatchedRace(Protocol):
    """A race that can be watched: a recording, or a live race."""

    race: str
    """The id of the race."""

    unread: UnreadParts
    """What this version does not know of its messages."""

    @property
    def end_ms(self) -> int:
        """The latest race time of which anything is known, in milliseconds from the gun."""

    def history(self, *, estimates: bool = True) -> History:
        """The race, with estimated splits or without them."""

    def step_times(self, kind: StepKind, *, estimates: bool = True) -> list[int]:
        """The race times of checkpoints, moments or messages, in milliseconds from the gun, in order."""

    def playhead(self, clock: Clock, speed: float) -> Playhead:
        """A playhead for this race."""
