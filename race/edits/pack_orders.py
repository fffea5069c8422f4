"""The orders of packs that were taken by hand, as runners are added or taken away before or within them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.edits.log_lookup import claims_about, course_of, replacement, state_now, withdrawal
from race.messages import Order, Split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from race.fold.history import History
    from race.fold.state import RaceState
    from race.messages import Message, Void


Spot = tuple[str, str, str]
"""A bib, a checkpoint and the source of a watch."""


class _Move(NamedTuple):
    """A runner who turns up at a checkpoint (1) or goes from there (-1)."""

    bib: str
    checkpoint: str
    when_ms: int
    change: int


def with_orders_in_line(
    history: History, messages: Sequence[Message], gone: Set[Spot] = frozenset()
) -> tuple[Message, ...]:
    """The messages of an edit, and the orders by hand that have other places or runners then.

    Places count from the front, so those of a pack change with the number of runners before it.

    Args:
        history: The log.
        messages: What is sent.
        gone: Where runners have passed only by the order of a pack, and did not.
    """
    replaced = {message.replaces for message in messages if message.replaces is not None}
    came = [message for message in messages if isinstance(message, Split)]
    named = (history.named(name) for name in replaced)
    went = [split for split in named if isinstance(split, Split) and history.holds(split)]
    gone = gone | {_spot(split) for split in went} - {_spot(split) for split in came}
    checkpoints = {split.checkpoint for split in (*came, *went)} | {checkpoint for _, checkpoint, _ in gone}
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
    if not orders:
        return tuple(messages)
    state = state_now(history)
    moves = [
        *_moves(history, state, came, 1, replaced, gone),
        *_moves(history, state, went, -1, replaced, gone),
    ]
    changes = (change for order in orders for change in _changes(history, state, order, moves, gone))
    return (*messages, *changes)


def _spot(split: Split) -> Spot:
    return split.bib, split.checkpoint, split.source


def _moves(
    history: History,
    state: RaceState,
    splits: Sequence[Split],
    change: int,
    replaced: Set[str],
    gone: Set[Spot],
) -> Iterator[_Move]:
    """Those of some times by which a runner comes or goes, of whom nothing else says that they passed."""
    index_of = course_of(state).index
    for split in splits:
        index = index_of.get(split.checkpoint)
        claims = claims_about(state.runners.get(split.bib), index) if index is not None else []
        left = [
            claim
            for claim in claims
            if claim.id not in replaced
            and not (isinstance(claim, Order) and (split.bib, claim.checkpoint, claim.source) in gone)
        ]
        if not left:
            yield _Move(split.bib, split.checkpoint, history.effect_ms(split), change)


def _changes(
    history: History, state: RaceState, order: Order, moves: Sequence[_Move], gone: Set[Spot]
) -> tuple[Order | Void, ...]:
    """What takes the place of an order; nothing if it stays."""
    in_order = sorted(order.places, key=lambda bib: order.places[bib])
    left = [bib for bib in in_order if (bib, order.checkpoint, order.source) not in gone]
    if not left:
        return withdrawal(history, order)
    index = course_of(state).index[order.checkpoint]
    passings = [state.runners[bib].passings.get(index) for bib in order.places if bib in state.runners]
    first_ms = min((p.when_ms for p in passings if p is not None and p.time is not None), default=None)
    more = sum(
        move.change
        for move in moves
        if move.checkpoint == order.checkpoint
        and move.bib not in order.places
        and first_ms is not None
        and move.when_ms <= first_ms
    )
    first = max(min(order.places.values()) + more, 1)
    places = {bib: place for place, bib in enumerate(left, start=first)}
    return (replacement(order, places=places),) if places != order.places else ()
