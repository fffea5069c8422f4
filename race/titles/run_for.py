"""How a race is run, from its meeting and its round: for a title, to get on, or behind pacemakers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.messages import RaceKind

_PACED = re.compile(r"\bdiamond league\b", re.IGNORECASE)

_FOR_A_TITLE = re.compile(
    r"\bolympic games\b|\b(world|european|commonwealth|asian|african)"
    r"( athletics| indoor)* (championships|games)\b",
    re.IGNORECASE,
)
"""Of these meetings it is known how their races are run; those of clubs are called championships too, and are
run in other ways."""

_BEFORE_THE_FINAL = re.compile(
    r"\b(heats?|semi|quarter|preliminary|qualification|round|repechage)", re.IGNORECASE
)


def kind_of_race(meet: str, round_: str) -> RaceKind | None:
    """How a race of a meeting is run; None where these names do not say it."""
    if _PACED.search(meet):
        return "paced"
    if not _FOR_A_TITLE.search(meet):
        return None
    return "heat" if _BEFORE_THE_FINAL.search(round_) else "championship"
