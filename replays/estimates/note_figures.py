"""What notes of a race state: where something happened, times, and who was in front without the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from race.later_pattern import later_pattern
from race.lazy_named_tuple import NamedTuple
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from race.course import Course
    from race.messages import Note

_TO_GO = later_pattern(
    r"\b(\d{1,5}) ?m(?:etres)? (?:from (?:home|the finish)|to go|out|left)\b", re.IGNORECASE
)
_GONE = later_pattern(r"\b(?:at|after|past) (?:about |around |some )?(\d{1,5}) ?m(?:etres)?\b", re.IGNORECASE)
_CLOSING = later_pattern(
    r"\b(?:last|final|closing) (?:(?P<metres>\d{1,5}) ?m(?:etres)?|(?P<lap>lap)|(?P<alone>\d{2,5}))\b"
    r"(?: was| were)?(?: timed| run| covered| clocked)?(?: at| in| of|:)? "
    r"(?P<time>\d{1,2}(?::\d\d)?(?:\.\d{1,3})?)\b(?! ?m\b)",
    re.IGNORECASE,
)
_LEADS = later_pattern(r"\b(?:leaders?|leading|pacemakers?|front|whole field|the field)\b", re.IGNORECASE)


class ClosingTime(NamedTuple):
    """A time over the last metres of a race."""

    metres: float
    time: Time


def place_of(text: str, course: Course) -> float | None:
    """The metres from the start that a note names: "about 550 m from home"; None where it names none."""
    to_go, gone = _TO_GO.search(text), _GONE.search(text)
    if to_go is not None:
        metres = course.distance_m - float(to_go[1])
    elif gone is not None:
        metres = float(gone[1])
    else:
        return None
    return metres if 0 < metres < course.distance_m else None


def closing_times(text: str, course: Course) -> Iterator[ClosingTime]:
    """The closing times that a note states: "last 400 m in 53.2", "last lap 51.58"."""
    for found in _CLOSING.finditer(text):
        metres = course.lap_m if found["lap"] else float(found["metres"] or found["alone"])
        if metres is not None and 0 < metres < course.distance_m:
            yield ClosingTime(metres, Time.parse(found["time"]))


def leading_time(note: Note) -> Time | None:
    """The time of the leader, or of the leading group, at the checkpoint of a note that states it.

    "The leading group passes 5 km in 14:25", "The pacemakers lead through 400 m in 56.01".
    """
    if note.bib is not None or note.checkpoint is None or not isinstance(note.when, Time):
        return None
    stated = re.search(rf"(?<![\d:.]){re.escape(str(note.when))}(?![\d:]|\.\d)", note.text)
    return note.when if stated is not None and _LEADS.search(note.text) else None


def front_runners(text: str, names: Collection[str]) -> tuple[str, ...]:
    """Those of whom a note says that no others are with them, by name; none where it does not.

    "Only Mateiko is with Kiptum", "Edesa, the last to stay with Assefa, is dropped" (then Assefa is alone),
    "Ingebrigtsen leads alone", "Kerr and Nuguse are clear of the rest".
    """
    name = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    some = rf"(?:{name})(?:(?:, | and |, and )(?:{name}))*"
    for sign, statement in (
        ("nly ", rf"\b[Oo]nly (?P<some>{some}) (?:is|are|stays?|remains?) with (?P<first>{name})\b"),
        (", the last to stay", rf"\b(?:{name}), the last to stay with (?P<first>{name}), is dropped\b"),
        (" alone", rf"\b(?P<first>{name}) (?:leads|is) alone\b"),
        (" clear of the ", rf"\b(?P<some>{some}) (?:is|are) clear of the (?:rest|others|field)\b"),
    ):
        # Without the sign nothing is compiled, which with the names of a field takes half a millisecond.
        found = re.search(statement, text) if names and sign in text else None
        if found is not None:
            return tuple(re.findall(name, " ".join(part for part in found.groups() if part)))
    return ()
