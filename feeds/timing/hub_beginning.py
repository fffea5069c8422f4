"""What a timing began with, where the race is at the hub already: the start list there counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.fold.history import History
from race.messages import Gun, StartList, Void

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.timing.merged_log import MergedLog
    from race.messages import Message

HUB_HAS_IT = "The hub has a start list"
"""The reason of the voids."""


class Withdrawal(NamedTuple):
    """What takes back an own beginning."""

    voids: Sequence[Void] = ()
    notes: Sequence[str] = ()
    """Who was on the own start list alone."""


def withdrawn_beginning(log: MergedLog) -> Withdrawal:
    """Withdraw a start list and a gun that the hub does not have, if it has a start list."""
    theirs = History(log.at_hub).start_list
    beginning = [message for message in log.unsent if _is_of_beginning(message)]
    ours = History(log.unsent).start_list
    if theirs is None or not beginning:
        return Withdrawal()
    bibs = {entrant.bib for entrant in theirs.entrants}
    notes = [
        f"the start list at the hub counts: {entrant.bib} {entrant.name} is not on it"
        for entrant in (ours.entrants if ours is not None else ())
        if entrant.bib not in bibs
    ]
    voids = [Void(replaces=m.id, reason=HUB_HAS_IT) for m in reversed(beginning) if m.id is not None]
    return Withdrawal(voids, notes)


def _is_of_beginning(message: Message) -> bool:
    """Whether an own message is of the race before anyone did something, and rests on nothing of the hub."""
    is_own = message.replaces is None or message.replaces.startswith(":")
    return isinstance(message, StartList | Gun) and message.record is None and is_own
