"""Marks as a viewer types them.

A time, `sub-3:50=3:49.99`, or the run of an athlete of a recorded race, `Kerr=2024-bowerman-mile:Kerr`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.errors import FeedError
from race.messages import Mark
from race.times import Time
from replays.named_race import named_race
from replays.watching.ghost_race import GhostRace
from replays.watching.record_progression import RecordProgression, mile_record
from replays.watching.recorded_marks import ghost_of, require_same_event, run_of
from replays.watching.recorded_race import RecordedRace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.messages import StartList

MILE_RECORD = "mile-record"
"""Stands for the progression of the mile record."""

FORM = "LABEL=TIME or LABEL=RACE[:ATHLETE]"


def parse_mark(text: str) -> Mark:
    """A mark from its label and, after the last `=`, a time or a run. Raises FeedError.

    A time has its label as its code too: a finisher who beats it gets the label as a badge.
    """
    label, separator, value = (part.strip() for part in text.rpartition("="))
    if not separator or not label or not value:
        raise FeedError(f"{text!r} is not a mark; write {FORM}")
    try:
        time = Time.parse(value)
    except ValueError as error:
        if not any(character.isalpha() for character in value):
            raise FeedError(str(error)) from None
        return run_of(label, *_race_and_athlete(value))
    if time.ms == 0:
        raise FeedError(f"{text!r} is not a mark; the time must be longer than 0")
    return Mark(label=label, code=label, time=Time(time.ms, max(time.digits, 2)))


def parse_ghost(text: str) -> Mark | RecordProgression | GhostRace:
    """A recorded race to lay over another one, from `RACE[:ATHLETE]`, or `mile-record`. Raises FeedError."""
    if text.strip() == MILE_RECORD:
        return mile_record()
    recording, athlete = _race_and_athlete(text)
    return ghost_of(recording, athlete) if athlete else GhostRace.of(recording)


def parse_marks(text: str, start_list: StartList | None) -> list[Mark]:
    """A mark for a race as `parse_mark` reads it, or those of `mile-record`. Raises FeedError."""
    progression = text.strip() == MILE_RECORD
    return marks_of([mile_record() if progression else parse_mark(text)], start_list)


def marks_of(
    given: Iterable[Mark | RecordProgression | GhostRace], start_list: StartList | None
) -> list[Mark]:
    """The marks for a race. Raises FeedError for one over another event or distance."""
    marks: list[Mark] = []
    for item in given:
        if isinstance(item, RecordProgression):
            marks += item.marks(start_list)
        else:
            mark = item.mark if isinstance(item, GhostRace) else item
            require_same_event(mark, start_list)
            marks.append(mark)
    return marks


def _race_and_athlete(value: str) -> tuple[RecordedRace, str]:
    """A recorded race and the athlete after the last colon, empty where there is none.

    What follows the colon is no athlete where it holds a slash or a backslash: then it is part of a path.
    """
    race, _, athlete = value.rpartition(":")
    if not race or "/" in athlete or "\\" in athlete:
        race, athlete = value, ""
    return RecordedRace.of(named_race(race).log()), athlete.strip()
