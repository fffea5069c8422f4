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
    message: Message | None
    """Without the id; its `replaces` is what the bridge said, not what a change of settings made of it. None
    of one that was withdrawn, as other settings did not make it."""
    others: tuple[int, ...] = ()
    """The numbers of others by the same name: those that it has replaced, the newest first; of a void, the
    voids of what its target had replaced. They would hold again."""
    targets: frozenset[str] = frozenset()
    """Of a void, what the others withdraw."""

    withdrawn: frozenset[int] = frozenset()
    """Those by the name that were withdrawn; not all of them if a run was killed while it did that."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """All by the name."""
        return self.number, *self.others

    @property
    def named(self) -> set[str]:
        """The same as they are named."""
        return set(map(local_id, self.numbers))

    @property
    def withdraws(self) -> set[str]:
        """What a void withdraws; nothing of another message."""
        return {self.message.replaces, *self.targets} if isinstance(self.message, Void) else set()

    def then(self, number: int, message: Message) -> _Kept:
        """What is kept by a name after another message by it."""
        before, target = self.message, message.replaces
        if target in self.named:
            if isinstance(message, Void) or before is None:
                withdrawn = {one for one in self.numbers if local_id(one) == target}
                return self._replace(message=None, withdrawn=self.withdrawn | withdrawn)
            return _Kept(number, replace(message, replaces=before.replaces), self.numbers)
        if isinstance(message, Void) and isinstance(before, Void) and target is not None:
            return self._replace(others=(number, *self.others), targets=self.targets | {target})
        return _Kept(number, message)


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
        self._replaced: dict[str, tuple[int, ...]] = {}
        """By number, as it is named, those by the same name that it has replaced."""
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
            self._replaced[local_id(number)] = kept.others
        elif kept is None and (numbers := self._unnamed.get(codec.encode(made))):
            number = numbers.pop(0)
        elif kept is None:
            number = self._sent(made, name)
        else:
            number = self._change(kept, made, name)
        if isinstance(made, Void):
            self._void_replaced(made, name, kept)
        self._earlier.pop(name, None)
        self._numbers[name] = number
        return number

    def withdraw_rest(self) -> int:
        """Withdraw what earlier runs have put there and this one did not make. Returns how many these are."""
        rest, self._earlier = self._earlier, {}
        made = {local_id(number) for number in self._numbers.values()}
        voided = {target for kept in rest.values() for target in kept.withdraws}
        count = 0
        for name, kept in rest.items():
            if kept.withdraws.isdisjoint(made) if kept.withdraws else voided.issuperset(kept.named):
                continue  # a void of what is not made either, or what such a void withdraws
            self._take_back(kept, name)
            count += kept.message is not None
        return count

    def _sent(self, message: Message, name: str) -> int:
        number = self._publish(message, name)
        self.new += 1
        return number

    def _change(self, kept: _Kept, made: Message, name: str) -> int:
        """Publish a message in the place of one with the same name."""
        before = kept.message
        is_same = type(before) is type(made) or (isinstance(before, Read) and isinstance(made, Split))
        if before is None or isinstance(made, Void) or not is_same or before.replaces != made.replaces:
            self._take_back(kept, name)
            return self._sent(made, name)
        number = self._sent(replace(made, replaces=local_id(kept.number)), name)
        self._replaced[local_id(number)] = kept.numbers
        return number

    def _void_replaced(self, made: Void, name: str, kept: _Kept | None) -> None:
        """Withdraw what the target of a void has replaced as settings changed: it would hold again."""
        done = kept.targets if kept is not None and kept.message == made else ()
        for number in self._replaced.get(made.replaces, ()):
            if local_id(number) not in done:
                self._sent(replace(made, replaces=local_id(number)), name)

    def _take_back(self, kept: _Kept, name: str) -> None:
        """Withdraw a message, with those that it has replaced; what a void withdrew holds again."""
        for number in kept.numbers:
            if number not in kept.withdrawn:
                self._sent(Void(replaces=local_id(number), reason=WITHDRAWN), name)

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
        self._earlier[name] = _Kept(number, message) if before is None else before.then(number, message)
