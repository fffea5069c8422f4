"""Corrections: what was said before and is said otherwise now, listed in the order of the log."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from itertools import islice, takewhile, zip_longest
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from race.corrections.checkpoint_times import CheckpointTimes
from race.corrections.correction_sentences import CorrectionSentences, Sentence
from race.fold.message_changes import NEWEST_COUNTS, MessageChange
from race.messages import Gun, Message, Note, Official, Order, Split, StartList, Status, Void

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from race.fold.history import History

M = TypeVar("M", bound=Message)
Subject = tuple[type[Message], str]
"""What only the newest message counts for: a type, with the wave of a gun or the bib of a status."""

Where = tuple[str, str]
"""A bib, and the id of a checkpoint."""

Places = tuple[int | None, int | None]
"""Before a correction and after it; None without a time."""

PRIORITY, MOVED = 55, 65
"""Of a correction, and of one that changed places."""


class Correction(NamedTuple):
    """A message that changed something that was said before it."""

    number: int
    """Its position in the log, from 1."""
    known_by: int
    """The position of the message with which the change was known: its own, or that of a later one."""
    when_ms: int
    """Race time that the log had reached when it was known; 0 before the gun."""
    heard_ms: int | None
    """When the hub took the message: milliseconds since 1970 in UTC."""
    text: str
    bibs: frozenset[str]
    """Of whom something changed; empty where it is the race as a whole."""
    checkpoint: str | None
    moved: bool = False
    """Whether it put somebody into another place at a checkpoint."""

    @property
    def priority(self) -> int:
        """As that of a moment."""
        return MOVED if self.moved else PRIORITY


def corrections(history: History) -> list[Correction]:
    """Every message that changed what was said before.

    A message that replaces one which has not come is listed when that has come. Only messages that
    replace something, and those of which the newest counts, take any time.
    """
    ledger = _Ledger(history)
    return sorted(
        (found for change in history.changes if (found := ledger.enter(change)) is not None),
        key=lambda correction: correction.number,
    )


class _Ledger:
    """What is in force as far as the turns of the log have been entered."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._narrator = CorrectionSentences(history.start_list, history.clocks)
        self._holding: defaultdict[Subject, set[int]] = defaultdict(set)
        self._gone: set[int] = set()
        self._was_official = False
        self._placings: defaultdict[str, CheckpointTimes] = defaultdict(CheckpointTimes)
        self._entered: Counter[str] = Counter()
        """By checkpoint, how many of its splits were looked at for the places there."""

    def enter(self, change: MessageChange) -> Correction | None:
        """Enter a turn and tell what it changed; None where it changed nothing that was said."""
        numbers = (*change.went, *change.came)
        subjects = dict.fromkeys(s for n in numbers if (s := _subject(self._message(n))) is not None)
        before = {subject: self._newest(subject) for subject in subjects}
        spots = self._spots(change)
        places = {spot: self._placings[spot[1]].place(spot[0]) for spot in spots}
        for number in change.went:
            self._keep(number, holds=False)
        for number in change.came:
            self._keep(number, holds=True)
        moved = {
            spot: (old, new)
            for spot, old in places.items()
            if (new := self._placings[spot[1]].place(spot[0])) != old
        }
        said = [
            *self._replaced(change, moved),
            *(self._outdone(change, before[subject], self._newest(subject)) for subject in subjects),
        ]
        return self._correction(change, [sentence for sentence in said if sentence is not None], bool(moved))

    def _spots(self, change: MessageChange) -> list[Where]:
        """Whose times it changes, and where; nobody's where places were printed.

        Enters the splits of before it.
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
        placing = self._placings[split.checkpoint]
        if holds:
            placing.enter(number, split, self._history.clocks.elapsed(split))
        else:
            placing.leave(number, split)

    def _keep(self, number: int, *, holds: bool) -> None:
        subject = _subject(self._message(number))
        (self._gone.discard if holds else self._gone.add)(number)
        self._place(number, holds=holds)
        if subject is not None:
            holding = self._holding[subject]
            (holding.add if holds else holding.discard)(number)

    def _correction(self, change: MessageChange, said: list[Sentence], moved: bool) -> Correction | None:
        if not said:
            return None
        message = self._message(change.number)
        reason = f" ({message.reason})" if isinstance(message, Void) and message.reason else ""
        return Correction(
            change.number,
            change.known,
            max(self._history.reached_ms(max(change.number, change.known)), 0),
            message.heard_ms,
            "; ".join(sentence.text for sentence in said) + reason,
            frozenset[str]().union(*(sentence.bibs for sentence in said)),
            next((sentence.checkpoint for sentence in said if sentence.checkpoint), None),
            moved,
        )

    def _replaced(self, change: MessageChange, moved: Mapping[Where, Places]) -> Iterator[Sentence | None]:
        """What became of splits, orders and notes, of which each counts by itself."""
        if not change.went:
            return
        narrator = self._narrator
        for split, other in self._pairs(change, Split):
            places = moved.get((other.bib, other.checkpoint)) if other else None
            yield narrator.split(split, other, again=change.number not in change.came, places=places)
        for order, another in self._pairs(change, Order):
            yield narrator.order(order, another)
        for note, instead in self._pairs(change, Note):
            yield narrator.note(note, instead)

    def _outdone(
        self, change: MessageChange, before: Message | None, after: Message | None
    ) -> Sentence | None:
        """What became of a subject for which the newest message counts."""
        match after or before:
            case Gun(wave=wave):
                awaited = self._is_awaited(wave, change.number)
                return self._narrator.gun(_as(Gun, before), _as(Gun, after), awaited=awaited)
            case Status(bib=bib):
                finished = self._has_finished(bib, change.number)
                if before is None and not finished and not change.went:
                    return None
                return self._narrator.status(_as(Status, before), _as(Status, after), finished=finished)
            case StartList() if before is not None or change.went:
                return self._narrator.start_list(_as(StartList, before), _as(StartList, after))
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
        """Whether times of day that depend on a gun came before a message."""
        clocks, earlier = self._history.clocks, islice(self._history.messages, number - 1)
        return any(isinstance(m, Split) and m.clock and clocks.wave_of(m.bib) == wave for m in earlier)

    def _has_finished(self, bib: str, number: int) -> bool:
        """Whether a time at the finish came before a message, and stands."""
        return any(other < number and other not in self._gone for other in self._finishes[bib])

    @cached_property
    def _splits(self) -> defaultdict[str, list[int]]:
        """The numbers of the splits by checkpoint."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, message in enumerate(self._history.messages, start=1):
            if isinstance(message, Split):
                found[message.checkpoint].append(number)
        return found

    @cached_property
    def _finishes(self) -> defaultdict[str, list[int]]:
        """The numbers of the splits at the finish by bib."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        start_list = self._history.start_list
        finish = max(start_list.checkpoints, key=lambda c: c.distance_m).id if start_list else ""
        for number in self._splits[finish]:
            message = self._message(number)
            assert isinstance(message, Split)
            found[message.bib].append(number)
        return found

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
