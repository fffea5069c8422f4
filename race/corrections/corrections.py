"""Corrections: messages that changed something announced before, in the order of the log."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from itertools import islice, takewhile, zip_longest
from typing import TYPE_CHECKING, TypeVar

from race.belief.claim_choice import Claim
from race.corrections.checkpoint_times import CheckpointTimes
from race.corrections.correction_sentences import CorrectionSentences, Sentence
from race.fold.message_changes import NEWEST_COUNTS, MessageChange
from race.lazy_named_tuple import NamedTuple
from race.messages import (
    Checkpoint,
    Gun,
    Message,
    Note,
    Official,
    Order,
    Read,
    Split,
    StartList,
    Status,
    Void,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from race.fold.history import History

M = TypeVar("M", bound=Message)
Subject = tuple[type[Message], str]
"""What only the newest message counts for: a type, with the wave of a gun or the bib of a status."""

Spot = tuple[str, str]

Places = tuple[int | None, int | None]
"""Before and after a correction; None without a time."""

PRIORITY, PLACES_CHANGED = 55, 65
"""The priority of a correction, and of one that changed places."""


class Correction(NamedTuple):
    """A message that changed something announced before it."""

    number: int
    """Its position in the log, from 1."""
    known_by: int
    """The position of the message with which the change was known: its own, or that of a later one."""
    when_ms: int
    """Race time at which it was known: its `when`, or the time the log had reached; 0 before the gun."""
    heard_ms: int | None
    """When the hub accepted the message: milliseconds since 1970 in UTC."""
    text: str
    bibs: frozenset[str]
    """The runners it is about; empty where it is about the race as a whole."""
    checkpoint: str | None
    moved: bool = False
    """Whether it changed a runner's place at a checkpoint."""

    @property
    def priority(self) -> int:
        """On the scale of moments, 0 to 100."""
        return PLACES_CHANGED if self.moved else PRIORITY


def corrections(history: History) -> list[Correction]:
    """Every message that changed something announced before it.

    A message that replaces one still to come is listed once that has come.
    """
    ledger = _Ledger(history)
    return sorted(
        (entered for change in history.changes if (entered := ledger.enter(change)) is not None),
        key=lambda correction: correction.number,
    )


