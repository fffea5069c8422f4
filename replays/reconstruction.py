"""Reconstruction: estimates for a race that has ended, where no times were published.

`reconstruct` is a pure function of the log. It adds estimates, which decide nothing, and changes no
published figure; `docs/reconstruction.md` says how they are made and how good they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from race.fold.history import History
from race.messages import Estimate, Gun, Message, Status, TimeBand
from race.times import Time
from replays.estimates.effect_times import Along, KnownWhen
from replays.estimates.known_field import KnownField, known_field
from replays.estimates.leader_pace import leader_pace
from replays.estimates.pack_bands import PackBands

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.large_history import LargeHistory

PACKED = frozenset({"run", "cross country", "hurdles", "steeplechase"})
"""Kinds of event in which runners make packs as in those that were measured; not in relays and walks."""


def reconstruct(messages: Sequence[Message], history: History | None = None) -> list[Message]:
    """The log of a race that has ended, with estimated splits and a `when` for messages without a time.

    `history` is that of the messages, where it was made before.

    Runners get estimates up to the last checkpoint that they are known to have reached, none at the finish.
    Estimates contradict nothing that was published. A message that a hub has heard took effect when it came.
    """
    field = _estimated(messages, history)
    return [*field.messages_with_times(), *field.estimates]


def with_known_times(messages: Sequence[Message]) -> list[Message]:
    """The log with a `when` for messages without a time, as a replay has it, but without estimates."""
    return _estimated(messages).messages_with_times()


def estimated_splits(messages: Sequence[Message], history: History | None = None) -> int:
    """How many estimates `reconstruct` adds, at less work."""
    return len(_estimated(messages, history).estimates)


def reconstruct_large(history: LargeHistory) -> LargeHistory:
    """The same of a large race, whose messages are not looked at one by one."""
    field = _estimated_field(history, [*history.others.values()])
    known_when = field.known_when()
    if known_when is None:
        return history
    others = dict(known_when.numbered_with_times(history.others.items(), history.last_split))
    estimates = field.estimates
    del field, known_when
    history.forget_states()
    return history.with_estimates(others, estimates)


class _EstimatedField(NamedTuple):
    """What is estimated of a race that has ended, and from what."""

    messages: list[Message]
    """Without estimates."""
    history: History
    estimates: list[Estimate]
    along: Along | None
    """The pace of the leader; None where nothing can be estimated."""

    def messages_with_times(self) -> list[Message]:
        """The messages, with a `when` for those without a time."""
        known_when = self.known_when()
        return self.messages if known_when is None else list(known_when.with_times(self.messages))

    def known_when(self) -> KnownWhen | None:
        """When messages without a time take effect; None where nothing can be estimated."""
        state = self.history.at(self.history.end_ms)
        if self.along is None or state.course is None:
            return None
        return KnownWhen(self.history, state, state.course, self.estimates, self.along)


def _estimated(given: Sequence[Message], history: History | None = None) -> _EstimatedField:
    messages = [message for message in given if not isinstance(message, Estimate)]
    if history is None or len(messages) < len(given):
        history = History(messages)
    return _estimated_field(history, messages)


def _estimated_field(history: History, messages: list[Message]) -> _EstimatedField:
    """What is estimated by a history, of whose messages those before the gun count here."""
    state = history.at(history.end_ms)
    course = state.course
    nothing = _EstimatedField(messages, history, [], None)
    if course is None:
        return nothing
    field = known_field(state, course, _doubtful_starters(messages))
    seen = [run for run in field.runs if run.is_seen]
    if not any(len(run.times) > 1 for run in seen):
        return nothing
    leader = leader_pace(field.distances, seen, field.leading)
    packs = PackBands(field.distances, leader, is_road=course.lap_m is None)
    bands = packs.of(field.runs) if course.event.kind in PACKED else {}
    estimates = sorted(_estimates(history, course, field, bands), key=lambda e: (e.band, e.bib))
    return _EstimatedField(messages, history, estimates, Along(field.distances, leader.times))


def _doubtful_starters(messages: Sequence[Message]) -> set[str]:
    """Those of whom it was said before the start that they do not, or may not, run."""
    before_gun = takewhile(lambda message: not isinstance(message, Gun), messages)
    return {message.bib for message in before_gun if isinstance(message, Status)}


def _estimates(
    history: History, course: Course, field: KnownField, bands: Mapping[tuple[str, int], TimeBand]
) -> Iterator[Estimate]:
    """The bands as messages, in race time."""
    for run in field.runs:
        for checkpoint, point in zip(course.checkpoints, field.points, strict=True):
            if (run.bib, point) in bands:
                gun_ms = history.gun_ms(run.bib)
                band = TimeBand(*(ms + gun_ms for ms in bands[run.bib, point]))
                yield Estimate(bib=run.bib, checkpoint=checkpoint.id, band=band, when=Time(band.low_ms, 3))
