"""Phrases as an announcer says them: places, counts, gaps, and where on the course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import NEAR_M, Course

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from race.times import Time

COUNTS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

PLACES = (
    *("nowhere", "first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)

JUST_OVER = "just over "
JUST_OVER_M = 10.0
"""The checkpoints of a mile at whole hundreds have up to so much more to go than whole hundreds."""

BADGES = {
    "WR": "a world record",
    "WB": "a world best",
    "WL": "a world lead",
    "AR": "an area record",
    "ER": "a European record",
    "OR": "an Olympic record",
    "CR": "a championship record",
    "DLR": "a Diamond League record",
    "MR": "a meeting record",
    "SR": "a stadium record",
    "NR": "a national record",
    "PB": "a personal best",
    "SB": "a season's best",
    "WU20R": "a world under-20 record",
    "Q": "qualified",
    "q": "qualified",
}

BESTS = frozenset({"PB", "SB"})
LOCAL_RECORDS = frozenset({"WL", "OR", "CR", "DLR", "MR", "SR"})

IMPLIED_BY = {
    "WR": BESTS | LOCAL_RECORDS | {"AR", "ER", "NR"},
    "AR": BESTS | {"NR"},
    "ER": BESTS | {"NR"},
    "NR": BESTS,
    "WL": frozenset({"SB"}),
    "PB": frozenset({"SB"}),
}
"""What a badge implies, and is not said beside it."""


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
    """A gap: "0.4 s", "1:23", "level"."""
    if time.ms <= 0:
        return "level"
    return f"{time.show(1)} s" if time.rounded(1).ms < 60_000 else time.show(0)


def badge_words(badges: Iterable[str]) -> str:
    """Badges in words: "a world lead and a national record"; unknown ones as they are."""
    shown = list(badges)
    implied = frozenset[str]().union(*(IMPLIED_BY.get(badge, ()) for badge in shown))
    return listed([_badge(badge) for badge in shown if badge not in implied])


def _badge(badge: str) -> str:
    if badge.startswith("=") and badge[1:] in BADGES:
        return f"{BADGES[badge[1:]]} equalled"
    return BADGES.get(badge, badge)


def where(course: Course, index: int, *, about: bool = False) -> str:
    """Where something happened: "with 600 to go", "at 800 m", "after 30 km"."""
    left = _left(course, course.to_go(index)) if course.lap_m is not None and course.limit_ms is None else ""
    if about:
        left = f"about {left.removeprefix(JUST_OVER)}" if left else ""
    return f"with {left} to go" if left else at_checkpoint(course, index, about=about)


def _left(course: Course, to_go: float) -> str:
    """What is left on a track if it is whole laps, or whole hundreds under a thousand; else empty."""
    assert course.lap_m is not None
    laps = round(to_go / course.lap_m)
    whole_m = laps * course.lap_m if 1 <= laps <= 3 else 0.0
    if abs(to_go - whole_m) > JUST_OVER_M:
        whole_m = round(to_go, -2) if to_go <= 1000 else 0.0
    if not whole_m or not -NEAR_M <= to_go - whole_m <= JUST_OVER_M:
        return ""
    just = JUST_OVER if to_go - whole_m > NEAR_M else ""
    if whole_m % course.lap_m:
        return f"{just}{whole_m:.0f}"
    return f"{just}{'a lap' if laps == 1 else f'{count(laps)} laps'}"


def length(course: Course, metres: float) -> str:
    """A length: "400 m", on a road "2.2 km"."""
    return f"{metres:.0f} m" if course.lap_m is not None else f"{round(metres / 1000, 1):g} km"


def at_checkpoint(course: Course, index: int, *, about: bool = False) -> str:
    """At a checkpoint: "at 800 m", "after 30 km"."""
    label, prefix = course.label(index), "about " if about else ""
    if index == course.finish:
        return "at the finish"
    if course.lap_m is None:
        return f"after {prefix}{_on_the_road(course.distance(index), label)}"
    return f"{'with' if label.endswith('to go') else 'at'} {prefix}{label}"


def through(course: Course, index: int) -> str:
    """The name of a checkpoint, for "leads through ..."."""
    if course.lap_m is None:
        return _on_the_road(course.distance(index), course.label(index))
    return course.label(index)


def _on_the_road(metres: float, label: str) -> str:
    return f"{metres / 1000:g} km" if label == f"{metres:g} m" and metres % 100 == 0 else label
