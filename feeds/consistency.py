"""Contradictions between the messages of a race: names that do not match, times that cannot both hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from feeds.errors import Problem, did_you_mean
from race.belief.claim_choice import SURENESS
from race.belief.source_clocks import TOLERANCE_MS, SourceClocks
from race.course import Course
from race.fold.history import History
from race.fold.start_times import StartTimes
from race.messages import (
    Gun,
    Message,
    Note,
    Order,
    Read,
    Ruling,
    Split,
    StartList,
    Status,
)
from race.order.contradicted_status import seen_against_status
from race.times import Time

Numbered = list[tuple[int, Message]]
"""Messages with their line numbers."""

Splits = list[tuple[int, Split]]

TIED_MS = 300
"""A tie at an intermediate is decided before rounding: official times with one rank may be so far apart
(seen in race analyses of the Diamond League), but not at the finish."""


def contradictions_in(numbered: Numbered) -> Iterator[Problem]:
    """Every contradiction between the messages of a file, each with its line.

    Messages that a later one replaces are not checked: they were replaced because they were wrong.
    """
    yield from _ids(numbered)
    holding = _holding(numbered)
    start_list = next((m for _, m in reversed(holding) if isinstance(m, StartList)), None)
    if start_list is None:
        yield Problem(0, "no start list: nothing is known about the race")
        return
    yield from _names(holding, start_list)
    yield from _splits(holding, Course(start_list))
    yield from _clocks(holding)
    yield from _hub_clock(numbered)
    yield from _against_status(numbered)


def _holding(numbered: Numbered) -> Numbered:
    """The messages that no later one replaces."""
    replaced: set[str | None] = set()
    holding: Numbered = []
    for line, message in reversed(numbered):
        if message.id is None or message.id not in replaced:
            holding.append((line, message))
            replaced.add(message.replaces)
    return holding[::-1]


def _names(holding: Numbered, start_list: StartList) -> Iterator[Problem]:
    bibs = {entrant.bib for entrant in start_list.entrants}
    checkpoints = {checkpoint.id for checkpoint in start_list.checkpoints}
    for line, message in holding:
        named_bibs, named_checkpoints = _named(message)
        for bib in named_bibs:
            if bib not in bibs:
                yield Problem(line, f"bib {bib!r} is not on the start list")
        for checkpoint in named_checkpoints:
            if checkpoint not in checkpoints:
                yield Problem(line, f"checkpoint {checkpoint!r} is not in the start list")
        key = message.source
        if key and " " not in key and "/" not in key and key not in start_list.sources:
            yield Problem(line, f"source {key!r} is not among the start list's sources")


def _named(message: Message) -> tuple[Iterable[str], Iterable[str]]:
    """The bibs and the checkpoints that a message names."""
    match message:
        case Split():
            return (message.bib,), (message.checkpoint,)
        case Order():
            return message.places, (message.checkpoint,)
        case Read():
            return (), (message.checkpoint,)
        case Status():
            return (message.bib,), _given(message.after)
        case Note():
            return _given(message.bib), _given(message.checkpoint)
    return (), ()


def _given(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _ids(numbered: Numbered) -> Iterator[Problem]:
    lines: dict[str, int] = {}
    for line, message in numbered:
        if message.id is not None and lines.setdefault(message.id, line) != line:
            yield Problem(line, f"id {message.id!r} is already used on line {lines[message.id]}")
    for line, message in numbered:
        if message.replaces is not None and message.replaces not in lines:
            yield Problem(line, f"replaces {message.replaces!r}, but no line has that id")
        elif message.replaces is not None and message.replaces == message.id:
            yield Problem(line, f"{message.id!r} replaces itself")
        if isinstance(message, Ruling) and message.of not in lines:
            yield Problem(line, f"a ruling of {message.of!r}, but no line has that id")
        elif isinstance(message, Ruling) and message.of == message.id:
            yield Problem(line, f"{message.id!r} is a ruling of itself")
        if isinstance(message, Split) and message.evidence == "estimated":
            yield Problem(line, "a file may not contain estimated splits: they are made when it is read")


def _against_status(numbered: Numbered) -> Iterator[Problem]:
    """Runners who were seen after they were reported out of the race."""
    history = History(message for _, message in numbered)
    state = history.at(history.end_ms)
    for runner in state.runners.values():
        seen = seen_against_status(runner, state.course) if state.course is not None else []
        if seen and state.course is not None:
            entry = runner.passings[seen[0]].entries[0]
            out_line = numbered[runner.status_claims[-1].number - 1][0]
            where = state.course.checkpoints[seen[0]].id
            against = f"against its {runner.out!r} on line {out_line}"
            text = f"bib {runner.entrant.bib!r} is seen at {where}, {against}"
            yield Problem(numbered[entry.number - 1][0], text, fatal=False)


def _clocks(holding: Numbered) -> Iterator[Problem]:
    guns = [(line, message) for line, message in holding if isinstance(message, Gun)]
    if not guns:
        yield Problem(0, "no gun: the race never starts", fatal=False)
    start_times = StartTimes.of(message for _, message in holding)
    idle = start_times.idle_guns
    for line, gun in guns:
        if gun.wave in idle:
            nearest = did_you_mean([repr(idle[gun.wave])] if idle[gun.wave] else [])
            yield Problem(line, f"no entrant is in wave {gun.wave!r} of this gun{nearest}", fatal=False)
    reported: set[str] = set()
    for line, message in holding if guns else []:
        if not isinstance(message, Split) or start_times.elapsed(message) is not None:
            continue
        wave = start_times.waves.get(message.bib, "")
        if wave not in reported:
            whose = f"no gun of wave {wave!r}" if wave else "no gun"
            text = f"a split by time of day has no effect while {whose} has a clock"
            yield Problem(line, text, fatal=False)
        reported.add(wave)


def _hub_clock(numbered: Numbered) -> Iterator[Problem]:
    """From which lines on the hub's clock differed from those of all sources."""
    clocks, said_ms = SourceClocks(), 0
    for line, message in numbered:
        clocks.take(message)
        offset_ms = clocks.hub_offset_ms or 0
        if abs(offset_ms - said_ms) > TOLERANCE_MS:
            said_ms = offset_ms
            by = Time(abs(offset_ms), 0).rounded(0)
            is_wrong = f"{by} {'ahead of' if offset_ms > 0 else 'behind'} the clocks of the timing"
            text = f"from here on the hub's clock is {is_wrong if offset_ms else 'as those of the timing'}"
            yield Problem(line, text, fatal=False)


