"""What is not believed of a race, each claim in a sentence, with what would make it count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.belief.claim_choice import MOST_AT_EITHER_END
from race.course import START
from race.lazy_named_tuple import NamedTuple
from race.messages import Order, Ruling, Split
from race.times import LONGEST_MS, Time, span_text

if TYPE_CHECKING:
    from race.belief.doubt import Doubt, Reason
    from race.course import Course
    from race.fold.history import History
    from race.fold.state import RaceState
    from race.messages import Message

REMEDIES: dict[Reason, str] = {
    "no gun": "counts once the gun is known, if it went earlier",
    "before the gun": "counts if the gun is corrected to before it",
    "before the start line": "counts if the read at the start line is withdrawn",
    "after the time limit": "counts if it is official",
    "out of order": "counts if later times bear it out, or the other one is withdrawn",
    "too fast": "counts if later times bear it out",
    "too slow": "counts only by a ruling",
    "against its place": "counts once place and time agree",
    "read again": "counts if the earlier read is withdrawn",
    "one of too many": "counts if the others are withdrawn",
    "printed as suspect": "counts once it is published without the doubt",
    "clock out of step": "counts once it is sent with the right time",
    "ruling": "counts by a newer ruling",
}
"""What would make a claim count, by why it does not. A ruling does so whatever the reason."""


class DoubtedClaim(NamedTuple):
    """A message that is not believed."""

    number: int
    """In the log, from 1."""
    message: Message
    doubt: Doubt
    bib: str | None
    """Whose passing it is about; None for an order of several."""
    checkpoint: str
    """The id of the checkpoint."""
    time: Time | None
    """From the runner's own gun, negative before it; None for an order."""
    when_ms: int
    """The race time from which it is known; 0 before the gun."""
    claimed: str
    """What is claimed: `Kerr at 800 m in 1:02.1`."""
    why: str
    """What is wrong with it."""

    @property
    def text(self) -> str:
        """What is claimed and what is wrong with it, in a sentence."""
        return f"{self.claimed}: {self.why}"

    @property
    def remedy(self) -> str:
        """What would make it count."""
        return REMEDIES[self.doubt.reason]


def doubted_claims(history: History, state: RaceState, clock_ms: int = LONGEST_MS) -> list[DoubtedClaim]:
    """Return what is not believed in a state of a race at a race time, the newest message first.

    Reads of a clock that is ahead are known when they came, although they take effect later.
    """
    course = state.course
    if course is None:
        return []
    sentences = _Sentences(history, state, course)
    doubts = state.doubts | _from_the_future(history, clock_ms)
    return [sentences.claim(number, doubt) for number, doubt in sorted(doubts.items(), reverse=True)]


def counts(claim: DoubtedClaim, state: RaceState) -> bool:
    """Return whether a claim that was doubted counts in a state."""
    runner = state.runners.get(claim.bib) if claim.bib is not None else None
    index = state.course.index.get(claim.checkpoint) if state.course is not None else None
    if runner is None or index is None:
        return False
    passing = runner.start_mat if index == START else runner.passings.get(index)
    return passing is not None and passing.counted is not None and passing.counted.number == claim.number


def _from_the_future(history: History, clock_ms: int) -> dict[int, Doubt]:
    """What came by a race time and gives a later one, by a clock that does not agree with the others.

    Where all clocks agree the race need not be folded to its end for it.
    """
    if history.source_clocks.agree or clock_ms >= history.end_ms:
        return {}
    return {
        number: doubt
        for number, doubt in history.doubts.items()
        if doubt.reason == "clock out of step"
        and history.reached_ms(number) <= clock_ms < history.effect_ms(history.messages[number - 1])
    }


