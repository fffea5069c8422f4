"""The columns of a triathlon or a duathlon that hold its parts: swim, transitions, bike and run."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feeds.tables.plain.column_heads import Head
from feeds.tables.plain.point_words import KIND_OF
from race.people.folding import folded_words

_OTHER_SPORTS = (
    "swim swimming schwimmen natation natacion nuoto zwem zwemmen simning svomming bike biking cycle cycling"
    " rad radfahren velo cyclisme bici ciclismo fiets fietsen cykel cykling sykkel sykling"
    " plywanie rower plavani plavanie uinti pyoraily natacao yuzme bisiklet"
    " スイム バイク 游泳 自行车 骑行 수영 사이클"
    " uszas kerekpar kerekparozas"
)
OTHER_SPORTS = frozenset(folded_words(_OTHER_SPORTS))

_RUNS = (
    "run running lauf laufen course carrera corsa loop lopen hardlopen lop lopning loping bieg beh juoksu"
    " corrida ラン 跑步 달리기 kosu futas"
)
RUNS = frozenset(folded_words(_RUNS))

_TRANSITION = re.compile(r"t ?\d|(?:i{1,2} |[12] )?depo(?: i{1,2}| [12])?")

BETWEEN = frozenset({"incl", "including", "inkl", "and", "und", "leg", "with"})
"""Words beside those for the sports: `Swim incl. Run`."""

FEWEST_PARTS = 2
"""A column about bikes alone, `Bike` for the sponsor's, makes no triathlon."""


def with_parts_of_other_sports(heads: Sequence[Head]) -> list[Head]:
    """The heads; where some name other sports, the run and the transitions are parts like them.

    `T1` is then no first intermediate, and `Course` or `Lauf` names no race.
    """
    parts = [i for i, head in enumerate(heads) if _is_part(head)]
    sports = [i for i in parts if OTHER_SPORTS & _words(heads[i])]
    if not sports or len(parts) < FEWEST_PARTS:
        return list(heads)
    return [Head(head.text, "part") if i in parts else head for i, head in enumerate(heads)]


def _is_part(head: Head) -> bool:
    words = _words(head)
    own = " ".join(word for word in folded_words(head.text.replace("_", " ")) if word in words)
    sports = {word for word in words if not word.isdecimal() and word not in BETWEEN}
    return (bool(sports) and sports <= OTHER_SPORTS | RUNS) or bool(_TRANSITION.fullmatch(own))


def _words(head: Head) -> frozenset[str]:
    """The words of a head without those that say what was measured: `Bike` of `Bike Time`, `Run Rank`."""
    return frozenset(word for word in folded_words(head.text.replace("_", " ")) if word not in KIND_OF)
