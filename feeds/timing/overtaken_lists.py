"""Start lists that two people changed at the same time: the later one counts, and leaves some out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.messages import StartList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from race.fold.history import History
    from race.messages import Message


def overtaken_lists(history: History, messages: Sequence[Message]) -> Iterator[str]:
    """A sentence on each entrant of an own start list that holds, who is not on the one that counts.

    A start list that is made from another one replaces it. So one that still holds beside the one that counts
    was not known to the maker of that.
    """
    counting = history.start_list
    if counting is None:
        return
    bibs = {entrant.bib for entrant in counting.entrants}
    for message in messages:
        if not isinstance(message, StartList) or message.id == counting.id:
            continue
        if not (message.id or "").startswith(":") or not history.holds(message):
            continue
        for entrant in message.entrants:
            if entrant.bib not in bibs:
                who = f"{entrant.bib} {entrant.name}"
                yield f"someone else changed the start list at the same time: {who} is not on it"
