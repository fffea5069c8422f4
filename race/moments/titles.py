"""What the winner wins: the title of a championship, or a race that has a name of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from race.later_pattern import later_pattern

if TYPE_CHECKING:
    from race.messages import StartList

_CHAMPIONSHIPS = (
    (r"\btrials\b", ""),
    (r"\bolympic", "Olympic"),
    (r"\bparalympic", "Paralympic"),
    (r"\b(world|european|african|asian)\b.*\b(indoor|cross country|under-2\d|u2\d)\b", "{} {}"),
    (r"\b(world|european|african|asian|south american)\b.*\bchampionships\b", "{}"),
    (r"\b(commonwealth|pan american|asian) games\b", "{}"),
)
"""How the meeting of a championship is called, and its title; none for trials."""

_NAMED_RACE = later_pattern(
    r"(?!(men|women|boys|girls|junior|senior|elite|open|masters|invitational)\b)[^\W\d]"
    r"[^\d(),:]* (mile|marathon|half marathon|cup)",
    re.IGNORECASE,
)
"""A race with a name of its own, and not that of its event: the Bowerman Mile."""

_NAMED_MEET = later_pattern(r"[^\W\d][^\d(),:]* marathon", re.IGNORECASE)
"""A meeting that is named for its marathon, before any year: the Chicago Marathon."""

_LEAGUE_FINAL = later_pattern(r"\bdiamond league final\b", re.IGNORECASE)
"""In the final of the league, and in none of its other meetings, the winner has its title."""


def prize(start_list: StartList) -> str:
    """What the winner wins: "the Olympic title", "the Bowerman Mile and the Diamond League title".

    Empty where there is nothing to say.
    """
    if _is_final(start_list):
        meet = start_list.meet.lower()
        for pattern, title in _CHAMPIONSHIPS:
            if found := re.search(pattern, meet):
                area, *kind = (word.lower() for word in found.groups() or ("",))
                area = area if area == "world" else area.title()
                named = title.format(area, *kind)
                return f"the {named} title" if named else ""
    named = _named_race(start_list)
    title = "the Diamond League title" if _LEAGUE_FINAL.search(start_list.meet) else ""
    return " and ".join(part for part in (named, title) if part)


def _named_race(start_list: StartList) -> str:
    """A race by its own name, or a marathon by that of its meeting: "the Chicago Marathon"."""
    if _NAMED_RACE.fullmatch(start_list.name):
        return f"the {start_list.name}"
    is_marathon = start_list.setting == "road" and "marathon" in start_list.name.lower()
    found = _NAMED_MEET.match(start_list.meet) if is_marathon else None
    return f"the {found.group()}" if found else ""


def _is_final(start_list: StartList) -> bool:
    """Whether the winner of a race is that of the event."""
    if start_list.kind not in (None, "championship") or start_list.heat:
        return False
    return start_list.round.lower() == "final" or bool(re.search(r"\bfinal$", start_list.name.lower()))
