"""A 1500 m of twelve: the London mile of 2019 up to 1500 m, as someone times it by hand."""

from __future__ import annotations

from functools import cache

from race.messages import Split
from replays.library import find
from tests.by_hand.acts import Act, Passing, slip, taps_and_names
from tests.replays.library_races import recorded

RACE = "2019-london-dl-mile"

RUNNERS = ("BAR", "FIN", "GRE", "HEY", "KER", "OHA", "RAM", "SIM", "TEF", "WIG", "WIL", "WLS")
"""Williamsz, the second pacemaker, steps off between 700 m and 1100 m."""

BIBS = {code: str(number) for number, code in enumerate(RUNNERS, start=1)}

DNF = BIBS["WIL"]

CHECKPOINTS = {"300": "300", "700": "700", "1100": "1100", "1500": "finish"}
"""Ours, by those of the mile."""

APART_MS = 20
"""Between two keys for runners whose printed tenths are the same; they are in the printed order."""


def start_list() -> str:
    """As a table, with the names of the library."""
    entrants = recorded(find(RACE)).history(estimates=False).start_list
    assert entrants is not None
    names = {entrant.bib: entrant.name for entrant in entrants.entrants}
    return "\n".join(["Bib,Name", *(f"{bib},{names[code]}" for code, bib in BIBS.items())]) + "\n"


@cache
def passings() -> tuple[Passing, ...]:
    """In the order of time."""
    splits = [
        message
        for message in recorded(find(RACE)).history(estimates=False).messages
        if isinstance(message, Split) and message.bib in BIBS and message.checkpoint in CHECKPOINTS
    ]
    found: list[Passing] = []
    for split in sorted(splits, key=lambda split: (CHECKPOINTS[split.checkpoint], split.rank or 0)):
        assert split.time is not None
        before = found[-1].ms if found and found[-1].checkpoint == CHECKPOINTS[split.checkpoint] else 0
        ms = max(split.time.ms, before + APART_MS)
        found.append(Passing(ms, BIBS[split.bib], CHECKPOINTS[split.checkpoint]))
    return tuple(sorted(found))


def acts() -> list[Act]:
    """From the gun to the official result: names that are mixed up at first, and a runner who steps off."""
    last_ms = passings()[-1].ms
    timed = slip(taps_and_names(passings(), pause_ms=10_000), BIBS["KER"], BIBS["GRE"])
    out = Act(150_000, "out", f"{DNF} dnf pacemaker")
    ended = [Act(last_ms + 3000, "official")]
    return sorted([Act(0, "gun"), *timed, out, *ended], key=lambda act: act.ms)
