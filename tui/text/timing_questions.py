"""What the keys of someone who times by hand ask for, and the edits that the answers make."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from race.edits import passing_changes, starts
from race.edits.decisions import give, make_official, reinstate, reopen
from race.edits.entrants import add_entrant, change_entrant
from race.edits.log_lookup import state_now
from tui.text.typed_answers import typed_entrant
from tui.text.typed_edits import (
    read_gun_time,
    read_missed,
    read_starts,
    read_status,
    read_time,
    read_wave,
    read_waves,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from race.edits.edit import Edit, Timekeeper
    from race.edits.timed_passings import TimedPassing
    from race.fold.history import History
    from race.messages import Entrant
    from race.times import TimeOfDay

Make = Callable[["History"], "Edit"]
"""Makes an edit of what the race is when its turn has come."""


class Question(NamedTuple):
    """What is asked in the line at the bottom."""

    label: str
    read: Callable[[str], Make | None]
    """From what was typed; raises ValueError. None where nothing is to be done to the race."""
    text: str = ""
    """What stands in the line at first."""
    gives_way: bool = False
    """Whether a digit takes its place, as another bib or time begins."""
    blanks: bool = True
    """Whether a blank is a part of the answer, and no tap."""
    plus: bool = False
    """The same of a plus."""


class Place(NamedTuple):
    """What a key is about."""

    history: History
    timekeeper: Timekeeper
    now: TimeOfDay
    chosen: TimedPassing | None
    """The passing under the cursor."""
    above: TimedPassing | None
    """The one before it."""

    @property
    def passing(self) -> TimedPassing:
        """The passing under the cursor. Raises ValueError where there is none."""
        if self.chosen is None:
            raise ValueError("there is no passing yet: a blank takes a time")
        return self.chosen

    @property
    def named(self) -> TimedPassing:
        """The same, of which the runner is known."""
        if self.passing.bib is None:
            raise ValueError("this time belongs to no runner yet: type its bib")
        return self.passing

    def about(self, form: str) -> str:
        """An answer to begin with, about the runner under the cursor."""
        return form.format(self.chosen.bib) if self.chosen is not None and self.chosen.bib else ""


def gun(stamp: TimeOfDay, history: History) -> Question | Make:
    """The gun goes, at the moment of the key; asks of which wave where several wait."""
    waiting = [wave for wave in _waves(history) if wave not in starts.guns_now(history)]
    if len(waiting) <= 1:
        return lambda now: starts.gun(now, stamp, waiting[0] if waiting else "")

    def read(text: str) -> Make:
        wave = read_wave(text, waiting)
        return lambda now: starts.gun(now, stamp, wave)

    return Question(f"The gun of which wave, {_listed(waiting)}", read)


def _gun_time(place: Place) -> Question:
    waves = _waves(place.history)

    def read(text: str) -> Make:
        wave, _, time = ("", "", text) if len(waves) <= 1 else text.strip().rpartition(" ")
        named = read_wave(wave, waves) if len(waves) > 1 else next(iter(waves), "")
        read_gun_time(time, place.now, place.now)  # to be put right in the line, not when its turn has come
        return lambda history: _timed_gun(history, time, place.now, named)

    if len(waves) <= 1:
        return Question("Gun at 19:40:12.3, or moved by +2.5 or -1", read, blanks=False, plus=True)
    return Question(f"Gun, wave and time ({_listed(waves)}), as in B 19:40:12 or B +2.5", read, plus=True)


def _timed_gun(history: History, text: str, now: TimeOfDay, wave: str) -> Edit:
    fired = starts.guns_now(history).get(wave)
    clock = read_gun_time(text, now, fired.clock if fired is not None else None)
    return starts.set_gun(history, clock, wave)


def _recall(place: Place) -> Question | Make:
    fired = [*starts.guns_now(place.history)]
    if len(fired) <= 1:
        return lambda history: starts.recall(history, fired[0] if fired else "")

    def read(text: str) -> Make:
        wave = read_wave(text, fired)
        return lambda history: starts.recall(history, wave)

    return Question(f"Recall which wave, {_listed(fired)}", read)


def _wave_starts(place: Place) -> Question:
    def read(text: str) -> Make:
        if "every" in text:
            bibs, first, apart_ms = read_starts(text, place.now)
            return lambda history: starts.individual_starts(history, bibs, first, apart_ms)
        waves = read_waves(text)
        return lambda history: starts.set_waves(history, waves)

    return Question("Waves, as in 11-20, 31 = B; or 11, 12, 13 every 30 from 19:40:00", read)


def _status(place: Place) -> Question:
    def read(text: str) -> Make:
        return lambda history: read_status(history, text)

    return Question("Out: bib; dnf, dns or dq; and the rule", read, place.about("{} "), gives_way=True)


def _reinstate(place: Place) -> Question:
    def read(text: str) -> Make:
        bib, _, reason = text.strip().partition(" ")
        return lambda history: reinstate(history, bib, reason.strip())

    return Question("Back in the race: bib, and why", read, place.about("{}"), gives_way=True)


def _official(place: Place) -> Question:
    is_official = bool(state_now(place.history).officials)

    def read(text: str) -> Make:
        refuse_unless_yes(text)
        return reopen if is_official else make_official

    asked = "Open the official result again" if is_official else "Say that the result is official"
    return Question(f"{asked}? y", read, blanks=False)


def _add(_place: Place) -> Question:
    return Question("Late entrant, as in 21 Anna Berg GBR", lambda text: _added(typed_entrant(text)))


def _added(entrant: Entrant) -> Make:
    if not entrant.bib:
        raise ValueError("a late entrant needs a bib, as in 21 Anna Berg GBR")
    return lambda history: add_entrant(history, entrant)


def _change(place: Place) -> Question:
    def read(text: str) -> Make:
        bib, equals, rest = text.partition("=")
        if not equals:
            raise ValueError("write the bib, =, and what it is to be, as in 12 = 21 Anna Berg")
        return lambda history: change_entrant(history, bib.strip(), typed_entrant(rest))

    return Question("Change, as in 12 = 21 Anna Berg", read, place.about("{} = "))


def _retime(place: Place) -> Question:
    chosen = place.named

    def read(text: str) -> Make:
        time = read_time(text, place.now)
        return lambda history: passing_changes.retime(history, chosen.id, time)

    text = str(chosen.time or "")
    return Question("Time from the gun, or @ and the time of day", read, text, gives_way=True, blanks=False)


def _give(place: Place) -> Question:
    chosen = place.named

    def read(text: str) -> Make:
        return lambda history: give(history, chosen.id, text.strip())

    return Question(f"{chosen.bib}'s time is that of bib", read, blanks=False)


def _unname(place: Place) -> Make:
    chosen = place.named
    return lambda history: passing_changes.unname(history, chosen.id)


def _delete(place: Place) -> Make:
    chosen, bib = place.passing, place.passing.bib
    if bib is None:
        return lambda history: passing_changes.delete_tap(history, chosen.id)
    return lambda history: passing_changes.delete_passing(history, place.timekeeper, bib, chosen.checkpoint)


def _move(place: Place) -> Question:
    chosen = place.named

    def read(text: str) -> Make:
        return lambda history: passing_changes.move(history, chosen.id, text.strip())

    course = state_now(place.history).course
    points = ", ".join(point.id for point in course.checkpoints) if course is not None else ""
    return Question(f"{chosen.bib} passed which checkpoint ({points})", read)


def _move_on(place: Place) -> Make:
    bib, checkpoint = place.named.bib or "", place.named.checkpoint
    return lambda history: passing_changes.move_on(history, place.timekeeper, bib, checkpoint)


def _swap(place: Place) -> Make:
    above, below = place.above, place.named
    if above is None or above.bib is None:
        raise ValueError("put the cursor on the second of the two, both with their bibs")
    if above.checkpoint != below.checkpoint:
        raise ValueError("the one above passed another checkpoint: give each time to its runner with b")
    first, second = above.bib, below.bib or ""
    return lambda history: passing_changes.swap(history, below.checkpoint, first, second)


def _insert(place: Place) -> Question:
    below, above = place.passing, place.above

    def read(text: str) -> Make:
        bib, time = read_missed(text, place.now)
        if time is not None:
            return lambda history: passing_changes.insert_missed(
                history, place.timekeeper, bib, below.checkpoint, _of_day(history, bib, time)
            )
        if above is None or above.clock is None or below.clock is None:
            raise ValueError("nothing was timed before it: write the time too, as in 14 3:45.2")
        before, after = above.clock, below.clock
        return lambda history: passing_changes.insert_between(
            history, place.timekeeper, bib, below.checkpoint, before, after
        )

    return Question("Missed before this: bib, and the time if it is known", read)


_Asked = Callable[[Place], Question | Make]

ASKED: Mapping[str, _Asked] = {
    "gun time": _gun_time,
    "recall": _recall,
    "waves": _wave_starts,
    "status": _status,
    "reinstate": _reinstate,
    "official": _official,
    "add": _add,
    "change": _change,
    "retime": _retime,
    "give": _give,
    "unname": _unname,
    "delete": _delete,
    "move": _move,
    "move on": _move_on,
    "swap": _swap,
    "insert": _insert,
}
"""By name, what a key asks, or what it does at once. They raise ValueError where that is not possible."""


def refuse_unless_yes(text: str) -> None:
    """Raise ValueError unless someone has typed yes."""
    if text.strip().casefold() not in ("y", "yes"):
        raise ValueError("y and enter do it; esc leaves it")


def _waves(history: History) -> list[str]:
    """The waves of the start list, that of the others first."""
    entrants = history.start_list.entrants if history.start_list is not None else ()
    return sorted({entrant.wave for entrant in entrants})


def _listed(waves: list[str]) -> str:
    names = [wave for wave in waves if wave]
    return ", ".join(names) + (" or, without a name, the others" if "" in waves else "")


def _of_day(history: History, bib: str, time: TimeOfDay | int) -> TimeOfDay:
    """A time of day; of milliseconds, counted from the gun of a runner."""
    if not isinstance(time, int):
        return time
    fired = history.start_times.gun_time(bib)
    if fired is None:
        raise ValueError("the gun is not known: write the time of day, as in 14 @19:43:57.6")
    return fired._replace(utc_ms=fired.utc_ms + time)
