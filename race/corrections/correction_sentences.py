"""Corrections as sentences that an announcer could read."""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from race.course import START, Course
from race.lazy_named_tuple import NamedTuple
from race.local_time import time_of_day
from race.moments.phrases import ordinal, place_word
from race.people.short_names import short_names, spoken_name
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.fold.start_times import StartTimes
    from race.messages import Entrant, Gun, Note, Order, Split, StartList, Status

MANY = 3
"""From so many changed entrants on, they are counted and not named."""


class Sentence(NamedTuple):
    """A sentence, the bibs it is about, and the checkpoint."""

    text: str
    bibs: frozenset[str] = frozenset()
    checkpoint: str | None = None


class CorrectionSentences:
    """Words the corrections of one race, with its names, checkpoints and start times.

    Each method takes the message in force before and the one in force after, None where there is none, and
    returns None where a listener would notice no difference.
    """

    def __init__(self, start_list: StartList | None, start_times: StartTimes) -> None:
        self._start_list = start_list
        self._start_times = start_times

    def split(
        self,
        before: Split | None,
        after: Split | None,
        *,
        again: bool = False,
        places: tuple[int | None, int | None] | None = None,
    ) -> Sentence | None:
        """A time at a checkpoint.

        Args:
            before: The split in force before.
            after: The split in force after.
            again: Whether `after` was in force earlier already.
            places: The runner's places there before and after, where they differ.
        """
        bibs = frozenset(split.bib for split in (before, after) if split is not None)
        if after is None:
            assert before is not None
            return Sentence(f"{self.described(before)} withdrawn", bibs, before.checkpoint)
        if before is None:
            how = "stands again" if again else "in place of what was withdrawn"
            return Sentence(f"{self.described(after)} {how}", bibs, after.checkpoint)
        text = self._changed(before, after)
        if text and places and places[0] and places[1]:
            text += f", {place_word(places[1])} there, not {place_word(places[0])}"
        return Sentence(text, bibs, after.checkpoint) if text else None

    def order(self, before: Order | None, after: Order | None) -> Sentence | None:
        """The places at a checkpoint."""
        if before == after:
            return None
        order = after or before
        assert order is not None
        old, new = before.places if before else {}, after.places if after else {}
        bibs = frozenset(bib for bib in {**old, **new} if old.get(bib) != new.get(bib))
        how = "withdrawn" if after is None else "changed" if before else "given again"
        return Sentence(f"Order {self.at(order.checkpoint)} {how}", bibs, order.checkpoint)

    def note(self, before: Note | None, after: Note | None) -> Sentence | None:
        """A remark."""
        note = after or before
        assert note is not None
        bibs = frozenset([note.bib] if note.bib else [])
        if before and after:
            same = before.text == after.text
            return None if same else Sentence(f"{after.text} (not: {before.text})", bibs, note.checkpoint)
        return Sentence(f"Note {'again' if after else 'withdrawn'}: {note.text}", bibs, note.checkpoint)

    def gun(self, before: Gun | None, after: Gun | None, *, awaited: bool) -> Sentence | None:
        """A gun; `awaited` if earlier splits are times of day that depend on it."""
        gun = after or before
        assert gun is not None
        subject = f"The gun of wave {gun.wave}" if gun.wave else "The gun"
        old, new = before.clock if before else None, after.clock if after else None
        if new is None:
            if old is not None:
                return Sentence(f"{subject} was not at {self.day_time(old)}: its time is not known")
            return Sentence(f"{subject} is withdrawn") if after is None else None
        if old is None:
            return Sentence(f"{subject} is now known: {self.day_time(new)}") if awaited else None
        if old.utc_ms == new.utc_ms:
            return None
        text = f"{subject} was at {self.day_time(new)}"
        whose = "its times" if gun.wave else "all times"
        moved = f": {whose} {_shift(old, new)}" if awaited else f", not {self.day_time(old)}"
        return Sentence(text + moved)

    def day_time(self, clock: TimeOfDay) -> str:
        """A time of day in the zone of the race."""
        return time_of_day(clock, self._start_list.zone if self._start_list else "")

    def status(self, before: Status | None, after: Status | None, *, finished: bool) -> Sentence | None:
        """A runner who has no result, or has one after all."""
        status = after or before
        assert status is not None
        name, bibs = self._name(status.bib), frozenset([status.bib])
        if after is None:
            return Sentence(f"{name} is back in the {'result' if finished else 'race'}", bibs, status.after)
        new, old = _status_words(after), _status_words(before) if before else ""
        if new == old:
            return None
        return Sentence(f"{name}: {new} instead of {old}" if old else f"{name}: {new}", bibs, status.after)

    def start_list(self, before: StartList | None, after: StartList | None) -> Sentence | None:
        """The start list: who is in the race, and where times are taken."""
        if after is None:
            return Sentence("Start list withdrawn")
        if before is None:
            return Sentence("Start list stands again")
        old, new = ({e.bib: e for e in start_list.entrants} for start_list in (before, after))
        changed = [e for e in after.entrants if e.bib in old and e != old[e.bib]]
        phrases = [
            *_counted(len(new.keys() - old.keys()), "added"),
            *_counted(len(old.keys() - new.keys()), "removed"),
            *_changes(old, changed, _spoken(after)),
            *(["checkpoints changed"] if before.checkpoints != after.checkpoints else []),
            *(["marks changed"] if before.marks != after.marks else []),
            *(["particulars changed"] if _particulars(before) != _particulars(after) else []),
        ]
        bibs = frozenset(old.keys() ^ new.keys()) | {e.bib for e in changed}
        return Sentence(f"Start list: {', '.join(phrases)}", bibs) if phrases else None

    def _changed(self, before: Split, after: Split) -> str | None:
        """The difference between two splits."""
        new, old = self._time(after), self._time(before)
        same_bib, same_place = before.bib == after.bib, before.checkpoint == after.checkpoint
        if self._ms(before) == self._ms(after):
            if same_bib and same_place:
                return self._remeasured(before, after)
            if same_place:
                name, other = self._name(after.bib), self._name(before.bib)
                return f"{new} {self.at(after.checkpoint)} is {name}'s, not {other}'s"
            if same_bib:
                there, here = self.at(after.checkpoint), self.at(before.checkpoint)
                return f"{self._name(after.bib)}'s {new} was {there}, not {here}"
        if same_bib and same_place:
            return f"{self.described(after)} instead of {old}"
        return f"{self.described(after)} instead of {self.described(before)}"

    def _remeasured(self, before: Split, after: Split) -> str | None:
        """The difference between two splits of the same time."""
        if before.suspect != after.suspect:
            return f"{self.described(after)} is {'doubtful' if after.suspect else 'doubtful no longer'}"
        if before.rank != after.rank and before.rank and after.rank:
            return f"{self.described(after)}, {ordinal(after.rank)} and not {ordinal(before.rank)}"
        return None

    def described(self, split: Split) -> str:
        """A split by itself."""
        return f"{self._name(split.bib)} {self.at(split.checkpoint)}: {self._time(split)}"

    def _time(self, split: Split) -> str:
        elapsed = self._start_times.elapsed(split)
        if elapsed is not None:
            return elapsed.show()
        assert split.clock is not None
        return self.day_time(split.clock)

    def _ms(self, split: Split) -> int:
        elapsed = self._start_times.elapsed(split)
        if elapsed is not None:
            return elapsed.ms
        assert split.clock is not None
        return split.clock.utc_ms

    def _name(self, bib: str) -> str:
        return self._names.get(bib, bib)

    @cached_property
    def _names(self) -> dict[str, str]:
        return _spoken(self._start_list) if self._start_list else {}

    def at(self, checkpoint: str) -> str:
        """A checkpoint, in a sentence."""
        course = self._course
        index = course.index.get(checkpoint) if course else None
        if course is None or index is None:
            return f"at {checkpoint}"
        return f"at {'the ' if index in (START, course.finish) else ''}{course.label(index)}"

    @cached_property
    def _course(self) -> Course | None:
        return Course(self._start_list) if self._start_list else None


