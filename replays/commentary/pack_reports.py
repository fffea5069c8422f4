"""Packs whose order was not published, in one sentence at the first lap or kilometre where that is so.

That their order is not published is a fact. How far apart they are is an estimate, and is said as one.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from race.moments import sentences
from race.moments.phrases import at_checkpoint, count, listed, whole_seconds
from race.moments.running_order_calls import order_checkpoints
from race.order.unordered_packs import packs_passing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from race.course import Course
    from race.fold.state import RaceState
    from race.order.unordered_packs import UnorderedPack

MOST_NAMED = 4
"""So many are named; of more it is said how many they are."""

WHOLE_FIELD_MS = 4000
"""Up to so far apart the whole field is a pack of which it is said how far."""


class PackReport(NamedTuple):
    """A pack passes a checkpoint. Its times are estimated, and it is no moment."""

    clock_ms: int
    """Race time at which the last of it is likely to have passed."""
    text: str
    bibs: tuple[str, ...]
    """In the order of the start list."""
    checkpoint: str
    """The id of the checkpoint."""


def pack_reports(state: RaceState) -> list[PackReport]:
    """What is said of the packs of a race that has ended, in the order in which they passed.

    One sentence of each pack that half of those who were there are in, where the order is called; where there
    is none, of the first one elsewhere. A pack with someone in it who was in an earlier one is no news.
    """
    course = state.course
    if course is None:
        return []
    called = _reports(state, course, sorted(order_checkpoints(course)))
    reports = list(called) or list(islice(_reports(state, course, range(course.finish)), 1))
    return sorted(reports, key=lambda report: report.clock_ms)


def _reports(state: RaceState, course: Course, indices: Iterable[int]) -> Iterator[PackReport]:
    told: set[str] = set()
    for index in indices:
        there = sum(index in r.passings or index in r.estimates for r in state.runners.values())
        packs = packs_passing(state, index)
        pack = next((pack for pack in packs if len(pack.runners) >= max(there / 2, 2)), None)
        if pack is not None and told.isdisjoint(pack.bibs):
            told.update(pack.bibs)
            field_ms = _whole_field_ms(state, index, pack) if len(packs) == 1 else None
            template = sentences.PACK_UNORDERED if field_ms is None else sentences.PACK_FIELD
            text = template.format(
                runners=_members(pack),
                spot=at_checkpoint(course, index),
                width=whole_seconds(field_ms or 0),
            )
            yield PackReport(pack.band.high_ms, text, pack.bibs, course.checkpoints[index].id)


def _whole_field_ms(state: RaceState, index: int, pack: UnorderedPack) -> int | None:
    """How long everyone who was still racing took to pass a checkpoint with the only pack there.

    None where that is too long, and where nothing is known of someone there.
    """
    if len(pack.runners) <= MOST_NAMED or state.course is None or state.course.lap_m is None:
        return None  # on a road only those in front are in the file
    racing = [runner for runner in state.runners.values() if runner.furthest >= index]
    if not all(index in runner.passings or index in runner.estimates for runner in racing):
        return None
    times = [time.ms for runner in racing if (time := runner.time_at(index)) is not None]
    width_ms = max([pack.band.high_ms, *times]) - min([pack.band.low_ms, *times])
    return width_ms if width_ms <= WHOLE_FIELD_MS else None


def _members(pack: UnorderedPack) -> str:
    """The runners of a pack by name, or how many they are."""
    names = [runner.spoken_name for runner in pack.runners]
    return listed(names) if len(names) <= MOST_NAMED else count(len(names))
