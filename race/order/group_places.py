"""Places within a group: among those of one category, or of one sex."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from race.fold.runner import Runner
    from race.messages import Entrant
    from race.order.field_order import FieldOrder


def group_places(order: FieldOrder, group_of: Callable[[Entrant], str]) -> dict[str, int]:
    """The places held now within each group, by bib: as many are ahead as in the running order.

    Equal places stay equal. Someone in a pack whose order was not published has no place but is ahead of
    all behind it. Behind places that were not published no one of a group has one of which someone's result
    is not known.
    """
    open_groups = {group_of(runner.entrant) for runner in order.out if _may_be_ahead(runner)}
    counted: Counter[str] = Counter()
    given: dict[str, int] = {}
    held: dict[str, tuple[int, int]] = {}
    """By group, the last place in the running order and within it."""
    ahead, is_complete = 0, True
    for runner in order.racing:
        bib, group = runner.entrant.bib, group_of(runner.entrant)
        place = order.places.get(bib)
        if place is None and runner.entrant.role == "pacemaker" and bib not in order.pack_of:
            continue
        ahead += 1
        counted[group] += 1
        is_complete = is_complete and (place is None or place <= ahead)
        if not group or place is None or not (is_complete or group not in open_groups):
            continue
        before, within = held.get(group, (0, 0))
        given[bib] = within if place == before else counted[group]
        held[group] = place, given[bib]
    return given


def _may_be_ahead(runner: Runner) -> bool:
    return runner.out == "unknown" and runner.entrant.role == "runner"