class _Sentences:
    """Finds the words for the doubts of a state."""

    def __init__(self, history: History, state: RaceState, course: Course) -> None:
        self._history = history
        self._state = state
        self._course = course

    def claim(self, number: int, doubt: Doubt) -> DoubtedClaim:
        message = self._history.messages[number - 1]
        assert isinstance(message, Split | Order)
        point, when_ms = self._label(message.checkpoint), self._known_ms(number, message, doubt)
        if isinstance(message, Order):
            place, why = message.checkpoint, self._reason(doubt, message, None)
            return DoubtedClaim(
                number, message, doubt, None, place, None, when_ms, f"The order at {point}", why
            )
        time = self._history.start_times.elapsed(message)
        figure = f" in {self._show(time)}" if time is not None and time.ms >= 0 else ""
        runner = self._state.runners.get(message.bib)
        claimed = f"{runner.spoken_name if runner else message.bib} at {point}{figure}"
        why = self._reason(doubt, message, time)
        return DoubtedClaim(
            number, message, doubt, message.bib, message.checkpoint, time, when_ms, claimed, why
        )

    def _known_ms(self, number: int, message: Split | Order, doubt: Doubt) -> int:
        """From when a message that takes effect at its own time is known."""
        reached_ms = self._history.reached_ms(number)
        has_time = isinstance(message, Split) or message.when is not None
        effect_ms = self._history.effect_ms(message) if has_time else reached_ms
        return max(min(effect_ms, reached_ms) if doubt.reason == "clock out of step" else effect_ms, 0)

    def _reason(self, doubt: Doubt, message: Split | Order, time: Time | None) -> str:
        other = self._other(doubt)
        match doubt.reason:
            case "no gun" if isinstance(message, Split):
                return self._no_gun(message)
            case "before the gun" if time is not None:
                return f"read {span_text(-time.ms)} before the gun"
            case "before the start line" if other is not None:
                return f"read before the start line was crossed in {self._show(other[1])}"
            case "after the time limit" if time is not None and self._course.limit_ms is not None:
                return f"read {span_text(time.ms - self._course.limit_ms)} after the time was up"
            case "out of order" if other is not None:
                return f"contradicts {self._show(other[1])} at {other[0]}"
            case "too fast" if isinstance(message, Split) and time is not None:
                return self._too_fast(message, time, doubt)
            case "too slow":
                return f"out of all proportion to {self._course.distance_m:g} m"
            case "against its place" if other is not None:
                return f"its place contradicts {self._name(doubt)}'s {self._show(other[1])}"
            case "read again" if other is not None:
                return f"read again after {self._show(other[1])}, which counts"
            case "one of too many":
                return f"one of more than {2 * MOST_AT_EITHER_END} claims, neither early nor late"
            case "printed as suspect":
                return "published with a doubt of its own"
            case "clock out of step":
                return self._out_of_step(message)
            case "ruling":
                return self._ruling(message)
        return doubt.reason

    def _no_gun(self, split: Split) -> str:
        wave = self._history.start_times.waves.get(split.bib, "")
        of_wave = f" of wave {wave!r}" if wave else ""
        return f"read by time of day, and no gun{of_wave} is known"

    def _too_fast(self, split: Split, time: Time, doubt: Doubt) -> str:
        """The stretch to or from the time that it contradicts, or from the gun."""
        index, start, start_ms = self._course.index[split.checkpoint], START, 0
        against = self._history.messages[doubt.against - 1] if doubt.against is not None else None
        if isinstance(against, Split):
            other = self._history.start_times.elapsed(against)
            start, start_ms = self._course.index[against.checkpoint], other.ms if other is not None else 0
        metres = abs(self._course.distance(index) - self._course.distance(start))
        taken = Time(abs(time.ms - start_ms), min(time.digits, 1))
        length = f"{metres:g} m" if metres < 10_000 else f"{metres / 1000:g} km"
        return f"{length} in {self._show(taken)} is too fast"

    def _out_of_step(self, message: Split | Order) -> str:
        ahead_ms = self._history.ahead_ms(message) if isinstance(message, Split) else 0
        if ahead_ms <= 0:
            return "read by a clock that is behind those of the others"
        return f"{span_text(ahead_ms)} later than when the hub heard of it"

    def _ruling(self, message: Message) -> str:
        rulings = [r for entry in self._state.in_force(Ruling) if isinstance(r := entry.message, Ruling)]
        ruling = next((r for r in reversed(rulings) if r.of == message.id), None)
        if ruling is None:
            return "ruled out"
        by = f" by {ruling.by}" if ruling.by else ""
        because = f": {ruling.reason}" if ruling.reason else ""
        return f"{ruling.belief}{by}{because}"

    def _other(self, doubt: Doubt) -> tuple[str, Time] | None:
        """Where the believed claim was made that it contradicts, and its time."""
        other = self._history.messages[doubt.against - 1] if doubt.against is not None else None
        time = self._history.start_times.elapsed(other) if isinstance(other, Split) else None
        return (
            (self._label(other.checkpoint), time) if isinstance(other, Split) and time is not None else None
        )

    def _name(self, doubt: Doubt) -> str:
        """Whose the believed claim is that it contradicts."""
        other = self._history.messages[doubt.against - 1] if doubt.against is not None else None
        bib = other.bib if isinstance(other, Split) else ""
        runner = self._state.runners.get(bib)
        return runner.spoken_name if runner is not None else bib

    def _label(self, checkpoint: str) -> str:
        index = self._course.index[checkpoint]
        names = {START: "the start line", self._course.finish: "the finish"}
        return names.get(index) or self._course.label(index)

    def _show(self, time: Time) -> str:
        return f"{time.show()} s" if time.ms < 60_000 else time.show()
