"""What someone at a keyboard does in a race, and when: the gun, taps, names after a pack has gone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

IS_WHOLE = "LAPBELL_BY_HAND" in os.environ
"""Whether races are timed at their real pace and size: `make by-hand`."""

What = Literal["gun", "tap", "name", "undo", "out", "official"]

PAUSE_MS = 1000
"""Names are typed when no one comes for so long."""

THINKING_MS = 400
"""Before the names of a pack are typed."""


class Passing(NamedTuple):
    """A runner at a checkpoint, as it was."""

    ms: int
    """From the gun."""
    bib: str
    checkpoint: str


class Act(NamedTuple):
    """One thing that is done at a keyboard."""

    ms: int
    """From the gun."""
    what: What
    text: str = ""
    """The bibs, or who is out and why."""


def taps_and_names(passings: Iterable[Passing], pause_ms: int = PAUSE_MS) -> list[Act]:
    """A tap for each passing, and the bibs of those who came by whenever there is a pause."""
    ordered = sorted(passings)
    acts: list[Act] = []
    waiting: list[str] = []
    for number, (ms, bib, _) in enumerate(ordered):
        acts.append(Act(ms, "tap"))
        waiting.append(bib)
        if number + 1 == len(ordered) or ordered[number + 1].ms - ms > pause_ms:
            acts.append(Act(ms + THINKING_MS, "name", ",".join(waiting)))
            waiting = []
    return acts


def slip(acts: Sequence[Act], bib: str, other: str) -> list[Act]:
    """The same, but two runners are mixed up when both are first named together; it is noticed and undone."""
    found = next(act for act in acts if act.what == "name" and {bib, other} <= set(act.text.split(",")))
    swapped = {bib: other, other: bib}
    wrong = ",".join(swapped.get(one, one) for one in found.text.split(","))
    at = acts.index(found)
    noticed = [
        found._replace(text=wrong),
        Act(found.ms + THINKING_MS, "undo"),
        found._replace(ms=found.ms + 2 * THINKING_MS),
    ]
    return [*acts[:at], *noticed, *acts[at + 1 :]]
