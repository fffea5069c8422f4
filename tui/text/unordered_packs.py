"""What is said of a pack whose order was not published: in a heading, beside a line, and in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.phrases import place_word
from race.times import Time
from tui.text.checkpoint_labels import checkpoint_label, short_checkpoint_label
from tui.text.formatting import passing_text

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.runner import Runner
    from race.order.unordered_packs import UnorderedPack

MINUTE_MS = 60_000


def pack_tag(pack: UnorderedPack) -> str:
    """The label of a pack in a picture: `pack 11`."""
    return f"pack {len(pack.runners)}" if len(pack.runners) > 1 else "alone"


def pack_headings(course: Course, pack: UnorderedPack) -> tuple[str, ...]:
    """The heading of a pack, from the longest form to the shortest; none of someone alone.

    `pack  11 within about 2 s at 1200, order not published`.
    """
    size, at = len(pack.runners), f"at {short_checkpoint_label(course, pack.checkpoint, 'the finish')}"
    if size == 1:
        return ()
    within = f"pack  {size} within about {_width(pack)} {at}"
    return f"{within}, order not published", within, f"pack  {size} {at}"


def in_front(pack: UnorderedPack) -> str:
    """Of the foremost pack, while no one is known to lead: `pack of 11 in front`."""
    size = len(pack.runners)
    return f"pack of {size} in front" if size > 1 else "leader not known"


def membership(course: Course, pack: UnorderedPack) -> str:
    """Where someone in a pack is, in place of a place: `in a pack of 11 at 1200 m, order not published`."""
    where = f"at {checkpoint_label(course, pack.checkpoint)}"
    size = len(pack.runners)
    return (
        f"in a pack of {size} {where}, order not published"
        if size > 1
        else f"alone {where}, place not published"
    )


def _width(pack: UnorderedPack) -> str:
    """How long the pack took to pass a checkpoint, in whole seconds: `2 s`, `1:30`."""
    seconds = max((pack.band.high_ms - pack.band.low_ms + 500) // 1000, 1)
    return f"{seconds} s" if seconds * 1000 < MINUTE_MS else Time(seconds * 1000, 0).show(0)


def beside_name(course: Course, pack: UnorderedPack, runner: Runner) -> str:
    """What is known of someone in a pack: `last placed third at 400 m`; of someone alone where that is."""
    if len(pack.runners) == 1:
        return (
            f"alone at {short_checkpoint_label(course, pack.checkpoint, 'the finish')}, place not published"
        )
    passing = runner.last
    if passing is None:
        return ""
    place, time = passing.official_place, passing_text(passing, course.digits) if passing.time else ""
    how = f"placed {place_word(place)}" if place is not None else "timed"
    return f"last {how} at {checkpoint_label(course, runner.furthest)}{f' in {time}' if time else ''}"
