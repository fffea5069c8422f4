"""Packs whose order was not published, in one sentence at a lap or kilometre where one is new."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from race.moments import sentences
from race.moments.phrases import at_checkpoint, count, listed, whole_seconds
from race.moments.running_order_calls import order_checkpoints
from race.order.unordered_packs import packs_passing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from race.fold.state import RaceState
    from race.order.unordered_packs import UnorderedPack

MOST_NAMED = 4
"""So many are named; of more it is said how many they are."""

TOGETHER_MS = 2500
"""Those who are further apart, in whole seconds, do not run together."""

WHOLE_FIELD_MS = 4000
"""Up to so far apart the whole field is a pack of which it is said how far."""


class PackReport(NamedTuple):
    """Packs pass a checkpoint. Their times are estimated, and it is no moment."""

    clock_ms: int
    """Race time at which the last of them is likely to have passed."""
    text: str
    bibs: tuple[str, ...]
    """In the order of the start list, pack by pack."""
    checkpoint: str
    """The id of the checkpoint."""


def pack_reports(state: RaceState) -> list[PackReport]:
    """What is said of the packs of a race that has ended, in the order in which they passed.

    One sentence at each checkpoint where the order is called, of the packs that are new there. Of those that
    are too great to name only the first is new, as who is in it soon changes. Where all are too spread out to
    run together, one sentence says of the first that its order is not published.
    """
    reports = sorted(_reports(state), key=lambda report: report.clock_ms)
    return reports or list(islice(_unordered(state), 1))


def _unordered(state: RaceState) -> Iterator[PackReport]:
    course = state.course
    if course is None:
        return
    called = order_checkpoints(course)
    for index in sorted(range(len(course.checkpoints)), key=lambda index: (index not in called, index)):
        for pack in packs_passing(state, index):
            if len(pack.runners) > 1:
                text = sentences.PACK_UNORDERED.format(
                    runners=_members(pack), spot=at_checkpoint(course, index)
                )
                yield PackReport(pack.band.high_ms, text, pack.bibs, course.checkpoints[index].id)


def _reports(state: RaceState) -> Iterator[PackReport]:
    course = state.course
    if course is None:
        return
    reported: set[tuple[str, ...]] = set()
    for index in sorted(order_checkpoints(course)):
        packs = packs_passing(state, index)
        field_ms = _whole_field_ms(state, index, packs)
        new: list[UnorderedPack] = []
        for pack in packs:
            named = pack.bibs if len(pack.runners) <= MOST_NAMED else ()
            is_pack, width_ms = len(pack.runners) > 1, pack.band.high_ms - pack.band.low_ms
            if is_pack and width_ms >= TOGETHER_MS and field_ms is None:
                break  # those behind would be named without who is ahead of them
            if is_pack and named not in reported:
                reported.add(named)
                new.append(pack)
        if new:
            spot = at_checkpoint(course, index)
            if field_ms is None:
                text = _sentence(state, spot, index, new)
            else:
                text = sentences.PACK_FIELD.format(width=whole_seconds(field_ms), spot=spot)
            bibs = tuple(bib for pack in new for bib in pack.bibs)
            last_ms = max(pack.band.high_ms for pack in new)
            yield PackReport(last_ms, text, bibs, course.checkpoints[index].id)


def _whole_field_ms(state: RaceState, index: int, packs: Sequence[UnorderedPack]) -> int | None:
    """How long everyone who is still racing took to pass a checkpoint, where most were in one pack.

    None where there are several packs, where that is too long, and where nothing is known of someone there.
    """
    if len(packs) != 1 or len(packs[0].runners) <= MOST_NAMED:
        return None
    if state.course is None or state.course.lap_m is None:
        return None  # on a road only those in front are in the file
    [pack], racing = packs, [runner for runner in state.runners.values() if runner.furthest >= index]
    if not all(index in runner.passings or index in runner.estimates for runner in racing):
        return None
    times = [time.ms for runner in racing if (time := runner.time_at(index)) is not None]
    width_ms = max([pack.band.high_ms, *times]) - min([pack.band.low_ms, *times])
    return width_ms if width_ms <= WHOLE_FIELD_MS else None


def _sentence(state: RaceState, spot: str, index: int, packs: Sequence[UnorderedPack]) -> str:
    """Who runs together, and behind whom where the leader is known."""
    there = ((runner, runner.passings.get(index)) for runner in state.runners.values())
    leader = next((runner for runner, passing in there if passing and passing.official_place == 1), None)
    foremost, *behind = map(_members, packs)
    return (sentences.PACK_BEHIND if leader else sentences.PACK_TOGETHER).format(
        leader=leader.spoken_name if leader else "",
        runners=foremost,
        Runners=f"{foremost[0].upper()}{foremost[1:]}",
        spot=spot,
        others="".join(sentences.PACK_FURTHER_BACK.format(runners=runners) for runners in behind),
    )


def _members(pack: UnorderedPack) -> str:
    """The runners of a pack by name, or how many they are."""
    names = [runner.spoken_name for runner in pack.runners]
    return listed(names) if len(names) <= MOST_NAMED else count(len(names))