def _splits(holding: Numbered, course: Course) -> Iterator[Problem]:
    splits = [(line, m) for line, m in holding if isinstance(m, Split) and not m.suspect]
    yield from _twins(splits)
    timed = _surest([(line, m) for line, m in splits if m.time is not None and m.checkpoint in course.index])
    yield from _steps_back(timed, course)
    yield from _ranks(timed, course)


def _twins(splits: Splits) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], int] = {}
    for line, split in splits:
        key = (split.bib, split.checkpoint, split.evidence)
        if seen.setdefault(key, line) != line:
            text = f"{split.bib} at {split.checkpoint} is already on line {seen[key]}"
            yield Problem(line, f"{text} (a correction names the earlier one in `replaces`)")


def _surest(timed: Splits) -> Splits:
    """One split for each runner and checkpoint, as the fold chooses it: the surest, then the newest."""
    best: dict[tuple[str, str], tuple[int, Split]] = {}
    for line, split in timed:
        key = (split.bib, split.checkpoint)
        if key not in best or SURENESS[split.evidence] <= SURENESS[best[key][1].evidence]:
            best[key] = (line, split)
    return list(best.values())


def _steps_back(timed: Splits, course: Course) -> Iterator[Problem]:
    by_bib: dict[str, Splits] = defaultdict(list)
    for line, split in timed:
        by_bib[split.bib].append((line, split))
    for bib, splits in by_bib.items():
        splits.sort(key=lambda numbered: course.index[numbered[1].checkpoint])
        for (_, before), (line, split) in pairwise(splits):
            assert before.time
            assert split.time
            if split.time.ms > before.time.ms:
                continue
            taken = split.time.minus(before.time)
            if taken.ms < 0 or (taken.ms == 0 and before.time.digits == split.time.digits):
                text = f"{bib} is at {split.checkpoint} in {split.time}, not after"
                yield Problem(line, f"{text} {before.checkpoint} in {before.time}")


def _ranks(timed: Splits, course: Course) -> Iterator[Problem]:
    """Printed ranks must agree with the times, and only equal times may share one, or what TIED_MS allows."""
    at: dict[str, Splits] = defaultdict(list)
    for line, split in timed:
        if split.rank is not None:
            at[split.checkpoint].append((line, split))
    for checkpoint, ranked in at.items():
        ranked.sort(key=lambda numbered: (numbered[1].rank or 0, numbered[1].time or (0,)))
        for (_, ahead), (line, split) in pairwise(ranked):
            assert ahead.time
            assert split.time
            behind = split.time.minus(ahead.time)
            if behind.ms < 0:
                text = f"{split.bib} is ranked {split.rank} at {checkpoint} in {split.time},"
                yield Problem(line, f"{text} behind {ahead.bib} in {ahead.time}")
            elif split.rank == ahead.rank and behind.ms > _tied_ms(split, course):
                text = f"rank {split.rank} at {checkpoint} is also held by {ahead.bib}"
                yield Problem(line, text)


def _tied_ms(split: Split, course: Course) -> int:
    """How far printed times with one rank may be apart, in milliseconds."""
    is_on_the_way = course.index[split.checkpoint] != course.finish
    return TIED_MS if is_on_the_way and split.evidence == "official" else 0
