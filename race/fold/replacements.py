"""Which messages hold, where later ones replace earlier ones.

A message holds until another that names it in `replaces` takes effect. A void that is itself replaced
has no effect any more: what it withdrew holds again. A correction that is itself corrected stays out of
force together with all that it stood in for; if it is voided, what it stood in for holds again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from race.messages import Message, Void

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from race.fold.timed_message import TimedMessage


class ReplacementCount(NamedTuple):
    """How many messages stand against one."""

    voids: int = 0
    heirs: int = 0
    """Those that stand in for it with something of their own."""

    @property
    def holds(self) -> bool:
        """Whether nothing replaces the message."""
        return not self.voids and not self.heirs

    @property
    def stands(self) -> bool:
        """Whether what the message replaces stays replaced: by itself, or by what stands in for it."""
        return not self.voids or bool(self.heirs)

    def plus(self, message: Message, count: int) -> ReplacementCount:
        """With a message more against it, or one less."""
        if isinstance(message, Void):
            return ReplacementCount(self.voids + count, self.heirs)
        return ReplacementCount(self.voids, self.heirs + count)


NONE = ReplacementCount()

Tallies = dict[str, ReplacementCount]
"""By the id of the message that is replaced; of those that took effect."""


def settle(
    tallies: Tallies, entry: TimedMessage, find: Callable[[str], TimedMessage | None], now: TimedMessage
) -> Iterator[tuple[TimedMessage, bool]]:
    """Count a message that takes effect, and tell which earlier ones hold no more, or hold again."""
    message, count = entry.message, 1
    if message.id is not None and not tallies.get(message.id, NONE).stands:
        return
    while message.replaces is not None:
        before = tallies.get(message.replaces, NONE)
        after = tallies[message.replaces] = before.plus(message, count)
        target = find(message.replaces)
        if target is None or target > now:
            return
        if before.holds is not after.holds:
            yield target, after.holds
        if before.stands is after.stands:
            return
        message, count = target.message, 1 if after.stands else -1


def admitted(message: Message, first: Message | None, families: Families) -> Message | None:
    """A message as it counts, given the first message of its id; None for one that is sent again.

    An id that another message has cannot be an id, and what would in the end replace itself replaces nothing.
    """
    if message.id is None:
        return message
    if first is not None:
        return None if first == message else replace(message, id=None)
    if message.replaces is not None and not families.unite(message.id, message.replaces):
        return replace(message, replaces=None)
    return message


class Families:
    """Ids of messages that replace one another, directly or through others."""

    def __init__(self) -> None:
        self._elders: dict[str, str] = {}

    def unite(self, one: str, other: str) -> bool:
        """Make one family of two; False where they are one already."""
        elder, another = self._elder(one), self._elder(other)
        self._elders[elder] = another
        return elder != another

    def _elder(self, name: str) -> str:
        elders = self._elders
        while (elder := elders.get(name, name)) != name:
            elders[name] = elders.get(elder, elder)
            name = elder
        return name
