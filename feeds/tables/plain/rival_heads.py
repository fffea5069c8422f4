"""Heads of one role of which one says it better: a bib beside a program's number, a total beside a finish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from feeds.tables.plain.head_roles import CODES
from feeds.tables.plain.point_words import OVERALL
from race.people.folding import folded_words

if TYPE_CHECKING:
    from feeds.tables.plain.column_heads import Head
    from feeds.tables.plain.header_words import ColumnRole


class Rather(NamedTuple):
    """Heads of a role that give way to others of the same role."""

    than: frozenset[str]
    """Folded heads, with their words joined."""
    these: frozenset[str] = frozenset()
    """To which they give way; to any where this is empty."""


_FINISHES = "finish|finishtime|fin|end|ziel|arrivee|meta|llegada|arrivo|traguardo|mal|maltid"
_ELAPSED = (
    "time|totaltime|racetime|elapsed|elapsedtime|overalltime|zeit|gesamtzeit|laufzeit|temps|tempstotal"
    "|tempsdecourse|tiempo|tiempototal|tempototale|tijd|totaaltijd|tid|totaltid"
)
_NORTHERN = (
    "time|zeit|endzeit|gesamtzeit|laufzeit|ziel|zielzeit|tijd|eindtijd|totaaltijd|tid|sluttid|totaltid|finish"
    "|czas|czaskoncowy|wynik|cas|vyslednycas"
)

_RATHER: tuple[tuple[ColumnRole, Rather], ...] = (
    ("bib", Rather(frozenset({"athleteid", "number", "no", "nr", "n", "num", "tag", "tagno", "numero"}))),
    ("event", Rather(frozenset({"eventcode"}))),
    ("place", Rather(frozenset({"lugar", "plaats"}))),
    ("result", Rather(frozenset({"tempo"}), frozenset(_NORTHERN.split("|")))),
    ("result", Rather(frozenset(_FINISHES.split("|")), frozenset(_ELAPSED.split("|")))),
)
"""A number may be anything, a `plaats` a town, a `Tempo` beside a `Zeit` a pace, and the time at the finish
that of day."""


PACE_OR_TIME = "tempo"
"""A time in Italian and Portuguese, a pace in most other languages."""


def with_paces(heads: Sequence[Head]) -> list[Head]:
    """The heads, with `5 km Tempo` as a pace beside another head for the time there: `5 km Czas`."""
    points = [head.point for head in heads if not _is_open(head)]
    return [
        head._replace(point=head.point._replace(figure="pace"))
        if head.point is not None and _is_open(head) and head.point in points
        else head
        for head in heads
    ]


def _is_open(head: Head) -> bool:
    return PACE_OR_TIME in _words(head)


def settle_rivals(heads: Sequence[Head], roles: dict[ColumnRole, int], unknown: list[int]) -> None:
    """Give a role to the better of its columns; the other takes its place among the unknown."""
    for i in [i for i in unknown if heads[i].role == "place" and "place" in roles]:
        if _says_more(heads, roles["place"], i):
            unknown[unknown.index(i)], roles["place"] = roles["place"], i
    for i in list(unknown):
        role = heads[i].role
        if (
            role in roles
            and CODES.intersection(_words(heads[roles[role]]))
            and not CODES.intersection(_words(heads[i]))
        ):
            unknown[unknown.index(i)], roles[role] = roles[role], i
    for role, rather in _RATHER:
        texts = {i: "".join(folded_words(heads[i].text)) for i in unknown if heads[i].role == role}
        if role in roles and "".join(folded_words(heads[roles[role]].text)) in rather.than:
            better = next((i for i, text in texts.items() if _is_better(text, rather)), None)
            if better is not None:
                unknown[unknown.index(better)], roles[role] = roles[role], better


def _words(head: Head) -> list[str]:
    return folded_words(head.text.replace("_", " "))


def _says_more(heads: Sequence[Head], column: int, other: int) -> bool:
    """Whether of two places the other one says that it is overall."""
    words, others = _words(heads[column]), _words(heads[other])
    return OVERALL.isdisjoint(words) and not OVERALL.isdisjoint(others)


def _is_better(text: str, rather: Rather) -> bool:
    return text in rather.these if rather.these else text not in rather.than
