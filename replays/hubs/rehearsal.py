"""A rehearsal: a recorded race as the messages that would come if it were run now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from feeds.publishing.outbox import own
from race.fold.history import BEFORE_MS, History
from race.fold.replacements import Families
from race.fold.start_times import StartTimes
from race.messages import Gun, Message, Split, StartList, Unknown, Void
from race.times import Time


class Cue(NamedTuple):
    """A message, and when it is to be said."""

    due_ms: int
    """Race time from the first gun, in milliseconds; long before it for what is known before the race."""
    message: Message


class _Effect(NamedTuple):
    """A message of a recording, and when it takes effect."""

    when_ms: int
    number: int
    message: Message


def rehearsal(messages: Iterable[Message]) -> list[Cue]:
    """A recorded race as cues, in the order in which they take effect; of two at once, the first said.

    Times of day become times from the gun: a rehearsal is run today, and at any speed. The messages have
    no ids; they name one another by their number among the cues, from 1, as an outbox does. Messages of
    unknown types are left out.
    """
    history = History(messages)
    effects = sorted(_effect(history, *admitted) for admitted in _admitted(history.messages))
    effects = [
        effect._replace(message=_from_the_gun(history.clocks, effect))
        for effect in effects
        if _is_said(effect.message)
    ]
    starts = (e.message for e in effects if isinstance(e.message, Gun | StartList))
    clocks = StartTimes.of(filter(history.holds, starts))
    numbered = _numbered(list(_stated(clocks, effects)))
    return [Cue(effect.when_ms, message) for effect, message in zip(effects, numbered, strict=True)]


def republished(messages: Iterable[Message]) -> list[Message]:
    """A recorded race as it is, in its own order, but that its messages name one another by number."""
    return _numbered([message for _, message in _admitted(messages) if _is_said(message)])


def _admitted(messages: Iterable[Message]) -> Iterator[tuple[int, Message]]:
    """The messages that count, with their numbers: what comes twice once, and no rings of replacements."""
    first: dict[str, Message] = {}
    families = Families()
    for number, message in enumerate(messages, start=1):
        if message.id is not None and message.id in first:
            if first[message.id] == message:
                continue
            yield number, replace(message, id=None)
            continue
        if message.id is not None:
            first[message.id] = message
            if message.replaces is not None and not families.unite(message.id, message.replaces):
                yield number, replace(message, replaces=None)
                continue
        yield number, message


def _is_said(message: Message) -> bool:
    """Whether a hub would take it; a void that would withdraw itself is empty."""
    return not isinstance(message, Unknown) and (
        message.replaces is not None or not isinstance(message, Void)
    )


def _effect(history: History, number: int, message: Message) -> _Effect:
    when_ms = _own_ms(history.clocks, message)
    if when_ms is None:
        is_start = isinstance(message, StartList)
        when_ms = history.effect_ms(message) if is_start else history.reached_ms(number)
    return _Effect(when_ms, number, message)


def _own_ms(clocks: StartTimes, message: Message) -> int | None:
    """When a message says that it takes effect."""
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
        case Split(time=None) as split:
            elapsed = clocks.elapsed(split)
            return split if elapsed is None else replace(split, clock=None, time=_exact(elapsed))
    return effect.message


def _exact(time: Time) -> Time:
    """The time with the decimals that it needs to come through in writing as it is."""
    return next(t for digits in range(time.digits, 4) if (t := Time(time.ms, digits)).rounded(3).ms == t.ms)


def _stated(clocks: StartTimes, effects: Sequence[_Effect]) -> Iterator[Message]:
    """The messages with `when`, where their effect does not follow from what they and the guns say."""
    latest_ms = BEFORE_MS
    for effect in effects:
        message, when_ms = effect.message, effect.when_ms
        if BEFORE_MS < when_ms < 0:
            when_ms = 0
        own_ms = _own_ms(clocks, message)
        derived_ms = latest_ms if own_ms is None else own_ms
        if derived_ms != when_ms and not isinstance(message, StartList):
            message = replace(message, when=Time(when_ms))
        latest_ms = max(latest_ms, when_ms)
        yield message


def _numbered(messages: Sequence[Message]) -> list[Message]:
    names = {m.id: own(number) for number, m in enumerate(messages, start=1) if m.id is not None}
    return [
        replace(m, id=None, heard_ms=None, replaces=m.replaces and names.get(m.replaces, m.replaces))
        for m in messages
    ]
