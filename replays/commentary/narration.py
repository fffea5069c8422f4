"""What is told of a race in sentences: each moment and correction once, as it becomes known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from race.corrections.corrections import Correction, corrections
from race.fold.history import History
from race.messages import Mark, Message, Note, Split
from race.moments.commentary import Commentary
from race.moments.moment import Moment
from race.projection.board_model import BoardModel
from replays.watching.recorded_race import RecordedRace


class NarratedEvent(NamedTuple):
    """Something that is told."""

    clock_ms: int
    """Race time at which it is known, in milliseconds from the gun."""
    subject: Moment | Correction
    withdrawn: bool = False
    """Whether it is a moment that was told and does not hold any longer."""


class Narration:
    """What has been told so far. The moments of it, less those withdrawn, are those of the race."""

    def __init__(self) -> None:
        self._moments: Counter[Moment] = Counter()
        self._corrections: dict[tuple[int, int], str] = {}
        """By their numbers in the log: of the message itself, and of the one that made its effect known."""
        self._texts: set[str] = set()
        """Corrections told of a history that another has taken the place of."""

    def restart(self) -> None:
        """From here on the race is told from another history: what is the same in it is not told again."""
        self._texts.update(self._corrections.values())
        self._corrections.clear()

    def new_events(
        self,
        happened: Iterable[Moment],
        corrected: Iterable[Correction],
        clock_ms: int,
        *,
        since_ms: int | None = None,
        expected: Iterable[Moment] = (),
    ) -> list[NarratedEvent]:
        """What there is to tell at a race time: corrections, then what they undid, then the rest.

        What happened after `since_ms` became known when it happened; without, everything is known now.
        A moment that is still `expected`, as the clock went back to before it, is not withdrawn. Who was told
        to be overdue is so until seen: that the projection learns when that began is not told.
        """
        since_ms = clock_ms if since_ms is None else since_ms
        awaited = {_whom(moment): moment for moment in self._moments if moment.kind == "overdue"}
        now = Counter(awaited.get(_whom(moment), moment) for moment in happened)
        gone = self._moments - now - Counter(awaited.get(_whom(moment), moment) for moment in expected)
        fresh = now - self._moments
        self._moments = (self._moments - gone) | now
        told = [
            NarratedEvent(_known_ms(found.when_ms, since_ms, clock_ms), found)
            for found in self._new(corrected)
        ]
        told += [NarratedEvent(clock_ms, moment, withdrawn=True) for moment in gone.elements()]
        told += [
            NarratedEvent(_known_ms(moment.when_ms, since_ms, clock_ms), moment)
            for moment in fresh.elements()
        ]
        return sorted(told, key=lambda one: one.clock_ms)

    def _new(self, corrected: Iterable[Correction]) -> list[Correction]:
        new = [c for c in corrected if (c.number, c.known_by) not in self._corrections]
        self._corrections.update(((c.number, c.known_by), c.text) for c in new)
        return [c for c in new if c.text not in self._texts]


def _whom(moment: Moment) -> tuple[str, str | None, str]:
    """Who is overdue, and where."""
    return moment.kind, moment.bib, moment.text


def _known_ms(when_ms: int, since_ms: int, clock_ms: int) -> int:
    return when_ms if since_ms < when_ms <= clock_ms else clock_ms


def narrate(
    recording: RecordedRace, followed: frozenset[str] = frozenset(), targets: tuple[Mark, ...] = ()
) -> Iterator[NarratedEvent]:
    """All that there is to tell of a recorded race, in the order in which a playhead comes by it.

    Who was overdue for a while is not: those alone are who are never seen again.
    """
    narration, commentary, history = Narration(), Commentary(followed, targets), recording.history()
    model = BoardModel()
    corrected = corrections(history)
    before_ms = -1
    for when_ms in _turning_points(history, corrected):
        for clock_ms, since_ms in ((when_ms - 1, before_ms), (when_ms, None)):
            state = history.at(clock_ms)
            projector = model(state) if clock_ms == history.end_ms else None
            happened = commentary.moments(state, clock_ms, projector)
            known = [found for found in corrected if found.when_ms <= clock_ms]
            yield from narration.new_events(happened, known, clock_ms, since_ms=since_ms)
        before_ms = when_ms


def _turning_points(history: History, corrected: Iterable[Correction]) -> list[int]:
    """Race times at which more may change than that somebody has come by somewhere, and the end."""
    turns = {
        min(history.effect_ms(message), history.reached_ms(number))
        for number, message in enumerate(history.messages, start=1)
        if _may_change_the_past(message, history)
    }
    turns.update(found.when_ms for found in corrected)
    return sorted({ms for ms in turns if 0 < ms < history.end_ms} | {history.end_ms})


def _may_change_the_past(message: Message, history: History) -> bool:
    adds = isinstance(message, Split | Note) and message.replaces is None
    return not (adds and history.holds(message))
