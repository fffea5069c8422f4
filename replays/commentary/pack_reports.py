"""Packs whose order was not published, in one sentence at a lap or kilometre, and never per runner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.moments import sentences
from race.moments.phrases import listed, pack_of, seconds_wide, through
from race.moments.running_order_calls import order_checkpoints
from race.order.unordered_packs import packs_passing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from race.fold.state import RaceState
    from race.order.unordered_packs import UnorderedPack


class PackReport(NamedTuple):
    """Packs pass a checkpoint. Their times are estimated, and it is no moment."""

    clock_ms: int
    """Race time at which the last of them is likely to have passed."""
    text: str
    bibs: tuple[str, ...]
    """Pack by pack from the front, in each in the order of the start list."""
    checkpoint: str
    """The id of the checkpoint."""


def pack_reports(state: RaceState) -> list[PackReport]:
    """What is said of the packs of a race that has ended, in the order in which they passed.

    One sentence at each checkpoint where the order is called: of the foremost pack, and of those behind it
    where they are new.
    """
    return sorted(_reports(state), key=lambda report: report.clock_ms)


def _reports(state: RaceState) -> Iterator[PackReport]:
    course = state.course
    if course is None:
        return
    reported: set[tuple[str, ...]] = set()
    for index in sorted(order_checkpoints(course)):
        packs = [pack for pack in packs_passing(state, index) if len(pack.runners) > 1]
        if not packs:
            continue
        foremost, *behind = packs
        new = [pack for pack in behind if pack.bibs not in reported]
        said = [foremost, *new]
        reported |= {pack.bibs for pack in said}
        text = sentences.PACK_IN_UNKNOWN_ORDER.format(
            pack=pack_of(len(foremost.runners)),
            spot=through(course, index),
            width=seconds_wide(foremost.band),
            behind=sentences.PACKS_BEHIND.format(packs=_listed(new)) if new else "",
        )
        bibs = tuple(bib for pack in said for bib in pack.bibs)
        yield PackReport(max(pack.band.high_ms for pack in said), text, bibs, course.checkpoints[index].id)


def _listed(packs: Sequence[UnorderedPack]) -> str:
    """Packs as they are said: "a pack of 3", "packs of 3, 2 and 4"."""
    sizes = [len(pack.runners) for pack in packs]
    return f"a {pack_of(*sizes)}" if len(sizes) == 1 else f"packs of {listed([str(size) for size in sizes])}"
