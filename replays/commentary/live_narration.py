"""What is told of a race that is going on, as it comes."""

from __future__ import annotations

from race.corrections.corrections import Correction, corrections
from race.messages import Mark
from race.moments.commentary import Commentary
from race.moments.moment import Moment
from race.projection.board_model import BoardModel
from race.times import LONGEST_MS
from replays.commentary.narration import NarratedEvent, Narration
from replays.watching.live_race import LiveRace


class LiveNarration:
    """Tells what is new of a race that grows, whenever it is asked; at first, what happened so far."""

    def __init__(self, followed: frozenset[str] = frozenset(), targets: tuple[Mark, ...] = ()) -> None:
        self._commentary, self._all_told = Commentary(followed, targets), Commentary(followed, targets)
        self._model = BoardModel()
        self._narration = Narration()
        self._live: LiveRace | None = None
        self._seen: tuple[int, int, int] | None = None
        """How long the log was, how often it was rewritten, and how much of it had taken effect."""
        self._moments: list[Moment] = []
        """As the clock stood then, with those that were still to come."""
        self._corrections: list[Correction] = []
        self._due_ms: int | None = None
        """When the next of them comes."""

    def new_events(self, live: LiveRace) -> list[NarratedEvent]:
        """What is new at the clock of the race. Another `LiveRace` than before is the race told anew."""
        is_first = self._live is None
        if live is not self._live:
            self._live, self._seen = live, None
            self._narration.restart()
        clock_ms = live.clock_ms()
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
        )

    def _read(self, live: LiveRace, clock_ms: int) -> bool:
        """Whether anything is otherwise than it was."""
        history = live.history()
        seen = len(history.messages), history.rewrites, history.count(clock_ms)
        if seen == self._seen:
            return False
        if self._seen is None or seen[0] != self._seen[0]:
            self._corrections = corrections(history)
        self._seen = seen
        state = history.at(clock_ms)
        self._moments = self._commentary.moments(state, LONGEST_MS, self._model(state))
        return True

    def _expected(self, live: LiveRace, clock_ms: int) -> list[Moment]:
        """What is later than the clock, and yet known."""
        history = live.history()
        if history.end_ms <= clock_ms:
            return [moment for moment in self._moments if moment.when_ms > clock_ms]
        state = history.at(history.end_ms)
        found = self._all_told.moments(state, LONGEST_MS, self._model(state))
        return [moment for moment in found if moment.when_ms > clock_ms]
