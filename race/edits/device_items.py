"""Reads to review: clocks that differ, chips and taps of no runner, checkpoints that do not exist."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from race.belief.clock_sentences import clock_sentence
from race.belief.source_clocks import device_of
from race.edits.compose import composed
from race.edits.decisions import believe, give_chip, give_read, set_aside, withdraw
from race.edits.edit_titles import described
from race.edits.likely_bibs import likely_bibs
from race.edits.log_lookup import id_of, name_of, race_ms, replacement, where
from race.edits.passing_changes import move
from race.edits.passings import unnamed_taps
from race.edits.review_item import Answer, Choice, ReviewItem, given_bib, plain, ruled_ids
from race.messages import Read, Split
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.belief.clock_groups import Source
    from race.course import Course
    from race.edits.edit import Edit
    from race.fold.history import History
    from race.fold.state import RaceState

PATIENCE_MS = 60_000
"""So long a tap may wait for a bib before someone else should look at it."""


def clock_items(history: History) -> Iterator[ReviewItem]:
    """Sources whose clocks differ from the others."""
    for device, ahead_ms in sorted(history.source_clocks.apart.items()):
        times = _times_of(history, device)
        if not times:
            continue
        yield ReviewItem(
            f"clock {device}",
            f"T{clock_sentence(device, ahead_ms)[1:]}",
            "settled once it sends the right time",
            (
                Choice(
                    "put its times so far right",
                    partial(_shift, device),
                    "seconds",
                    (f"{round(-ahead_ms / 1000):+d}",),
                ),
                plain(
                    "set its times so far aside",
                    partial(set_aside, message_ids=[id_of(time) for time in times]),
                ),
            ),
            is_settled=ruled_ids(history).issuperset(id_of(time) for time in times),
        )


def _times_of(history: History, device: Source) -> list[Split]:
    return [
        message
        for message in history.messages
        if isinstance(message, Split)
        and message.clock is not None
        and message.replaces is None
        and device_of(message) == device
        and history.holds(message)
    ]


def _shift(device: Source, history: History, answer: Answer) -> Edit:
    """Move all times of day of a device."""
    moved = [
        replacement(split, clock=split.clock._replace(utc_ms=split.clock.utc_ms + answer.ms))
        for split in _times_of(history, device)
        if split.clock is not None
    ]
    if not moved or not answer.ms:
        raise ValueError("nothing is to be moved")
    return composed(history, *moved)


def chip_items(history: History, state: RaceState, course: Course) -> Iterator[ReviewItem]:
    """Chips that were read and are of no runner."""
    reads: defaultdict[str, list[Read]] = defaultdict(list)
    for message in history.messages:
        if isinstance(message, Read) and message.evidence != "hand" and history.holds(message):
            reads[message.chip].append(message)
    for chip, found in reads.items():
        last = course.index.get(found[-1].checkpoint)
        times = f"{len(found)} times, last" if len(found) > 1 else ""
        spot = where(course, last) if last is not None else f"at {found[-1].checkpoint}"
        yield ReviewItem(
            f"chip {chip}",
            " ".join(filter(None, (f"{_called(chip)} is of no runner: read", times, spot))),
            "settled once the timing knows whose it is",
            (
                given_bib("it is a runner's", partial(_give_chip, chip), likely_bibs(state, chip, last)),
                plain(
                    "leave its reads out",
                    partial(withdraw, message_ids=[id_of(read) for read in found]),
                ),
            ),
        )


def _called(chip: str) -> str:
    """A chip by its code; what is called by words, such as `impulse 7`, by these."""
    return chip.capitalize() if " " in chip else f"Chip {chip}"


def _give_chip(chip: str, history: History, bib: str) -> Edit:
    return give_chip(history, chip, bib)


def tap_items(history: History, state: RaceState, course: Course, clock_ms: int) -> Iterator[ReviewItem]:
    """Taps that have waited long for a bib."""
    for tap in unnamed_taps(history):
        tap_ms, index = race_ms(history, tap.clock), course.index.get(tap.checkpoint)
        if tap_ms is not None and clock_ms - tap_ms < PATIENCE_MS:
            continue
        spot = where(course, index) if index is not None else f"at {tap.checkpoint}"
        when = Time(max(tap_ms, 0), tap.clock.digits) if tap_ms is not None else tap.clock
        yield ReviewItem(
            f"tap {tap.id}",
            f"{tap.name.capitalize()} {spot} is of no runner: {when}",
            "settled once it has a bib",
            (
                given_bib("it is a runner's", partial(_give_read, tap.id), likely_bibs(state, "", index)),
                plain("no one passed", partial(withdraw, message_ids=[tap.id])),
            ),
        )


def _give_read(read_id: str, history: History, bib: str) -> Edit:
    return give_read(history, read_id, bib)


def shared_items(history: History, state: RaceState, course: Course) -> Iterator[ReviewItem]:
    """Taps and reads that have become times of several runners, as when two people name one tap."""
    named: defaultdict[str, dict[str, Split]] = defaultdict(dict)
    for message in history.messages:
        if isinstance(message, Split) and message.replaces is not None and history.holds(message):
            named[message.replaces][message.bib] = message
    for of, times in named.items():
        read = history.named(of)
        if len(times) < 2 or not isinstance(read, Read):
            continue
        index = course.index.get(read.checkpoint)
        spot = where(course, index) if index is not None else f"at {read.checkpoint}"
        whose = [
            f"{name_of(state, bib)}'s{f' by {time.by}' if time.by else ''}" for bib, time in times.items()
        ]
        ids = [id_of(time) for time in times.values()]
        others = {bib: [one for one in ids if one != id_of(time)] for bib, time in times.items()}
        yield ReviewItem(
            f"shared {of}",
            f"{_called(read.chip)} {spot} is {' and '.join(whose)}",
            "settled once one of the two is withdrawn",
            (
                *(
                    plain(f"it is {name_of(state, bib)}'s", partial(withdraw, message_ids=others[bib]))
                    for bib in times
                ),
                plain("they passed together", partial(believe, message_ids=ids)),
            ),
            is_settled=ruled_ids(history).issuperset(ids),
        )


def unplaced_items(history: History, course: Course) -> Iterator[ReviewItem]:
    """Times at checkpoints that the start list does not have."""
    for message in history.messages:
        if not isinstance(message, Split) or message.checkpoint in course.index or not history.holds(message):
            continue
        split_id = id_of(message)
        yield ReviewItem(
            f"unplaced {split_id}",
            f"{described(history, message)}: the start list has no checkpoint {message.checkpoint}",
            "settled once the start list has it",
            (
                Choice(
                    "it was at another checkpoint",
                    partial(_move, split_id),
                    "checkpoint",
                    tuple(checkpoint.id for checkpoint in course.checkpoints),
                ),
                plain("leave it out", partial(withdraw, message_ids=[split_id])),
            ),
        )


def _move(split_id: str, history: History, answer: Answer) -> Edit:
    return move(history, split_id, answer.checkpoint)
