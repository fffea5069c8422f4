"""The limits of a field, to be written in its annotation, as in `Annotated[int, Ge(0)]`.

They are named as in annotated_types. That makes a dozen dataclasses when it is imported, which takes as long
as all of `race.times` and `race.areas` together, before every first board.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Limits:
    """What pydantic_core checks of a value beside its type, by the names in its schemas."""

    def __init__(self, **limits: float | str) -> None:
        self.limits = limits

    def __get_pydantic_core_schema__(
        self, source: object, handler: Callable[[object], Mapping[str, object]]
    ) -> dict[str, object]:
        return {**handler(source), **self.limits}


def Ge(least: float) -> Limits:
    """A number that is at least so great."""
    return Limits(ge=least)


def Gt(below: float) -> Limits:
    """A number that is greater."""
    return Limits(gt=below)


def Le(most: float) -> Limits:
    """A number that is at most so great."""
    return Limits(le=most)


def Len(least: int, most: int) -> Limits:
    """So many characters or elements, from the least to the most."""
    return Limits(min_length=least, max_length=most)


def MaxLen(most: int) -> Limits:
    """At most so many characters or elements."""
    return Limits(max_length=most)


def Pattern(regex: str) -> Limits:
    """A text that a regular expression finds something in."""
    return Limits(pattern=regex)
