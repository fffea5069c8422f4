"""The messages of a bridge in an outbox, where an earlier run may have put them already.

A bridge that is started again makes all its messages anew, from the recording of its input. Each has a name
of its own, so it is known which are there. One that says something else than before, as when the operator
has mended the chip map, replaces what was there; one that is made no more is withdrawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from feeds import codec
from feeds.publishing.outbox import local_id
from feeds.publishing.stdin_messages import NAME
from race.messages import Message, Read, Split, Void

Publish = Callable[[Message, str | None], int]
"""Publishes a message by a name, and returns its number."""

WITHDRAWN = "Not made of the same input any more"
"""The reason of the voids of messages that a bridge with other settings does not make."""


class _Kept(NamedTuple):
    number: int
    message: Message
    """Without the id; its `replaces` is what the bridge said, not what a change of settings made of it."""


class BridgeOutbox:
    """Publishes what a bridge makes, each message once."""

    def __init__(self, publish: Publish, earlier: Iterable[bytes]) -> None:
        self._publish = publish
        self._earlier: dict[str, _Kept] = {}
        """By name, what is in the outbox and was not made in this run yet."""
        self._unnamed: defaultdict[bytes, list[int]] = defaultdict(list)
        """By content, the numbers of those that came back from the hub, which does not know the names."""
        self._numbers: dict[str, int] = {}
        """By name, the number of what was made in this run."""
        self.new = 0
        """How many messages were published."""
        for number, line in enumerate(earlier, start=1):
            self._learn(number, codec.decode(line))

    @property
    def is_empty(self) -> bool:
        """Whether no run has put anything there."""
        return not (self._earlier or self._unnamed or self._numbers)

    def put(self, message: Message) -> int:
        """Publish a message, unless an earlier run has. Returns its number.

        Raises ValueError for one that a hub would refuse, that has no name or the name of another.
        """
        name = message.id
        if name is None or name in self._numbers:
            raise ValueError(f"id: {name!r} is not a name of its own" if name else "a message without an id")
        made = replace(message.renamed(self._number), id=None, heard_ms=None)
        kept = self._earlier.get(name)
        if kept is not None and kept.message == made:
            number = kept.number
        elif kept is None and (numbers := self._unnamed.get(codec.encode(made))):
            number = numbers.pop(0)
        elif kept is None:
            number = self._sent(made, name)
        else:
            number = self._change(kept, made, name)
        self._earlier.pop(name, None)
        self._numbers[name] = number
        return number

    def withdraw_rest(self) -> int:
        """Withdraw what earlier runs have put there and this one did not make. Returns how many these are."""
        rest, self._earlier = self._earlier, {}
        held = [(name, kept) for name, kept in rest.items() if not isinstance(kept.message, Void)]
        for name, kept in held:
            self._sent(Void(replaces=local_id(kept.number), reason=WITHDRAWN), name)
        return len(held)

    def _sent(self, message: Message, name: str) -> int:
        number = self._publish(message, name)
        self.new += 1
        return number

    def _change(self, kept: _Kept, made: Message, name: str) -> int:
        """Publish a message in the place of one with the same name."""
        before = kept.message
        if type(before) is type(made) or (isinstance(before, Read) and isinstance(made, Split)):
            return self._sent(replace(made, replaces=local_id(kept.number)), name)
        if not isinstance(before, Void):
            self._sent(Void(replaces=local_id(kept.number), reason=WITHDRAWN), name)
        return self._sent(made, name)

    def _number(self, name: str) -> str:
        if name not in self._numbers:
            raise ValueError(f"replaces: no message before this one has the id {name!r}")
        return local_id(self._numbers[name])

    def _learn(self, number: int, message: Message) -> None:
        name, message = message.id, replace(message, id=None, heard_ms=None)
        if name is None or NAME.fullmatch(name):
            self._unnamed[codec.encode(message)].append(number)
            return
        before = self._earlier.get(name)
        if before is not None and message.replaces == local_id(before.number):
            message = replace(message, replaces=before.message.replaces)
        self._earlier[name] = _Kept(number, message)
