"""Messages that were made here, checked against the limits of a race file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from operator import attrgetter

from pydantic_core import ValidationError

from feeds import codec
from race.messages import Message, Split, StartList

_RANGING = ("bib", "time", "rank")
"""Fields of a split that differ from one to the next."""

_others = attrgetter(*(field.name for field in fields(Split) if field.name not in _RANGING))


def check(messages: Sequence[Message]) -> None:
    """Raise ValidationError for the first message that a race file may not hold.

    Of splits that are otherwise alike those with the least and the greatest time and rank speak for all:
    a race has half a million, and to decode every one takes longer than all the rest of a conversion.
    """
    try:
        for message in _telling(messages):
            codec.decode(codec.encode(message))
    except ValidationError:
        for message in messages:
            codec.decode(codec.encode(message))


def _telling(messages: Sequence[Message]) -> Iterator[Message]:
    """The messages that are within the limits only if all are."""
    bibs: set[str] = set()
    alike: dict[object, list[Split]] = {}
    for message in messages:
        if not isinstance(message, Split) or message.time is None or message.bib not in bibs:
            yield message
            bibs.update(_bibs(message))
        else:
            kind = message.time.digits, message.rank is None, _others(message)
            alike.setdefault(kind, []).append(message)
    for splits in alike.values():
        for key in (_ms, _rank):
            yield min(splits, key=key)
            yield max(splits, key=key)


def _bibs(message: Message) -> Iterator[str]:
    """The bibs that are known to be within the limits when a message is."""
    if isinstance(message, StartList):
        yield from (entrant.bib for entrant in message.entrants)
    elif isinstance(message, Split):
        yield message.bib


def _ms(split: Split) -> int:
    return split.time.ms if split.time is not None else 0


def _rank(split: Split) -> int:
    return split.rank or 0
