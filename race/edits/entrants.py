"""The start list as it changes: late entrants, changed names and bibs, two bibs that are one runner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.edits.compose import composed
from race.edits.log_lookup import (
    replacement,
    second_of,
    start_list_of,
    state_now,
    with_bibs,
    withdrawal,
)
from race.messages import Message, Note, Order, Split, StartList, Status

if TYPE_CHECKING:
    from race.edits.edit import Edit
    from race.fold.history import History
    from race.messages import Entrant


def add_entrant(history: History, entrant: Entrant) -> Edit:
    """A late entrant. Raises ValueError for a bib that is taken."""
    start_list = start_list_of(history)
    if any(entrant.bib == other.bib for other in start_list.entrants):
        raise ValueError(f"bib {entrant.bib} is on the start list already")
    return composed(history, _with_entrants(start_list, (*start_list.entrants, entrant)))


def change_entrant(history: History, bib: str, entrant: Entrant) -> Edit:
    """Other particulars of an entrant: the name, the club, the wave; the bib too.

    What was sent about the old bib goes to the new one. Raises ValueError for an unlisted bib, and for a
    new one that is taken.
    """
    start_list = start_list_of(history)
    if all(bib != other.bib for other in start_list.entrants):
        raise ValueError(f"bib {bib} is not on the start list")
    if entrant.bib != bib and any(entrant.bib == other.bib for other in start_list.entrants):
        raise ValueError(f"bib {entrant.bib} is on the start list already: merge the two")
    entrants = tuple(entrant if other.bib == bib else other for other in start_list.entrants)
    moved = _moved(history, bib, entrant.bib) if entrant.bib != bib else ()
    return composed(history, _with_entrants(start_list, entrants), *moved)


def merge_bibs(history: History, wrong: str, right: str) -> Edit:
    """Two bibs are one runner: what is known about the wrong one goes to the other, and it leaves the list.

    Raises ValueError where there is nothing to merge.
    """
    start_list = start_list_of(history)
    if wrong == right:
        raise ValueError("these are one bib")
    if all(right != other.bib for other in start_list.entrants):
        raise ValueError(f"bib {right} is not on the start list")
    moved = _moved(history, wrong, right)
    left = tuple(other for other in start_list.entrants if other.bib != wrong)
    if len(left) < len(start_list.entrants):
        return composed(history, _with_entrants(start_list, left), *moved)
    if not moved:
        raise ValueError(f"nothing is known about bib {wrong}")
    return composed(history, *moved)


def _with_entrants(start_list: StartList, entrants: tuple[Entrant, ...]) -> StartList:
    return replacement(start_list, entrants=entrants)


def _moved(history: History, wrong: str, right: str) -> list[Message]:
    """All that is said about one bib, said about another; what is known about the other already stays."""
    state = state_now(history)
    moved: list[Message] = []
    for message in history.messages:
        if not isinstance(message, Split | Status | Order | Note) or not history.holds(message):
            continue
        if isinstance(message, Order) and {wrong, right} <= message.places.keys():
            left = {bib: place for bib, place in message.places.items() if bib != wrong}
            moved.append(replacement(message, places=left))
        elif wrong in (message.places if isinstance(message, Order) else (message.bib,)):
            renamed = with_bibs(replacement(message), {wrong: right})
            is_second = isinstance(renamed, Split) and second_of(state, renamed) is not None
            moved += withdrawal(history, message, "Timed under both bibs") if is_second else [renamed]
    return moved
