"""The commentary of a live race, as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.corrections.corrections import Correction, corrections
from race.doubted_claims import DoubtedClaim, doubted_claims
from race.fold.state import RaceState
from race.moments.commentary import Commentary
from race.projection.board_model import BoardModel
from race.times import LONGEST_MS
from replays.commentary.narration import NarratedEvent, Narration

if TYPE_CHECKING:
    from race.messages import Mark
    from race.moments.moment import Moment
    from replays.watching.live_race import LiveRace


class LiveNarration:
    """Reports what is new in a race that grows; the first time, all that has happened so far."""

    def __init__(self, followed: frozenset[str] = frozenset(), targets: tuple[Mark, ...] = ()) -> None:
        self._commentary = Commentary(followed, targets)
        self._whole_commentary = Commentary(followed, targets)
        self._model = BoardModel()
        self._narration = Narration()
        self._live: LiveRace | None = None
        self._read_to: tuple[int, int, int] | None = None
        """The length of the log, its rewrites, and how much of it had taken effect, when it was last read."""
        self._moments: list[Moment] = []
        """All that were known then, also those later than the clock."""
        self._corrections: list[Correction] = []
        self._doubted: list[DoubtedClaim] = []
        self._state = RaceState()
        """With all messages, also those whose times are still to come."""
        self._due_ms: int | None = None
        """The race time of the first moment that is later than the clock."""

    def new_events(self, live: LiveRace) -> list[NarratedEvent]:
        """What is new at the clock of the race. A `LiveRace` other than the last is the race sent again."""
        is_first = self._live is None
        if live is not self._live:
            self._live, self._read_to = live, None
            self._narration.restart()
        clock_ms = live.seen_ms
        if not self._read(live, clock_ms) and (self._due_ms is None or clock_ms < self._due_ms):
            return []
        happened = [moment for moment in self._moments if moment.when_ms <= clock_ms]
        self._due_ms = min((m.when_ms for m in self._moments if m.when_ms > clock_ms), default=None)
        return self._narration.new_events(
            happened,
            self._corrections,
            clock_ms,
            since_ms=-1 if is_first else None,
            expected=self._expected(live, clock_ms),
            doubted=self._doubted,
            state=self._state,
        )

    def _read(self, live: LiveRace, clock_ms: int) -> bool:
        """Read the race again where it has changed; whether it has."""
        history = live.history()
        read_to = len(history.messages), history.rewrites, history.count(clock_ms)
        if read_to == self._read_to:
            return False
        if self._read_to is None or read_to[0] != self._read_to[0]:
            self._corrections = corrections(history)
        self._read_to = read_to
        state = history.at(clock_ms)
        self._moments = self._commentary.moments(state, LONGEST_MS, self._model(state))
        self._state = history.at(history.end_ms) if clock_ms < history.end_ms else state
        self._doubted = doubted_claims(history, self._state)
        return True

    def _expected(self, live: LiveRace, clock_ms: int) -> list[Moment]:
        """The moments that are known and later than the clock."""
        history = live.history()
        moments = self._moments
        if history.end_ms > clock_ms:
            state = history.at(history.end_ms)
            moments = self._whole_commentary.moments(state, LONGEST_MS, self._model(state))
        return [moment for moment in moments if moment.when_ms > clock_ms]
