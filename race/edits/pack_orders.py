"""The orders of packs, taken by hand, when runners turn up or go at their checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.edits.log_lookup import course_of, replacement, state_now, withdrawal
from race.messages import Order, Split

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from race.fold.history import History
    from race.messages import Message, Void


class _Move(NamedTuple):
    """A runner who turns up at a checkpoint (1) or goes from there (-1)."""

    bib: str
    checkpoint: str
    when_ms: int
    change: int


def with_orders_in_line(
    history: History, messages: Sequence[Message], gone: Set[tuple[str, str]] = frozenset()
) -> tuple[Message, ...]:
    """The messages of an edit, and the orders by hand that have other places or runners then.

    Places count from the front, so those of a pack change with the number of runners before it.

    Args:
        history: The log.
        messages: What is sent.
        gone: Bibs that did not pass a checkpoint after all, with the checkpoint.
    """
    replaced = {message.replaces for message in messages if message.replaces is not None}
    withdrawn = [split for name in replaced if isinstance(split := history.named(name), Split)]
    moved = [_Move(s.bib, s.checkpoint, history.effect_ms(s), 1) for s in messages if isinstance(s, Split)]
    moved += [_Move(s.bib, s.checkpoint, history.effect_ms(s), -1) for s in withdrawn if history.holds(s)]
    came = {(one.bib, one.checkpoint) for one in moved if one.change > 0}
    gone = gone | {(one.bib, one.checkpoint) for one in moved if one.change < 0} - came
    checkpoints = {one.checkpoint for one in moved} | {checkpoint for _, checkpoint in gone}
    orders = [
        order
        for order in history.messages
        if isinstance(order, Order)
        and order.evidence == "hand"
        and order.checkpoint in checkpoints
        and order.id is not None
        and order.id not in replaced
        and history.holds(order)
    ]
    return (*messages, *(change for order in orders for change in _changes(history, order, moved, gone)))


def _changes(
    history: History, order: Order, moved: Sequence[_Move], gone: Set[tuple[str, str]]
) -> tuple[Order | Void, ...]:
    """What takes the place of an order; nothing if it stays."""
    in_order = sorted(order.places, key=lambda bib: order.places[bib])
    left = [bib for bib in in_order if (bib, order.checkpoint) not in gone]
    if not left:
        return withdrawal(history, order)
    state = state_now(history)
    index = course_of(state).index[order.checkpoint]
    passings = [state.runners[bib].passings.get(index) for bib in order.places if bib in state.runners]
    first_ms = min((p.when_ms for p in passings if p is not None and p.time is not None), default=None)
    more = sum(
        one.change
        for one in moved
        if one.checkpoint == order.checkpoint
        and one.bib not in order.places
        and first_ms is not None
        and one.when_ms <= first_ms
    )
    first = max(min(order.places.values()) + more, 1)
    places = {bib: place for place, bib in enumerate(left, start=first)}
    return (replacement(order, places=places),) if places != order.places else ()
