"""Finding entrants of one race by a bib or a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from race.people.name_matching import best_fitting, nearest, words
from race.people.short_names import Named, full_name, short_names

if TYPE_CHECKING:
    from collections.abc import Sequence

EntrantT = TypeVar("EntrantT", bound=Named)


def entrants_called(entrants: Sequence[EntrantT], text: str) -> list[EntrantT]:
    """The entrants that a text means: by bib, by the name as the board has it, or by words of it.

    The first of these that fits anyone decides. Empty where nothing does.
    """
    asked = words(text)
    bib = text.strip().casefold()
    named = list(zip(entrants, short_names(entrants), strict=True))
    by_bib = [entrant for entrant in entrants if entrant.bib.casefold() == bib]
    as_shown = [e for e, short in named if asked and asked in (words(short), words(full_name(e, short)))]
    return by_bib or as_shown or best_fitting(asked, ((e, {words(e.name)}) for e in entrants))


def similar_names(entrants: Sequence[Named], text: str) -> list[str]:
    """The names of a few entrants who may have been meant by a text that fits no one."""
    named = zip(entrants, short_names(entrants), strict=True)
    near = nearest(words(text), [((e, short), {words(e.name)}) for e, short in named])
    return [full_name(entrant, short) for entrant, short in near]
