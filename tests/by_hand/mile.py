"""A 1500 m of twelve: the London mile of 2019 up to 1500 m, as someone times it by hand."""

from __future__ import annotations

from functools import cache

from race.messages import Checkpoint, Entrant, Split, StartList
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


@cache
def names() -> dict[str, str]:
    """Those of the library, by bib."""
    start_list = recorded(find(RACE)).history(estimates=False).start_list
    assert start_list is not None
    return {BIBS[entrant.bib]: entrant.name for entrant in start_list.entrants if entrant.bib in BIBS}


def table() -> str:
    """The start list as a table."""
    return "".join(f"{bib},{name}\n" for bib, name in [("Bib", "Name"), *sorted(names().items())])


def start_list(speed: float) -> StartList:
    """The start list, of a race that is so much shorter that its times are as many times faster."""
    return StartList(
        name="Club 1500 m",
        distance_m=1500 / speed,
        lap_m=400 / speed,
        checkpoints=tuple(
            Checkpoint(id=ours, distance_m=float(metres) / speed) for metres, ours in CHECKPOINTS.items()
        ),
        entrants=tuple(Entrant(bib=bib, name=name) for bib, name in names().items()),
    )


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
