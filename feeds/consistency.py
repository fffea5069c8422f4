"""Contradictions between the messages of a race: names that do not match, times that cannot both hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from feeds.errors import Problem, did_you_mean
from race.belief.source_clocks import TOLERANCE_MS, SourceClocks
from race.doubted_claims import doubted_claims
from race.fold.history import History
from race.fold.replacements import VOIDS_IN_A_ROW, Replacements
from race.fold.restated_times import restated
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
from race.order.contradicted_ranks import contradicted_ranks
from race.order.contradicted_status import seen_against_status
from race.times import Time

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.checkpoint_passing import Passing
    from race.fold.state import RaceState

Numbered = list[tuple[int, Message]]
"""Messages with their line numbers."""


def contradictions_in(
    numbered: Numbered, history: History | None = None, *, with_figures: bool = True
) -> Iterator[Problem]:
    """Every contradiction between the messages of a file, each with its line; `history` is theirs.

    Messages that a later one replaces are not checked: they were replaced because they were wrong. Figures
    are compared only `with_figures`: a race can be watched with figures that contradict one another, as the
    fold believes some and not the others.
    """
    yield from _ids(numbered)
    history = history or History(message for _, message in numbered)
    is_changed = any(message.replaces is not None for _, message in numbered)
    holding = [each for each in numbered if history.holds(each[1])] if is_changed else numbered
    if history.start_list is None:
        yield Problem(0, "no start list: nothing is known about the race")
        return
    yield from _names(holding, history.start_list)
    yield from _clocks(holding)
    yield from _hub_clock(numbered, history)
    if with_figures:
        yield from _time_limit(history.start_list)
        yield from _figures(history, [line for line, _ in numbered])


def _time_limit(start_list: StartList) -> Iterator[Problem]:
    """A race whose name says for how long it is run, and whose start list does not."""
    # Loaded here, not at the top: its words and patterns take 20 ms, which watching a race need not pay.
    from race.event_names import parse_title

    try:
        title = parse_title(start_list.name.replace("_", " "))
    except ValueError:  # the name of no race, or of several
        return
    limit_s = title.event.limit_s if title is not None else None
    if limit_s and start_list.limit_s is None:
        text = f"the name says {limit_s / 3600:g} h: for a race to a time write `limit_s` {limit_s:g}"
        yield Problem(0, text, fatal=False)


def _names(holding: Numbered, start_list: StartList) -> Iterator[Problem]:
    bibs = {entrant.bib for entrant in start_list.entrants}
    checkpoints = {checkpoint.id for checkpoint in start_list.checkpoints}
    listed = {*start_list.sources, ""}
    for line, message in holding:
        if (
            type(message) is Split
            and message.bib in bibs
            and message.checkpoint in checkpoints
            and message.source in listed
        ):
            continue  # in a tenth of the time that the rest takes
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
    replacements = Replacements()
    odd = [each for each in numbered if _is_odd(each[1])]
    for line, message in odd:
        if message.id is not None and lines.setdefault(message.id, line) != line:
            yield Problem(line, f"id {message.id!r} is already used on line {lines[message.id]}")
        elif not replacements.admit(message):
            yield Problem(line, _not_replacing(message.id, message.replaces))
    for line, message in odd:
        if message.replaces is not None and message.replaces not in lines:
            yield Problem(line, f"replaces {message.replaces!r}, but no line has that id")
        if isinstance(message, Ruling) and message.of not in lines:
            yield Problem(line, f"a ruling of {message.of!r}, but no line has that id")
        elif isinstance(message, Ruling) and message.of == message.id:
            yield Problem(line, f"{message.id!r} is a ruling of itself")
        if isinstance(message, Split) and message.evidence == "estimated":
            yield Problem(line, "a file may not contain estimated splits: they are made when it is read")


def _is_odd(message: Message) -> bool:
    """Whether a message is one of the few whose names may be wrong: one with an id, a ruling, an estimate."""
    if message.id is not None or message.replaces is not None:
        return True
    return message.evidence == "estimated" if isinstance(message, Split) else isinstance(message, Ruling)


def _not_replacing(message_id: str | None, replaced: str | None) -> str:
    if message_id == replaced:
        return f"{message_id!r} replaces itself"
    return (
        f"{message_id!r} does not replace {replaced!r}: that makes a ring, "
        f"or more than {VOIDS_IN_A_ROW} voids of voids in a row"
    )


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
        if not isinstance(message, Split) or message.time is not None:
            continue
        if start_times.elapsed(message) is not None:
            continue
        wave = start_times.waves.get(message.bib, "")
        if wave not in reported and start_times.has_started(message.bib):
            whose = f" of wave {wave!r}" if wave else ""
            text = f"a split by time of day gives no time while the gun{whose} has no clock"
            yield Problem(line, text, fatal=False)
        reported.add(wave)


def _hub_clock(numbered: Numbered, history: History) -> Iterator[Problem]:
    """From which lines on the hub's clock differed from those of all sources."""
    clocks, said_ms = SourceClocks(), 0
    for line, message in numbered:
        if message.heard_ms is None:
            continue
        clocks.take(message, history.time_of_day_ms(message))
        offset_ms = clocks.hub_offset_ms or 0
        if abs(offset_ms - said_ms) > TOLERANCE_MS:
            said_ms = offset_ms
            by = Time(abs(offset_ms), 0).rounded(0)
            is_wrong = f"{by} {'ahead of' if offset_ms > 0 else 'behind'} the clocks of the timing"
            text = f"from here on the hub's clock is {is_wrong if offset_ms else 'as those of the timing'}"
            yield Problem(line, text, fatal=False)


