"""The marks at stake in a race before its gun, and who has run so fast that they are in reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.eligibility import counts_here, may_take, runs_here
from race.people.folding import folded_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from race.messages import Entrant, Mark, StartList
    from race.times import Time

WITHIN = 0.01
"""Someone whose best is slower than a mark by up to this share of it could take it."""


class Contender(NamedTuple):
    """Someone who could take a mark."""

    entrant: Entrant
    best: Time
    needs: Time
    """How much faster it takes to equal the mark; not above zero for someone who has been as fast."""


class Stake(NamedTuple):
    """Marks of one time that the same runners could take, and their holder."""

    marks: tuple[Mark, ...]
    contenders: tuple[Contender, ...]
    """The one with the fastest best first."""
    holder: Entrant | None
    """The holder, if in the field."""


def stakes(start_list: StartList, field: Sequence[Entrant], bests: Mapping[str, Time]) -> tuple[Stake, ...]:
    """The marks that can be taken in a race, the fastest first; `bests` are those of the field by bib."""
    by_name = {tuple(folded_words(entrant.name)): entrant for entrant in field}
    grouped: dict[object, list[Stake]] = {}
    for mark in sorted(start_list.marks, key=lambda mark: mark.time.ms):
        if not runs_here(mark, start_list) or (mark.code and not counts_here(mark, start_list)):
            continue
        able = [e for e in field if may_take(e, mark, start_list)]
        if not able:
            continue
        contenders = _contenders(mark, able, bests)
        holder = by_name.get(tuple(folded_words(mark.holder)))
        key = mark.time, mark.holder, tuple(one.entrant.bib for one in contenders)
        grouped.setdefault(key, []).append(Stake((mark,), contenders, holder))
    return tuple(
        same[0]._replace(marks=tuple(mark for one in same for mark in one.marks)) for same in grouped.values()
    )


def _contenders(mark: Mark, able: Sequence[Entrant], bests: Mapping[str, Time]) -> tuple[Contender, ...]:
    timed = [Contender(e, bests[e.bib], bests[e.bib].minus(mark.time)) for e in able if e.bib in bests]
    close = [one for one in timed if one.needs.ms <= WITHIN * mark.time.ms]
    return tuple(sorted(close, key=lambda one: one.best.ms))
