"""When a race was to start at first: a delay is a start list with another `planned` that replaces it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.messages import Message, StartList, Void

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.times import TimeOfDay


def first_planned(messages: Iterable[Message]) -> TimeOfDay | None:
    """The planned start of the first start list that has one, in the order of the log; None without one.

    A start list that was taken back (void) never held. One that another replaced did.
    """
    known = list(messages)
    taken_back = {message.replaces for message in known if isinstance(message, Void)}
    lists = (message for message in known if isinstance(message, StartList) and message.planned is not None)
    return next((one.planned for one in lists if one.id is None or one.id not in taken_back), None)
