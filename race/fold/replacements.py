"""Which messages hold, where later ones replace earlier ones.

A message holds until another that names it in `replaces` takes effect. A void that is itself replaced no
longer has an effect: what it withdrew holds again. A correction that is itself corrected is out of force
together with everything it replaced; if it is voided, what it replaced holds again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
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


def admitted(message: Message, first: Message | None, replacements: Replacements) -> Message | None:
    """A message as it counts, given the first message of its id; None for a repeated one.

    It loses an id that another message has already, and replaces nothing if that would make a ring, or too
    long a row of voids.
    """
    if message.id is None:
        return message
    if first is not None:
        return None if first == message else replace(message, id=None)
    return message if replacements.admit(message) else replace(message, replaces=None)


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


VOIDS_IN_A_ROW = 64
"""More make no sense, and each void of a void puts all before it in or out of force again."""


class VoidRows:
    """Voids that withdraw one another, in whatever order they come."""

    def __init__(self) -> None:
        self._withdrawn: dict[str, str] = {}
        self._after: dict[str, int] = {}
        """The most voids in a row that end with the withdrawal of a message."""

    def admit(self, void_id: str, withdrawn: str) -> bool:
        """Note a void; False, and not noted, if that makes a row too long."""
        row = [withdrawn]
        while (before := self._withdrawn.get(row[-1])) is not None:
            row.append(before)
        after = self._after.get(void_id, 0)
        if after + len(row) > VOIDS_IN_A_ROW:
            return False
        self._withdrawn[void_id] = withdrawn
        for count, message_id in enumerate(row, after + 1):
            self._after[message_id] = max(self._after.get(message_id, 0), count)
        return True


class Replacements:
    """What may replace what: no ring, and no endless row of voids."""

    def __init__(self) -> None:
        self._families = Families()
        self._void_rows = VoidRows()

    def admit(self, message: Message) -> bool:
        """Note what a message with an id of its own replaces; False if it may not replace that."""
        if message.id is None or message.replaces is None:
            return True
        if not self._families.unite(message.id, message.replaces):
            return False
        return not isinstance(message, Void) or self._void_rows.admit(message.id, message.replaces)
