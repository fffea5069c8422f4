"""What was timed by hand so far: taps without a runner, and passings, in the order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.doubted_claims import doubted_claims
from race.edits.log_lookup import state_now
from race.fold.start_times import HAND_DIGITS
from race.messages import Order, Read, Split
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from race.fold.history import History


class TimedPassing(NamedTuple):
    """A time that someone took by hand."""

    id: str
    """Of its message."""
    bib: str | None
    """None for a tap that belongs to no runner yet."""
    checkpoint: str
    clock: TimeOfDay | None
    """None where it was given as a time from the gun."""
    time: Time | None
    """From the runner's gun, of a tap from the first one; None before the gun."""
    doubt: str
    """Why it is not believed; empty where it is."""


def timed_passings(history: History, source: str) -> list[TimedPassing]:
    """All that a source has timed by hand and that holds, the oldest first."""
    why = {claim.number: claim.why for claim in doubted_claims(history, state_now(history))}
    start_ms = history.start_times.start_ms
    found = []
    for number, message in enumerate(history.messages, start=1):
        if not isinstance(message, Read | Split) or message.evidence != "hand" or message.source != source:
            continue
        if message.id is None or not history.holds(message):
            continue
        if isinstance(message, Split):
            time, bib = history.start_times.elapsed(message), message.bib
        else:
            time, bib = _since(start_ms, message.clock), None
        found.append(
            TimedPassing(message.id, bib, message.checkpoint, message.clock, time, why.get(number, ""))
        )
    return sorted(found, key=lambda one: _order(one, start_ms or 0))


def packs_by_hand(history: History, source: str) -> dict[tuple[str, str], list[str]]:
    """The packs whose order a source took: by the first bib and the checkpoint, who came by behind it."""
    packs: dict[tuple[str, str], list[str]] = {}
    for message in history.messages:
        is_own = isinstance(message, Order) and (message.evidence, message.source) == ("hand", source)
        if isinstance(message, Order) and is_own and history.holds(message):
            first, *behind = sorted(message.places, key=message.places.__getitem__)
            packs[first, message.checkpoint] = behind
    return packs


def _since(start_ms: int | None, clock: TimeOfDay) -> Time | None:
    return Time(clock.utc_ms - start_ms, HAND_DIGITS) if start_ms is not None else None


def _order(passing: TimedPassing, start_ms: int) -> int:
    if passing.clock is not None:
        return passing.clock.utc_ms
    return start_ms + (passing.time.ms if passing.time is not None else 0)
