"""Which messages hold, where later ones replace earlier ones.

A message holds until another that names it in `replaces` takes effect. A void that is itself replaced no
longer has an effect: what it withdrew holds again. A correction that is itself corrected is out of force
together with everything it replaced; if it is voided, what it replaced holds again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from race.messages import Message, Void

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from race.fold.timed_message import TimedMessage


class ReplacementCount(NamedTuple):
    """How many messages in effect replace a given one."""

    voids: int = 0
    corrections: int = 0
    """Those with content of their own."""

    @property
    def holds(self) -> bool:
        """Whether no message replaces it."""
        return not self.voids and not self.corrections

    @property
    def still_replaces(self) -> bool:
        """Whether what the message replaces stays replaced, by itself or by its correction."""
        return not self.voids or bool(self.corrections)

    def plus(self, message: Message, count: int) -> ReplacementCount:
        """The count with `count` (1 or -1) more of a message that replaces it."""
        if isinstance(message, Void):
            return ReplacementCount(self.voids + count, self.corrections)
        return ReplacementCount(self.voids, self.corrections + count)


NONE = ReplacementCount()

Tallies = dict[str, ReplacementCount]
"""By the id of the replaced message, of the messages that took effect."""


def settle(
    tallies: Tallies, entry: TimedMessage, find: Callable[[str], TimedMessage | None], now: TimedMessage
) -> Iterator[tuple[TimedMessage, bool]]:
    """Count a message that takes effect; yields the earlier ones that change, and whether they now hold."""
    message, count = entry.message, 1
    if message.id is not None and not tallies.get(message.id, NONE).still_replaces:
        return
    while message.replaces is not None:
        before = tallies.get(message.replaces, NONE)
        after = tallies[message.replaces] = before.plus(message, count)
        target = find(message.replaces)
        if target is None or target > now:
            return
        if before.holds is not after.holds:
            yield target, after.holds
        if before.still_replaces is after.still_replaces:
            return
        message, count = target.message, 1 if after.still_replaces else -1


def admitted(message: Message, first: Message | None, families: Families) -> Message | None:
    """A message as it counts, given the first message of its id; None for a repeated one.

    It loses an id that another message has already, and replaces nothing if that would make a ring.
    """
    if message.id is None:
        return message
    if first is not None:
        return None if first == message else replace(message, id=None)
    if message.replaces is not None and not families.unite(message.id, message.replaces):
        return replace(message, replaces=None)
    return message


class Families:
    """Groups of message ids that replace one another, directly or through others (union-find)."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def unite(self, first: str, second: str) -> bool:
        """Join the groups of two ids; False if they are in one already."""
        root, other = self._root(first), self._root(second)
        self._parents[root] = other
        return root != other

    def are_related(self, first: str, second: str) -> bool:
        """Whether two ids are in one group."""
        return self._root(first) == self._root(second)

    def _root(self, name: str) -> str:
        parents = self._parents
        while (parent := parents.get(name, name)) != name:
            parents[name] = parents.get(parent, parent)
            name = parent
        return name
