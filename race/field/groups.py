"""The groups of a field that can be looked at alone: women and men, and the categories of the start list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.fold.state import RaceState
    from race.messages import Entrant

EVERYONE = ""
"""In place of the name of a group."""

SEXES = ("women", "men")

MOST_GROUPS = 40
"""Of more categories the largest."""


def groups_of(state: RaceState) -> tuple[str, ...]:
    """The names of the groups: the sexes if there are both, then the categories if there are several."""
    entrants = [runner.entrant for runner in state.runners.values()]
    sexes = {entrant.sex for entrant in entrants} & {*SEXES}
    sizes = Counter(entrant.category for entrant in entrants if entrant.category)
    largest = [category for category, _ in sizes.most_common(MOST_GROUPS)]
    return (*(SEXES if len(sexes) > 1 else ()), *(sorted(largest) if len(sizes) > 1 else ()))


def is_in_group(entrant: Entrant, group: str) -> bool:
    """Whether an entrant is in a group of that name; everyone is in EVERYONE."""
    return group in (EVERYONE, entrant.category) or (group in SEXES and entrant.sex == group)
