"""What an edit needs to know of a race: the state with the whole log, and messages by their ids."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from race.course import START
from race.messages import Message, Note, Order, Split, StartList, Status, Void

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from race.course import Course
    from race.fold.history import History
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.times import TimeOfDay

M = TypeVar("M", bound=Message)


def state_now(history: History) -> RaceState:
    """The state with the whole log known."""
    return history.at(history.end_ms)


def race_ms(history: History, clock: TimeOfDay) -> int | None:
    """A time of day from the first gun, in milliseconds; None while that is not known."""
    start_ms = history.start_times.start_ms
    return clock.utc_ms - start_ms if start_ms is not None else None


def course_of(state: RaceState) -> Course:
    """The course. Raises ValueError where there is no start list."""
    if state.course is None:
        raise ValueError("the race has no start list yet")
    return state.course


def start_list_of(history: History) -> StartList:
    """The start list in force. Raises ValueError where there is none."""
    if history.start_list is None:
        raise ValueError("the race has no start list yet")
    return history.start_list


def message_named(history: History, name: str, kind: type[M]) -> M:
    """The message of an id that holds. Raises ValueError where there is none of this kind."""
    message = history.named(name)
    if not isinstance(message, kind):
        raise ValueError(f"no {kind.__name__.lower()} has the id {name!r}")
    if not history.holds(message):
        raise ValueError(f"{name!r} was replaced or withdrawn already")
    return message


def id_of(message: Message) -> str:
    """The id by which another message can replace this one. Raises ValueError where it has none."""
    if message.id is None:
        raise ValueError("a message without an id cannot be changed: give it one in the file")
    return message.id


def line_of(history: History, message: Message) -> list[Message]:
    """A message and all that it replaced, directly or through others, the newest first."""
    line = [message]
    while line[-1].replaces is not None and (before := history.named(line[-1].replaces)) is not None:
        line.append(before)
    return line


def withdrawal(history: History, message: Message, reason: str = "") -> tuple[Void, ...]:
    """The voids after which neither a message nor anything that it replaced holds."""
    return tuple(Void(replaces=id_of(one), reason=reason) for one in line_of(history, message))


def checkpoint_index(course: Course, checkpoint: str) -> int:
    """The index of a checkpoint. Raises ValueError for an unknown id."""
    if checkpoint not in course.index:
        known = ", ".join(c.id for c in course.checkpoints)
        raise ValueError(f"there is no checkpoint {checkpoint!r}: it may be {known}")
    return course.index[checkpoint]


def name_of(state: RaceState, bib: str) -> str:
    """The name of a runner in sentences; for an unlisted bib the bib."""
    runner = state.runners.get(bib)
    return runner.spoken_name if runner is not None else f"number {bib}"


def where(course: Course, index: int) -> str:
    """A checkpoint in a sentence: `at 700 m`, `at the finish`."""
    return f"at {'the ' if index in (START, course.finish) else ''}{course.label(index)}"


def claims_about(runner: Runner | None, index: int) -> list[Split | Order]:
    """What is claimed about a runner at a checkpoint, in the order in which it took effect."""
    entries = runner.claims_at(index) if runner is not None else ()
    return [e.message for e in entries if isinstance(e.message, Split | Order)]


def second_of(state: RaceState, split: Split) -> Split | None:
    """The time that its runner has from the same source at the same checkpoint; None where there is none.

    Devices read again and again; people and results systems say each time once, or replace it.
    """
    course = course_of(state)
    index = course.index.get(split.checkpoint)
    if index is None or split.evidence == "device":
        return None
    return next(
        (
            claim
            for claim in claims_about(state.runners.get(split.bib), index)
            if isinstance(claim, Split)
            and (claim.evidence, claim.source) == (split.evidence, split.source)
            and claim.id != split.replaces
        ),
        None,
    )


def refuse_second(history: History, state: RaceState, split: Split, instead: str) -> None:
    """Raise ValueError where a runner has a time of the same source at the checkpoint of a new one."""
    there = second_of(state, split)
    if there is not None:
        index = course_of(state).index[split.checkpoint]
        time = history.start_times.elapsed(there)
        figure = f" in {time.show()}" if time is not None else ""
        place = where(course_of(state), index)
        raise ValueError(f"{name_of(state, split.bib)} is timed {place}{figure} already: {instead}")


def refuse_twice(bibs: Sequence[str]) -> None:
    """Raise ValueError where a bib is given twice."""
    twice = next((bib for bib, count in Counter(bibs).items() if count > 1), None)
    if twice is not None:
        raise ValueError(f"bib {twice} is given twice")


def with_bibs(message: M, bibs: Mapping[str, str]) -> M:
    """A message about other runners, who are given by bib; itself where it is about none of them."""
    if isinstance(message, Split | Status):
        return replace(message, bib=bibs.get(message.bib, message.bib))
    if isinstance(message, Note) and message.bib is not None:
        return replace(message, bib=bibs.get(message.bib, message.bib))
    if isinstance(message, Order):
        return replace(message, places={bibs.get(bib, bib): place for bib, place in message.places.items()})
    return message


def replacement(message: M, **changes: object) -> M:
    """A message that takes the place of another and differs in some fields."""
    fresh = {"id": None, "replaces": id_of(message), "heard_ms": None, "by": "", "record": None}
    return replace(message, **(fresh | changes))  # type: ignore[arg-type]