def _figures(history: History, lines: list[int]) -> Iterator[Problem]:
    """What the fold does not believe, and what it believes although a person should look at it."""
    state = history.at(history.end_ms)
    course = state.course
    assert course is not None
    if not history.is_on_foot:
        text = (
            "most entrants are faster than anyone can run, so no time is doubted for that: a wrong distance?"
        )
        yield Problem(0, text, fatal=False)
    for claim in doubted_claims(history, state):
        fatal = claim.doubt.reason in ("out of order", "against its place")
        text = f"{claim.text}; {claim.doubt.belief}, {claim.remedy}"
        yield Problem(lines[claim.number - 1], text, fatal=fatal)
    for runner in state.runners.values():
        for index in seen_against_status(runner, course)[:1]:
            out_line = lines[runner.status_claims[-1].number - 1]
            where, bib = course.checkpoints[index].id, runner.entrant.bib
            text = f"bib {bib!r} is seen at {where}, against its {runner.out!r} on line {out_line}"
            yield Problem(lines[runner.passings[index].entries[0].number - 1], text, fatal=False)
        for passing in runner.passings.values():
            yield from _restated(passing, lines)
    yield from _ranks(state, course, lines)


def _restated(passing: Passing, lines: list[int]) -> Iterator[Problem]:
    """Figures that their source states again, without saying that they replace its earlier one."""
    for (earlier, _), (later, split) in restated(passing):
        text = f"{split.bib} at {split.checkpoint} is already on line {lines[earlier - 1]}"
        yield Problem(lines[later - 1], f"{text} (a correction names the earlier one in `replaces`)")


def _ranks(state: RaceState, course: Course, lines: list[int]) -> Iterator[Problem]:
    """Printed ranks that do not agree with the times."""
    for ahead, (rank, time, number, split) in contradicted_ranks(state, course):
        if ahead.rank == rank and ahead.time.ms < time.ms:
            text = f"rank {rank} at {split.checkpoint} is also held by {ahead.split.bib}"
        else:
            text = f"{split.bib} is ranked {rank} at {split.checkpoint} in {time},"
            text = f"{text} behind {ahead.split.bib} in {ahead.time}"
        yield Problem(lines[number - 1], text)
