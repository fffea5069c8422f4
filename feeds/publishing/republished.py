"""A recorded race as messages that a source publishes: without ids, naming one another by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from feeds.publishing.outbox import local_id
from race.fold.replacements import Replacements, admitted
from race.messages import Message, Unknown, Void


def republished(messages: Iterable[Message]) -> list[Message]:
    """A recorded race in its own order and with its own times; only the ids become numbers."""
    return renumbered([message for _, message in admitted_messages(messages) if is_accepted(message)])


def admitted_messages(messages: Iterable[Message]) -> Iterator[tuple[int, Message]]:
    """The messages as they count, with their numbers in the log; one that is sent again is left out."""
    first: dict[str, Message] = {}
    replacements = Replacements()
    for number, message in enumerate(messages, start=1):
        counted = admitted(message, first.get(message.id or ""), replacements)
        if message.id is not None:
            first.setdefault(message.id, message)
        if counted is not None:
            yield number, counted


def is_accepted(message: Message) -> bool:
    """Whether a hub would accept it; a void that would withdraw itself is empty."""
    return not isinstance(message, Unknown) and (bool(message.replaces) or not isinstance(message, Void))


def renumbered(messages: Sequence[Message]) -> list[Message]:
    """The messages without ids, referring to one another by their numbers."""
    names = {m.id: local_id(number) for number, m in enumerate(messages, start=1) if m.id is not None}
    return [replace(m.renamed(lambda name: names.get(name, name)), id=None, heard_ms=None) for m in messages]
