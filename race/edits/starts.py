"""The start of a race: the gun, a start that was recalled, waves and individual starts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from race.edits.compose import composed
from race.edits.log_lookup import refuse_twice, replacement, start_list_of, state_now, withdrawal
from race.messages import Gun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from race.edits.edit import Edit
    from race.fold.history import History
    from race.messages import StartList, Void
    from race.times import TimeOfDay

RECALLED = "Recalled"
"""The reason of the void of a false start."""


def guns_now(history: History) -> dict[str, Gun]:
    """The gun in force of each wave; that of the race is under an empty name."""
    return {gun.wave: gun for gun in state_now(history).guns}


def gun(history: History, clock: TimeOfDay, wave: str = "") -> Edit:
    """The gun of the race, or of a wave, goes. One without a time of day gets it.

    Raises ValueError where it has gone already: it is to be recalled or shifted first.
    """
    before = guns_now(history).get(wave)
    if before is not None and before.clock is not None:
        raise ValueError(f"the gun{_of(wave)} has gone already: recall it, or shift it")
    fired = Gun(clock=clock, wave=wave) if before is None else replacement(before, clock=clock)
    return composed(history, fired)


def set_gun(history: History, clock: TimeOfDay, wave: str = "") -> Edit:
    """The gun went at a time of day, whether one was known before or not."""
    before = guns_now(history).get(wave)
    is_known = before is not None and before.clock is not None
    return shift_gun(history, clock, wave) if is_known else gun(history, clock, wave)


def shift_gun(history: History, clock: TimeOfDay, wave: str = "") -> Edit:
    """The gun was at another time of day, and all times from it change with it."""
    before = guns_now(history).get(wave)
    if before is None:
        raise ValueError(f"no gun{_of(wave)} has gone yet")
    moved = replacement(before, clock=clock)
    return composed(history, moved)


def recall(history: History, wave: str = "") -> Edit:
    """A false start: the gun does not hold. What was timed since counts from the next gun, or not at all."""
    guns = [gun for gun in state_now(history).guns if gun.wave == wave]
    if not guns:
        raise ValueError(f"no gun{_of(wave)} has gone yet")
    voids: tuple[Void, ...] = tuple(void for gun in guns for void in withdrawal(history, gun, RECALLED))
    return composed(history, *voids)


def set_waves(history: History, waves: Mapping[str, str]) -> Edit:
    """Put entrants into waves, by bib; an empty wave is the race's own start."""
    changed = _with_waves(start_list_of(history), waves)
    return composed(history, changed)


def individual_starts(history: History, bibs: list[str], first: TimeOfDay, apart_ms: int) -> Edit:
    """Let each start alone, in the order of the bibs, so many milliseconds after the one before.

    Each is in a wave of the own bib, of which the gun can be shifted like any other. A gun that has gone
    already is shifted. Raises ValueError for a bib that is given twice.
    """
    refuse_twice(bibs)
    changed = _with_waves(start_list_of(history), {bib: bib for bib in bibs})
    known = guns_now(history)
    guns = []
    for number, bib in enumerate(bibs):
        clock = first._replace(utc_ms=first.utc_ms + number * apart_ms)
        guns.append(replacement(known[bib], clock=clock) if bib in known else Gun(wave=bib, clock=clock))
    return composed(history, changed, *guns)


def _with_waves(start_list: StartList, waves: Mapping[str, str]) -> StartList:
    unknown = set(waves) - {entrant.bib for entrant in start_list.entrants}
    if unknown:
        raise ValueError(f"not on the start list: {', '.join(sorted(unknown))}")
    entrants = tuple(
        replace(entrant, wave=waves.get(entrant.bib, entrant.wave)) for entrant in start_list.entrants
    )
    return replacement(start_list, entrants=entrants)


def _of(wave: str) -> str:
    return f" of wave {wave}" if wave else ""
