"""What an operator decides: what is believed, whose a time is, who is out, when the result is final."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.edits.compose import composed
from race.edits.log_lookup import (
    checkpoint_index,
    course_of,
    id_of,
    message_named,
    name_of,
    refuse_second,
    replacement,
    state_now,
    withdrawal,
)
from race.messages import Message, Official, Order, Read, Ruling, Split, Status, Void
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.edits.edit import Edit
    from race.fold.history import History
    from race.messages import Belief, StatusCode


def rule(history: History, message_id: str, belief: Belief, reason: str = "") -> Edit:
    """Say how far a time or an order is to be believed, whatever else is known."""
    return composed(history, _ruling(history, message_id, belief, reason))


def rule_between(history: History, right: str, *wrong: str, reason: str = "") -> Edit:
    """Of several that contradict each other believe one, and set the others aside."""
    others = (_ruling(history, other, "set aside", reason) for other in wrong)
    return composed(history, _ruling(history, right, "believed", reason), *others)


def believe(history: History, message_ids: Sequence[str], reason: str = "") -> Edit:
    """Believe all of several times and orders."""
    return composed(history, *(_ruling(history, one, "believed", reason) for one in message_ids))


def set_aside(history: History, message_ids: Sequence[str], reason: str = "") -> Edit:
    """Believe none of several times and orders."""
    return composed(history, *(_ruling(history, one, "set aside", reason) for one in message_ids))


def withdraw(history: History, message_ids: Sequence[str], reason: str = "") -> Edit:
    """Withdraw messages, each of which must hold. What they replaced holds again."""
    for one in message_ids:
        message_named(history, one, Message)
    return composed(history, *(Void(replaces=one, reason=reason) for one in message_ids))


def _ruling(history: History, message_id: str, belief: Belief, reason: str) -> Ruling:
    message = history.named(message_id)
    if not isinstance(message, Split | Order):
        raise ValueError(f"no time and no order has the id {message_id!r}")
    return Ruling(of=message_id, belief=belief, reason=reason)


def unrule(history: History, message_id: str) -> Edit:
    """Withdraw what was ruled about a message. Raises ValueError where nothing was."""
    rulings = [ruling for ruling in _rulings(history) if ruling.of == message_id]
    if not rulings:
        raise ValueError(f"nothing was ruled about {message_id!r}")
    return composed(history, *(void for ruling in reversed(rulings) for void in withdrawal(history, ruling)))


def _rulings(history: History) -> list[Ruling]:
    entries = state_now(history).in_force(Ruling)
    return [entry.message for entry in entries if isinstance(entry.message, Ruling)]


def give(history: History, split_id: str, bib: str) -> Edit:
    """A time is another runner's."""
    split = message_named(history, split_id, Split)
    state = state_now(history)
    if split.bib == bib:
        raise ValueError(f"this is {name_of(state, bib)}'s time already")
    given = replacement(split, bib=bib)
    refuse_second(history, state, given, "swap the two")
    return composed(history, given)


def give_chip(history: History, chip: str, bib: str) -> Edit:
    """A chip that belonged to no one is a runner's, with all its reads. Raises ValueError for none."""
    reads = [m for m in history.messages if isinstance(m, Read) and m.chip == chip and history.holds(m)]
    if not reads:
        raise ValueError(f"no read of chip {chip} is without a runner")
    return _given(history, reads, bib)


def give_read(history: History, read_id: str, bib: str) -> Edit:
    """A read or a tap that belonged to no one is a runner's."""
    return _given(history, [message_named(history, read_id, Read)], bib)


def _given(history: History, reads: list[Read], bib: str) -> Edit:
    splits = [
        Split(
            bib=bib,
            checkpoint=read.checkpoint,
            clock=read.clock,
            evidence=read.evidence,
            source=read.source,
            replaces=id_of(read),
        )
        for read in reads
    ]
    return composed(history, *splits)


def enter_time(history: History, bib: str, checkpoint: str, time: Time | TimeOfDay) -> Edit:
    """A time that no one has sent, from the gun or of the day, as someone has read or heard it."""
    state = state_now(history)
    checkpoint_index(course_of(state), checkpoint)
    split = Split(
        bib=bib,
        checkpoint=checkpoint,
        time=time if isinstance(time, Time) else None,
        clock=time if isinstance(time, TimeOfDay) else None,
        evidence="hand",
    )
    refuse_second(history, state, split, "change that time")
    return composed(history, split)


def set_status(
    history: History, bib: str, status: StatusCode, *, after: str | None = None, reason: str = ""
) -> Edit:
    """A runner is out, by a rule that is given as the reason: `TR 17.3.1`.

    Raises ValueError for one of whom the newest status says just that.
    """
    state = state_now(history)
    runner = state.runners.get(bib)
    newest = runner.statuses[-1] if runner is not None and runner.statuses else None
    if newest is not None and (newest.status, newest.after, newest.reason) == (status, after, reason):
        raise ValueError(f"{name_of(state, bib)} is out as {status} already")
    if after is not None:
        checkpoint_index(course_of(state), after)
    return composed(history, Status(bib=bib, status=status, after=after, reason=reason))


def reinstate(history: History, bib: str, reason: str = "") -> Edit:
    """A runner who was out is back in the race. Raises ValueError for one who is in it."""
    state = state_now(history)
    runner = state.runners.get(bib)
    statuses = runner.statuses if runner is not None else ()
    if not statuses:
        raise ValueError(f"{name_of(state, bib)} is not out of the race")
    return composed(
        history, *(void for status in reversed(statuses) for void in withdrawal(history, status, reason))
    )


def make_official(history: History) -> Edit:
    """The result is final. Raises ValueError if it is already."""
    if state_now(history).officials:
        raise ValueError("the result is official already")
    return composed(history, Official())


def reopen(history: History) -> Edit:
    """The result is not final after all."""
    officials = state_now(history).officials
    if not officials:
        raise ValueError("the result is not official")
    return composed(
        history, *(void for official in reversed(officials) for void in withdrawal(history, official))
    )
