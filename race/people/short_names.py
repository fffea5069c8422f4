"""Short names for narrow columns and for sentences, so that no two runners are mixed up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Named(Protocol):
    """A person with a name."""

    @property
    def name(self) -> str:
        """The whole name."""

    @property
    def short_name(self) -> str:
        """The family name, which others may share."""


def short_names(people: Sequence[Named]) -> list[str]:
    """The family names; with an initial where two share one, and the whole name where that is not enough.

    Only people with the same whole name get the same short name.
    """
    names = [person.short_name for person in people]
    longer: tuple[Callable[[Named], str], ...] = (_with_initial, _whole)
    for lengthened in longer:
        bearers = Counter(names)
        if len(bearers) == len(names):
            break
        names = [
            lengthened(person) if bearers[name] > 1 else name
            for person, name in zip(people, names, strict=True)
        ]
    return names


def spoken_name(person: Named, short_name: str) -> str:
    """The name for sentences: the family name, or the whole name where the short name is longer."""
    return person.short_name if short_name == person.short_name else person.name


def _with_initial(person: Named) -> str:
    family = person.short_name.split()
    given = next((word for word in person.name.split() if word not in family), "")
    return f"{given[0]}. {person.short_name}" if given else person.name


def _whole(person: Named) -> str:
    return person.name