def _shift(old: TimeOfDay, new: TimeOfDay) -> str:
    """How much longer or shorter times become if the gun was at another time of day."""
    amount = Time(abs(old.utc_ms - new.utc_ms), max(old.digits, new.digits)).show()
    return f"{amount}{'' if ':' in amount else ' s'} {'longer' if new.utc_ms < old.utc_ms else 'shorter'}"


def _status_words(status: Status) -> str:
    words = {"dnf": "did not finish", "dns": "did not start", "dq": "disqualified"}
    reason = f" ({status.reason})" if status.reason else ""
    return words.get(status.status, "result not known") + reason


def _counted(number: int, what: str) -> list[str]:
    return [f"{number} entrant{'' if number == 1 else 's'} {what}"] if number else []


def _spoken(start_list: StartList) -> dict[str, str]:
    """The names used in sentences, by bib."""
    named = zip(start_list.entrants, short_names(start_list.entrants), strict=True)
    return {entrant.bib: spoken_name(entrant, name) for entrant, name in named}


def _changes(old: dict[str, Entrant], changed: Sequence[Entrant], spoken: dict[str, str]) -> list[str]:
    if len(changed) >= MANY:
        return _counted(len(changed), "changed")
    return [
        f"{spoken[e.bib]}'s {'name' if e.name != old[e.bib].name else 'particulars'} changed" for e in changed
    ]


_particulars = attrgetter("name", "meet", "venue", "date", "event", "setting", "distance_m", "lap_m")
"""What else of a start list a listener would notice."""
