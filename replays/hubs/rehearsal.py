"""A rehearsal: a recorded race as the messages that would come if it were run now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from feeds.publishing.republished import admitted_messages, is_accepted, renumbered
from race.fold.history import BEFORE_MS, History
from race.fold.start_times import StartTimes
from race.messages import Evidence, Gun, Message, Split, StartList, Void
from race.times import Time

if TYPE_CHECKING:
    from race.belief.doubt import Reason

NEVER_COUNT: Set[Reason] = frozenset(("printed as suspect", "after the time limit", "before the gun"))
"""Why a figure never counts, whatever else is known, so that an earlier one of its source does."""


class Cue(NamedTuple):
    """A message, and when it is to be published."""

    due_ms: int
    """Race time from the first gun, in milliseconds; long before it for what is known before the race."""
    message: Message


class _Effect(NamedTuple):
    """A message of a recording, and when it takes effect."""

    when_ms: int
    number: int
    message: Message
    published_ms: int
    """When it is published, which may be later."""


def rehearsal(messages: Iterable[Message]) -> list[Cue]:
    """A recorded race as cues, in the order in which they take effect, then in that of the log.

    Times of day become times from the gun, as a rehearsal is run today, and at any speed; so a gun that was
    corrected during the race counts from the start. The messages have no ids; they refer to one another by
    their number among the cues, from 1, as in an outbox. Messages of unknown types are left out, and reads
    from before the gun, which have no time from it; of one that replaces a message the withdrawal stays.
    """
    history = History(map(_from_the_start, messages))
    never = {number for number, doubt in history.doubts.items() if doubt.reason in NEVER_COUNT}
    effects = _in_order(
        [_effect(history, *numbered) for numbered in admitted_messages(history.messages)], never
    )
    effects = [effect._replace(message=_from_the_gun(history.start_times, effect)) for effect in effects]
    effects = [effect for effect in effects if is_accepted(effect.message)]
    starts = (e.message for e in effects if isinstance(e.message, Gun | StartList))
    clocks = StartTimes.of(filter(history.holds, starts))
    numbered = renumbered(list(_with_times(clocks, effects)))
    return [Cue(effect.published_ms, message) for effect, message in zip(effects, numbered, strict=True)]


def _from_the_start(message: Message) -> Message:
    """The message; a gun with a time of day without the time at which that became known."""
    return replace(message, when=None) if isinstance(message, Gun) and message.clock else message


def _effect(history: History, number: int, message: Message) -> _Effect:
    when_ms = _stated_ms(history.start_times, message)
    if when_ms is None:
        is_start = isinstance(message, StartList)
        when_ms = history.effect_ms(message) if is_start else history.reached_ms(number)
    return _Effect(when_ms, number, message, when_ms)


def _in_order(effects: Sequence[_Effect], never: Set[int]) -> list[_Effect]:
    """The messages in the order of their effects, but of the figures stated of a passing the newest last.

    The newest in the log counts, and is shown of those with numbers in `never` if there are no others. So an
    earlier one that takes effect after it is left out, as far as nothing can refer to either; else the newest
    is published as late as it.
    """
    ordered: list[_Effect] = []
    latest: dict[tuple[str, str, Evidence, bool], _Effect] = {}
    for effect in effects:
        split, published = effect.message, effect
        if isinstance(split, Split) and split.evidence != "device":
            passing = split.bib, split.checkpoint, split.evidence, effect.number in never
            earlier = latest.get(passing)
            if earlier is not None and earlier.published_ms > effect.when_ms:
                is_alone = (
                    earlier.message.id is None and earlier.message.replaces is None and split.id is None
                )
                if is_alone and split.source == earlier.message.source:
                    ordered.remove(earlier)
                else:
                    published = effect._replace(published_ms=earlier.published_ms)
            latest[passing] = published
        ordered.append(published)
    return sorted(ordered, key=lambda effect: (effect.published_ms, effect.number))


def _stated_ms(clocks: StartTimes, message: Message) -> int | None:
    """When a message takes effect, by its own times; None where it has none."""
    if message.when is not None:
        return message.when.ms
    match message:
        case Split():
            return clocks.race_ms(message)
        case Gun():
            return clocks.gun_ms(message)
    return None


def _from_the_gun(clocks: StartTimes, effect: _Effect) -> Message:
    """The message without times of day, as far as the gun of its wave is known."""
    match effect.message:
        case Gun() as gun:
            when = Time(effect.when_ms) if effect.when_ms > 0 else gun.when
            return replace(gun, clock=None, when=when)
        case Split() as split:
            elapsed = clocks.elapsed(split)
            if elapsed is not None and elapsed.ms < 0:
                return Void(id=split.id, replaces=split.replaces or "", when=split.when, source=split.source)
            if split.time is None and elapsed is not None:
                return replace(split, clock=None, time=_exact(elapsed))
    return effect.message


def _exact(time: Time) -> Time:
    """The time with as many decimals as it takes to write it without loss."""
    return next(t for digits in range(time.digits, 4) if (t := Time(time.ms, digits)).rounded(3).ms == t.ms)


def _with_times(clocks: StartTimes, effects: Sequence[_Effect]) -> Iterator[Message]:
    """The messages, with `when` where their effect does not follow from their own times and the guns."""
    latest_ms = BEFORE_MS
    for effect in effects:
        message, when_ms = effect.message, effect.when_ms
        if BEFORE_MS < when_ms < 0:
            when_ms = 0
        stated_ms = _stated_ms(clocks, message)
        derived_ms = latest_ms if stated_ms is None else stated_ms
        if derived_ms != when_ms and not isinstance(message, StartList):
            message = replace(message, when=Time(when_ms))
        latest_ms = max(latest_ms, when_ms)
        yield message