class _Ledger:
    """What is in force, as far as the changes of the log have been entered."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._sentences = CorrectionSentences(history.start_list, history.start_times)
        self._holding: defaultdict[Subject, set[int]] = defaultdict(set)
        self._gone: set[int] = set()
        self._was_official = False
        self._times: dict[str, CheckpointTimes] = {}
        self._entered: Counter[str] = Counter()
        """By checkpoint, how many of its splits are in `_times`."""

    def enter(self, change: MessageChange) -> Correction | None:
        """Enter a change; returns the correction, None where nothing announced was changed."""
        numbers = (*change.went, *change.came)
        subjects = dict.fromkeys(s for n in numbers if (s := _subject(self._message(n))) is not None)
        before = {subject: self._newest(subject) for subject in subjects}
        spots = self._spots(change)
        places = {spot: self._times_at(spot[1]).place(spot[0]) for spot in spots}
        for number in change.went:
            self._keep(number, holds=False)
        for number in change.came:
            self._keep(number, holds=True)
        moved = {
            spot: (old, new)
            for spot, old in places.items()
            if (new := self._times_at(spot[1]).place(spot[0])) != old
        }
        sentences = [
            *self._replaced(change, moved),
            *(self._superseded(change, before[subject], self._newest(subject)) for subject in subjects),
        ]
        known = [sentence for sentence in sentences if sentence is not None]
        return self._correction(change, known, bool(moved))

    def _spots(self, change: MessageChange) -> list[Spot]:
        """The runners and checkpoints whose times it changes; none where official places are given.

        Enters the splits before it.
        """
        splits = [m for n in (*change.went, *change.came) if isinstance(m := self._message(n), Split)]
        if not change.went or any(split.rank is not None for split in splits):
            return []
        for checkpoint in {split.checkpoint for split in splits}:
            entered = self._entered.setdefault(checkpoint, 0)
            known = self._splits[checkpoint]
            for number in takewhile(lambda n: n < change.number, islice(known, entered, None)):
                if number not in self._gone:
                    self._place(number, holds=True)
                self._entered[checkpoint] += 1
        return list(dict.fromkeys((split.bib, split.checkpoint) for split in splits))

    def _place(self, number: int, *, holds: bool) -> None:
        split = self._message(number)
        if not isinstance(split, Split) or split.checkpoint not in self._entered:
            return
        times = self._times_at(split.checkpoint)
        time = self._history.start_times.elapsed(split)
        if not holds:
            times.leave(split.bib, number)
        elif time is not None and number not in self._history.doubts:
            times.enter(Claim(number, split, time))

    def _times_at(self, checkpoint: str) -> CheckpointTimes:
        if checkpoint not in self._times:
            start_list = self._history.start_list
            points = start_list.checkpoints if start_list else ()
            point = next((point for point in points if point.id == checkpoint), None)
            self._times[checkpoint] = CheckpointTimes(point or Checkpoint(id=checkpoint, distance_m=1.0))
        return self._times[checkpoint]

    def _keep(self, number: int, *, holds: bool) -> None:
        subject = _subject(self._message(number))
        (self._gone.discard if holds else self._gone.add)(number)
        self._place(number, holds=holds)
        if subject is not None:
            holding = self._holding[subject]
            (holding.add if holds else holding.discard)(number)

    def _correction(self, change: MessageChange, sentences: list[Sentence], moved: bool) -> Correction | None:
        if not sentences:
            return None
        message = self._message(change.number)
        reason = f" ({message.reason})" if isinstance(message, Void) and message.reason else ""
        return Correction(
            change.number,
            change.known,
            max(self._known_ms(change), 0),
            message.heard_ms,
            "; ".join(sentence.text for sentence in sentences) + reason,
            frozenset[str]().union(*(sentence.bibs for sentence in sentences)),
            next((sentence.checkpoint for sentence in sentences if sentence.checkpoint), None),
            moved,
        )

    def _known_ms(self, change: MessageChange) -> int:
        """The race time at which a change was known: as its message states, or what the log had reached."""
        when = self._message(change.number).when
        is_complete = change.known <= change.number
        return (
            when.ms
            if when is not None and is_complete
            else self._history.reached_ms(max(change.number, change.known))
        )

    def _replaced(self, change: MessageChange, moved: Mapping[Spot, Places]) -> Iterator[Sentence | None]:
        """The changes of splits, orders and notes, each of which counts by itself.

        A read was not announced: whose it is is no correction.
        """
        if all(isinstance(self._message(number), Read) for number in change.went):
            return
        sentences = self._sentences
        for split, other in self._pairs(change, Split):
            places = moved.get((other.bib, other.checkpoint)) if other else None
            yield sentences.split(split, other, again=change.number not in change.came, places=places)
        for order, another in self._pairs(change, Order):
            yield sentences.order(order, another)
        for note, instead in self._pairs(change, Note):
            yield sentences.note(note, instead)

    def _superseded(
        self, change: MessageChange, before: Message | None, after: Message | None
    ) -> Sentence | None:
        """The change of a subject for which only the newest message counts."""
        match after or before:
            case Gun(wave=wave):
                awaited = self._is_awaited(wave, change.number)
                return self._sentences.gun(_as(Gun, before), _as(Gun, after), awaited=awaited)
            case Status(bib=bib):
                finished = self._has_finished(bib, change.number)
                if before is None and not finished and not change.went:
                    return None
                return self._sentences.status(_as(Status, before), _as(Status, after), finished=finished)
            case StartList() if before is not None or change.went:
                return self._sentences.start_list(_as(StartList, before), _as(StartList, after))
            case Official():
                return self._official(is_now=after is not None)
        return None

    def _official(self, *, is_now: bool) -> Sentence | None:
        if not is_now:
            self._was_official = True
            return Sentence("The result is provisional again")
        is_again, self._was_official = self._was_official, False
        return Sentence("The result is official again") if is_again else None

    def _is_awaited(self, wave: str, number: int) -> bool:
        """Whether earlier splits are times of day that depend on a gun."""
        start_times, earlier = self._history.start_times, islice(self._history.messages, number - 1)
        return any(isinstance(m, Split) and m.clock and start_times.wave_of(m.bib) == wave for m in earlier)

    def _has_finished(self, bib: str, number: int) -> bool:
        """Whether an earlier split at the finish is in force."""
        return any(other < number and other not in self._gone for other in self._finishes[bib])

    @cached_property
    def _splits(self) -> defaultdict[str, list[int]]:
        """The numbers of the splits, by checkpoint; read only once something was corrected."""
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, message in enumerate(self._history.messages, start=1):
            if isinstance(message, Split):
                numbers[message.checkpoint].append(number)
        return numbers

    @cached_property
    def _finishes(self) -> defaultdict[str, list[int]]:
        """The numbers of the splits at the finish, by bib; read only once a status changed."""
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        start_list = self._history.start_list
        finish = max(start_list.checkpoints, key=lambda c: c.distance_m).id if start_list else ""
        for number in self._splits[finish]:
            message = self._message(number)
            assert isinstance(message, Split)
            numbers[message.bib].append(number)
        return numbers

    def _newest(self, subject: Subject) -> Message | None:
        number = max(self._holding[subject], default=None)
        return self._message(number) if number is not None else None

    def _message(self, number: int) -> Message:
        return self._history.messages[number - 1]

    def _pairs(self, change: MessageChange, kind: type[M]) -> Iterator[tuple[M | None, M | None]]:
        went, came = (
            [message for n in numbers if isinstance(message := self._message(n), kind)]
            for numbers in (change.went, change.came)
        )
        return zip_longest(went, came)


def _subject(message: Message) -> Subject | None:
    match message:
        case Gun(wave=name) | Status(bib=name):
            return type(message), name
    return (type(message), "") if isinstance(message, NEWEST_COUNTS) else None


def _as(kind: type[M], message: Message | None) -> M | None:
    return message if isinstance(message, kind) else None
