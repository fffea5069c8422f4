"""Phrases as an announcer says them: places, counts, gaps, and where on the course."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from race.course import NEAR_M, Course
from race.moments import sentences
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.messages import TimeBand

COUNTS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

PLACES = (
    *("nowhere", "first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)

TENTHS = (
    *("level", "a tenth", "two tenths", "three tenths", "four tenths", "half a second"),
    *("six tenths", "seven tenths", "eight tenths", "nine tenths"),
)
"""Gaps of less than a second, by their tenths."""

EVENTS = {"MILE": "mile", "HM": "half marathon", "MAR": "marathon"}
"""Events that have a name, by code."""

KINDS_OF_EVENT = {"": "", "SC": "steeplechase", "H": "hurdles", "W": "walk", "WC": "wheelchair race"}
"""What an event is besides its distance, by the ending of its code."""

MANY_LAPS = 4
"""In a race of more laps on the track it is said how far there is to go, long before the last kilometre."""

JUST_OVER = "just over "
JUST_OVER_M = 10.0
"""The checkpoints of a mile at whole hundreds have up to so much more to go than whole hundreds."""

TO_GO = "to go"
"""With these words ends the name of a checkpoint that counts from the finish."""


def listed(words: Sequence[str]) -> str:
    """Words joined as in speech: "a, b and c"."""
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def count(number: int) -> str:
    """A number as it is said: two, twelve, 13."""
    return COUNTS[number] if number < len(COUNTS) else str(number)


def place_word(place: int) -> str:
    """A place as it is said: first, twelfth, 13th."""
    return PLACES[place] if place < len(PLACES) else ordinal(place)


def ordinal(place: int) -> str:
    """A place in figures: 1st, 2nd, 3rd, 11th."""
    teens = 10 < place % 100 < 20
    return f"{place}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def pacemaker(number: int) -> str:
    """A pacemaker in a race with so many of them."""
    return "the pacemaker" if number == 1 else "a pacemaker"


def gap_words(time: Time) -> str:
    """A gap: "level", "two tenths", "half a second", "1.4 s", "1:23"."""
    if time.ms <= 0:
        return "level"
    shown = time.rounded(1)
    if shown.digits and shown.ms < 1000:
        return TENTHS[shown.ms // 100]
    return f"{time.show(1)} s" if shown.ms < 60_000 else time.show(0)


def pack_of(size: int) -> str:
    """A pack of several as it is said: `pack of 11`, `pair`."""
    return "pair" if size == 2 else f"pack of {size}"


def seconds_wide(band: TimeBand) -> str:
    """How long a pack took to pass a checkpoint, in whole seconds: `2 s`, `1:30`."""
    seconds = max((band.high_ms - band.low_ms + 500) // 1000, 1)
    return f"{seconds} s" if seconds < 60 else Time(seconds * 1000, 0).show(0)


def whole_seconds(ms: int) -> str:
    """A few seconds as they are said, in whole ones: "a second", "three seconds"."""
    seconds = max((ms + 500) // 1000, 1)
    return "a second" if seconds == 1 else f"{count(seconds)} seconds"


def rough_span(ms: int) -> str:
    """A span of time that is only expected: "ten seconds", "40 seconds", "two minutes"."""
    tens = -(-ms // 10_000)
    if tens <= 9:
        return f"{count(max(tens, 1) * 10)} seconds"
    minutes = round(ms / 60_000)
    return "a minute" if minutes < 2 and ms < 90_000 else f"{count(max(minutes, 2))} minutes"


def back(time: Time) -> str:
    """How far one is behind another: "level", "two tenths back"."""
    return "level" if time.ms <= 0 else sentences.BACK.format(gap=gap_words(time))


def where(course: Course, index: int) -> str:
    """Where something happened: "with 600 to go", "at 800 m", "after 30 km"."""
    left = left_to_go(course, index) if index not in course.exchanges else ""
    return f"with {left} to go" if left else at_checkpoint(course, index)


def has_many_laps(course: Course) -> bool:
    """Whether it is a race over more laps than one keeps count of."""
    is_over_distance = course.lap_m is not None and course.limit_ms is None
    return is_over_distance and course.distance_m > MANY_LAPS * (course.lap_m or 0.0) + JUST_OVER_M


def left_to_go(course: Course, index: int) -> str:
    """What is left on a track: "a lap", "600", in a race of many laps "4000" or "five and a half laps".

    Empty where it is not whole laps, or whole fifties up to a thousand.
    """
    if course.lap_m is None or course.limit_ms is not None:
        return ""
    to_go, is_long = course.to_go(index), has_many_laps(course)
    laps = round(to_go / course.lap_m)
    whole_m = laps * course.lap_m if 1 <= laps <= 3 or is_long else 0.0
    if abs(to_go - whole_m) > JUST_OVER_M:
        step_m = 50 if to_go <= 1000 else 1000
        whole_m = round(to_go / step_m) * float(step_m) if to_go <= 1000 or is_long else 0.0
    if whole_m and -NEAR_M <= to_go - whole_m <= JUST_OVER_M:
        just = JUST_OVER if to_go - whole_m > NEAR_M else ""
        if whole_m % course.lap_m:
            return f"{just}{whole_m:.0f}"
        word = course.lap_word
        return f"{just}{f'a {word}' if laps == 1 else f'{count(laps)} {word}s'}"
    whole = round(to_go / course.lap_m - 0.5)
    if not is_long or to_go <= 1000 or abs(to_go - (whole + 0.5) * course.lap_m) > NEAR_M:
        return ""
    return f"{count(whole)} and a half {course.lap_word}s" if whole else f"half a {course.lap_word}"


def length(course: Course, metres: float) -> str:
    """A length: "400 m", on a road "2.2 km"."""
    return f"{metres:.0f} m" if course.lap_m is not None else f"{round(metres / 1000, 1):g} km"


def at_checkpoint(course: Course, index: int) -> str:
    """At a checkpoint: "at 800 m", "after 30 km", "at the bell", "with 400 m to go"."""
    if index == course.finish:
        return "at the finish"
    name = checkpoint_name(course, index)
    is_on_the_road = course.lap_m is None and any(map(str.isdigit, name))
    return f"after {name}" if is_on_the_road and not name.endswith(TO_GO) else due_at(course, index)


def due_at(course: Course, index: int) -> str:
    """Where someone has not been yet: "at 800 m", "at 30 km", "at the bell", "with 400 m to go"."""
    name = checkpoint_name(course, index)
    return f"{'with' if name.endswith(TO_GO) else 'at'} {name}"


def through(course: Course, index: int) -> str:
    """For who leads at a checkpoint: "through 800 m", "with 400 m to go"."""
    name = checkpoint_name(course, index)
    if index in course.exchanges:
        return at_checkpoint(course, index)
    return f"{'with' if name.endswith(TO_GO) else 'through'} {name}"


def checkpoint_name(course: Course, index: int) -> str:
    """The name of a checkpoint in a sentence: "800 m", "30 km", "the bell", "the first exchange"."""
    label, metres = course.label(index), course.distance(index)
    if index in course.exchanges and not course.at(index).name:
        return f"the {place_word(course.exchanges[index])} exchange"
    if label == f"{metres:g} m":
        return f"{metres / 1000:g} km" if course.lap_m is None and metres % 100 == 0 else f"{metres:.0f} m"
    return f"the {label}" if label in ("bell", "finish") else label


def event_word(event: str) -> str:
    """A race over the distance of an event, in a word, by its code: "mile", "5000 m"; empty if unknown."""
    if event in EVENTS:
        return EVENTS[event]
    match = re.fullmatch(r"(\d+)(SC|H|W|WC|)|(\d+)K(W?)|(\d+x\d+)", event)
    if match is None:
        return ""
    if match[5]:
        return f"{match[5]} m relay"
    length = f"{match[1]} m" if match[1] else f"{match[3]} km"
    return f"{length} {KINDS_OF_EVENT[match[2] or match[4] or '']}".strip()
