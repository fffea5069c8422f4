"""What the winner wins: the title of a championship, or a race that has a name of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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

_NAMED_RACE = re.compile(r"(?!(men|women|boys|girls|junior|senior|elite|open|masters|invitational)\b)[^\W\d]"
                         r"[^\d(),:]* (mile|marathon|half marathon|cup)", re.IGNORECASE)  # fmt: skip
"""A race with a name of its own, and not that of its event: the Bowerman Mile."""


def prize(start_list: StartList) -> str:
    """What the winner wins: "the Olympic title", "the Bowerman Mile"; empty where there is nothing to say."""
    if _is_final(start_list):
        meet = start_list.meet.lower()
        for pattern, title in _CHAMPIONSHIPS:
            if found := re.search(pattern, meet):
                area, *kind = (word.lower() for word in found.groups() or ("",))
                area = area if area == "world" else area.title()
                named = title.format(area, *kind)
                return f"the {named} title" if named else ""
    return f"the {start_list.name}" if _NAMED_RACE.fullmatch(start_list.name) else ""


def _is_final(start_list: StartList) -> bool:
    """Whether the winner of a race is that of the event."""
    if start_list.kind not in (None, "championship") or start_list.heat:
        return False
    return start_list.round.lower() == "final" or bool(re.search(r"\bfinal$", start_list.name.lower()))
