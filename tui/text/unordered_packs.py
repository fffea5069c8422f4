"""What is said of a pack whose order was not published: in a heading, beside a line, and in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.phrases import at_checkpoint, pack_of, place_word, seconds_wide
from tui.text.checkpoint_labels import short_checkpoint_label
from tui.text.formatting import passing_text
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.runner import Runner
    from race.order.unordered_packs import UnorderedPack


def pack_tag(pack: UnorderedPack) -> str:
    """The label of a pack in a picture: `pack of 11`."""
    return pack_of(len(pack.runners)) if len(pack.runners) > 1 else "alone"


def pack_headings(course: Course, pack: UnorderedPack) -> tuple[str, ...]:
    """The heading of a pack, from the longest form to the shortest; none of someone alone.

    `pack of 11 within about 2 s at 1200, order not published`.
    """
    size, at = len(pack.runners), f"at {short_checkpoint_label(course, pack.checkpoint, 'the finish')}"
    if size == 1:
        return ()
    within = f"{pack_of(size)} within about {seconds_wide(pack.band)} {at}"
    return f"{within}, order not published", within, f"{pack_of(size)} {at}"


LEADER_NOT_KNOWN = "leader not known"
"""Where someone was timed, and others may have been there before."""


def in_front(pack: UnorderedPack) -> str:
    """Of the foremost pack, while no one is known to lead: `pack of 11 in front`."""
    size = len(pack.runners)
    return f"{pack_of(size)} in front" if size > 1 else LEADER_NOT_KNOWN


def spoken(course: Course, pack: UnorderedPack) -> str:
    """A pack in a sentence: `a pack of 11 within about 2 s at 1200 m, order not published`."""
    where, width = _at(course, pack.checkpoint), seconds_wide(pack.band)
    return f"a {pack_of(len(pack.runners))} within about {width} {where}, order not published"


def membership(course: Course, pack: UnorderedPack) -> str:
    """Where someone in a pack is, in place of a place: `in a pack of 11 at 1200 m, order not published`."""
    where, size = _at(course, pack.checkpoint), len(pack.runners)
    if size == 1:
        return f"likely {_company(pack)} {where}, place not published"
    return f"in a {pack_of(size)} {where}, order not published"


def _company(pack: UnorderedPack) -> str:
    """How someone came by who is in no pack now: `with Kiptum`, `in a group`, `alone`."""
    beside = pack.beside
    if len(beside) == 1:
        return f"with {beside[0].spoken_name}"
    return "in a group" if beside else "alone"


def beside_name(course: Course, pack: UnorderedPack, runner: Runner) -> str:
    """What is known of someone in a pack: `was third at 400 m`; of one, with whom."""
    if len(pack.runners) == 1:
        return membership(course, pack)
    passing = runner.last
    if passing is None:
        return ""
    place, time = passing.official_place, passing_text(passing, course.digits) if passing.time else ""
    how = f"was {place_word(place)}" if place is not None else "last timed"
    return f"{how} {_at(course, runner.furthest)}{f' in {time}' if time else ''}"


def _at(course: Course, index: int) -> str:
    """Where a checkpoint is in a sentence: `at 400 m`, `at the bell`, `with 300 m to go`, `after 30 km`."""
    return clean(at_checkpoint(course, index))
