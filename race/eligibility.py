"""Which marks can be broken in a race, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.areas import area_of, member_of
from race.course import NEAR_M

if TYPE_CHECKING:
    from race.messages import Entrant, Mark, StartList


RECORDS = frozenset({"WR", "WB", "AR", "ER", "OR", "CR", "NR", "WL", "MR", "DLR", "SR"})
"""Codes of the marks that only the best runner of a race can take: records and world leads."""


def runs_here(mark: Mark, start_list: StartList) -> bool:
    """Whether a mark is for the event and the distance of a race: a 1500 m mark means nothing in a mile."""
    of_event = mark.event in ("", start_list.event)
    return of_event and (mark.distance_m is None or abs(mark.distance_m - start_list.distance_m) <= NEAR_M)


def counts_here(mark: Mark, start_list: StartList) -> bool:
    """Whether a mark can be broken in a race: same event and distance, and same setting (indoors or not)."""
    return runs_here(mark, start_list) and mark.setting in (None, start_list.setting)


def may_hold(entrant: Entrant, mark: Mark) -> bool:
    """Whether an entrant is from the nation or the area that a record belongs to."""
    if mark.code == "AR":
        return area_of(entrant.nation) is not None and area_of(entrant.nation) == owner(mark)
    if mark.code == "NR":
        return entrant.nation != "" and member_of(entrant.nation) == owner(mark)
    return True


def may_take(entrant: Entrant, mark: Mark, start_list: StartList | None) -> bool:
    """Whether a mark is an entrant's to equal. Pacemakers do not finish, and a record has its owners."""
    counts = not mark.code or (start_list is not None and counts_here(mark, start_list))
    return entrant.role == "runner" and counts and may_hold(entrant, mark)


def owner(mark: Mark) -> str | None:
    """The area or nation that a record belongs to; None for a record open to all."""
    if mark.code == "AR":
        return mark.area or area_of(mark.nation)
    return member_of(mark.nation) if mark.code == "NR" else None
