"""Packs whose order was not published, each in one sentence at a lap or kilometre, and never per runner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.moments import sentences
from race.moments.phrases import pack_of, seconds_wide, through
from race.moments.running_order_calls import order_checkpoints
from race.order.unordered_packs import packs_passing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.fold.state import RaceState


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

    The foremost is reported at each checkpoint where the order is called, another one where it is new.
    """
    return sorted(_reports(state), key=lambda report: report.clock_ms)


def _reports(state: RaceState) -> Iterator[PackReport]:
    course = state.course
    if course is None:
        return
    reported: set[tuple[str, ...]] = set()
    for index in sorted(order_checkpoints(course)):
        together = (pack for pack in packs_passing(state, index) if len(pack.runners) > 1)
        for number, pack in enumerate(together):
            bibs = tuple(runner.entrant.bib for runner in pack.runners)
            if number and bibs in reported:
                continue
            reported.add(bibs)
            template = sentences.PACK_BEHIND if number else sentences.PACK_IN_UNKNOWN_ORDER
            width = seconds_wide(pack.band)
            text = template.format(pack=pack_of(len(bibs)), spot=through(course, index), width=width)
            yield PackReport(pack.band.high_ms, text, bibs, course.checkpoints[index].id)
