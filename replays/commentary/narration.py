"""The commentary of a race in sentences: each moment, correction and doubt once, when it becomes known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from race.corrections.corrections import Correction, corrections
from race.doubted_claims import DoubtedClaim, counts, doubted_claims
from race.messages import Message, Note, Split
from race.moments.commentary import Commentary
from race.projection.board_model import BoardModel

if TYPE_CHECKING:
    from race.belief.doubt import Doubt
    from race.fold.history import History
    from race.fold.state import RaceState
    from race.messages import Mark
    from race.moments.moment import Moment
    from replays.watching.recorded_race import RecordedRace


class NarratedEvent(NamedTuple):
    """A moment, a correction or a claim that is not believed."""

    clock_ms: int
    """Race time at which it became known, in milliseconds from the gun."""
    subject: Moment | Correction | DoubtedClaim
    withdrawn: bool = False
    """Whether it was reported and no longer holds: a moment that did not happen, a claim that counts now."""


class Narration:
    """What has been reported so far: its moments, less those withdrawn, are those of the race."""

    def __init__(self) -> None:
        self._moments: Counter[Moment] = Counter()
        self._corrections: dict[tuple[int, int], str] = {}
        """By their numbers in the log: of the message itself, and of the one that made its effect known."""
        self._doubted: dict[int, DoubtedClaim] = {}
        """The claims that were reported as doubted, by number in the log."""
        self._still_doubted: set[int] = set()
        self._awaited: set[str] = set()
        """Why reads wait for a gun, in words."""
        self._earlier_texts: set[str] = set()
        """Corrections and doubts that were reported of an earlier history."""

    def restart(self) -> None:
        """Go on with another history of the race: what is the same in it is not reported again."""
        self._earlier_texts.update(self._corrections.values())
        self._corrections.clear()
        self._earlier_texts.update(claim.text for claim in self._doubted.values())
        self._doubted.clear()
        self._still_doubted.clear()

    def new_events(
        self,
        happened: Iterable[Moment],
        corrected: Iterable[Correction],
        clock_ms: int,
        *,
        since_ms: int | None = None,
        expected: Iterable[Moment] = (),
        doubted: Iterable[DoubtedClaim] = (),
        state: RaceState | None = None,
    ) -> list[NarratedEvent]:
        """What is new at a race time: corrections, doubts, the moments that they withdraw, then new moments.

        A runner who was reported overdue stays so until seen, even where the projection comes to a different
        time since when.

        Args:
            happened: All moments by now.
            corrected: All corrections by now.
            clock_ms: The race time now, in milliseconds from the gun.
            since_ms: What happened after this time became known when it happened; without it, now.
            expected: Known moments later than the clock, which are not withdrawn where the clock went back.
            doubted: All claims that are not believed now.
            state: The state now; without it nothing counts that was doubted before.
        """
        since_ms = clock_ms if since_ms is None else since_ms
        overdue = {_identity(moment): moment for moment in self._moments if moment.kind == "overdue"}
        now = Counter(overdue.get(_identity(moment), moment) for moment in happened)
        later = Counter(overdue.get(_identity(moment), moment) for moment in expected)
        withdrawn, new = self._moments - now - later, now - self._moments
        self._moments = (self._moments - withdrawn) | now
        events = [
            *(NarratedEvent(_known_ms(c, since_ms, clock_ms), c) for c in self._new_corrections(corrected)),
            *(NarratedEvent(clock_ms, claim, withdrawn=True) for claim in self._now_counting(state)),
            *(
                NarratedEvent(_known_ms(claim, since_ms, clock_ms), claim)
                for claim in self._new_doubts(doubted)
            ),
            *(NarratedEvent(clock_ms, moment, withdrawn=True) for moment in withdrawn.elements()),
            *(NarratedEvent(_known_ms(moment, since_ms, clock_ms), moment) for moment in new.elements()),
        ]
        return sorted(events, key=lambda event: event.clock_ms)

    def _new_corrections(self, corrected: Iterable[Correction]) -> list[Correction]:
        new = [c for c in corrected if (c.number, c.known_by) not in self._corrections]
        self._corrections.update(((c.number, c.known_by), c.text) for c in new)
        return [c for c in new if c.text not in self._earlier_texts]

    def _new_doubts(self, doubted: Iterable[DoubtedClaim]) -> list[DoubtedClaim]:
        new = [claim for claim in doubted if claim.number not in self._doubted]
        self._doubted.update((claim.number, claim) for claim in new)
        new = [claim for claim in reversed(new) if self._is_reported(claim)]
        self._still_doubted.update(claim.number for claim in new)
        return [claim for claim in new if claim.text not in self._earlier_texts]

    def _is_reported(self, claim: DoubtedClaim) -> bool:
        """Whether a claim is; of the many reads that may wait for one gun only the first."""
        if claim.doubt.reason != "no gun":
            return True
        is_first = claim.why not in self._awaited
        self._awaited.add(claim.why)
        return is_first

    def _now_counting(self, state: RaceState | None) -> list[DoubtedClaim]:
        """The claims that were doubted and count now; each once."""
        if state is None:
            return []
        found = [claim for n in sorted(self._still_doubted) if counts(claim := self._doubted[n], state)]
        self._still_doubted.difference_update(claim.number for claim in found)
        return found


def _identity(moment: Moment) -> tuple[str, str | None, str]:
    """What a moment is about, whenever it happened."""
    return moment.kind, moment.bib, moment.text


def _known_ms(subject: Moment | Correction | DoubtedClaim, since_ms: int, clock_ms: int) -> int:
    return subject.when_ms if since_ms < subject.when_ms <= clock_ms else clock_ms


def narrate(
    recording: RecordedRace, followed: frozenset[str] = frozenset(), targets: tuple[Mark, ...] = ()
) -> Iterator[NarratedEvent]:
    """The commentary of a recorded race, in the order in which a playhead passes it.

    Runners are reported overdue only where they are never seen again.
    """
    narration, commentary, history = Narration(), Commentary(followed, targets), recording.history()
    model = BoardModel()
    corrected = corrections(history)
    before_ms = -1
    for when_ms in _turning_points(history, corrected, recording.end_ms):
        for clock_ms, since_ms in ((when_ms - 1, before_ms), (when_ms, None)):
            state = history.at(clock_ms)
            projector = model(state) if clock_ms == recording.end_ms else None
            happened = commentary.moments(state, clock_ms, projector)
            known = [correction for correction in corrected if correction.when_ms <= clock_ms]
            doubted = doubted_claims(history, state, clock_ms)
            yield from narration.new_events(
                happened, known, clock_ms, since_ms=since_ms, doubted=doubted, state=state
            )
        before_ms = when_ms


def _turning_points(history: History, corrected: Iterable[Correction], end_ms: int) -> list[int]:
    """Race times at which more may change than that an athlete passes a checkpoint, and the end."""
    turns = {
        min(history.effect_ms(message), history.reached_ms(number))
        for number, message in enumerate(history.messages, start=1)
        if _may_change_the_past(message, history)
    }
    turns.update(correction.when_ms for correction in corrected)
    turns.update(_doubt_changes(history))
    return sorted({ms for ms in turns if 0 < ms < end_ms} | {end_ms})


def _doubt_changes(history: History) -> Iterator[int]:
    """The race times at which something is doubted, or no longer."""
    before: dict[int, Doubt] = {}
    for when_ms in history.times():
        doubts = history.doubts_at(when_ms)
        if doubts != before:
            before = doubts
            yield when_ms
    for number, doubt in history.doubts.items():
        if doubt.reason == "clock out of step":
            yield history.reached_ms(number)


def _may_change_the_past(message: Message, history: History) -> bool:
    only_adds = isinstance(message, Split | Note) and message.replaces is None
    return not (only_adds and history.holds(message))
