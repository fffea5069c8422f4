"""Races made for a test, and those of the library, as boards."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from feeds.log import read
from race.board import Board
from race.fold.history import History
from race.messages import Checkpoint, Entrant, Evidence, Gun, Message, Setting, Split, StartList
from race.times import Time
from replays.library import find
from replays.watching.recorded_race import RecordedRace


def start_list(
    distance_m: float,
    marks: Iterable[float],
    entrants: Iterable[Entrant],
    *,
    lap_m: float | None = 400,
    setting: Setting = "track",
) -> StartList:
    """A race with checkpoints at some distances, and at the finish."""
    checkpoints = [Checkpoint(id=f"{mark:g}", distance_m=mark) for mark in marks]
    finish = Checkpoint(id="finish", distance_m=distance_m)
    return StartList(
        name="Club race",
        meet="Tuesday at the track",
        date="2026-07-28",
        setting=setting,
        distance_m=distance_m,
        lap_m=lap_m,
        checkpoints=(*checkpoints, finish),
        entrants=tuple(entrants),
    )


def runners(*names: str) -> list[Entrant]:
    """Entrants with the bibs 1, 2, 3."""
    return [Entrant(bib=str(bib), name=name, nation="NZL") for bib, name in enumerate(names, start=1)]


def split(
    bib: str,
    checkpoint: str,
    time: str,
    *,
    rank: int | None = None,
    evidence: Evidence = "published",
    suspect: bool = False,
) -> Split:
    """An entrant's time at a checkpoint."""
    return Split(
        bib=bib,
        checkpoint=checkpoint,
        time=Time.parse(time),
        rank=rank,
        evidence=evidence,
        suspect=suspect,
    )


def board_of(*messages: Message, at: str | None = None) -> Board:
    """The board of some messages behind the gun; the first is the start list."""
    history = History([messages[0], Gun(), *messages[1:]])
    clock_ms = Time.parse(at).ms if at else history.end_ms
    return Board.at("club-race", clock_ms, history.at(clock_ms))


@cache
def recorded(race: str) -> RecordedRace:
    """A race of the library, reconstructed."""
    log = read(find(race))
    return RecordedRace(log.race, list(log.messages()))


def board_at(race: str, at: str | None = None, *, estimates: bool = True) -> Board:
    """The board of a race of the library at a race time; at its end without one."""
    recording = recorded(race)
    clock_ms = Time.parse(at).ms if at else recording.end_ms
    return Board.at(race, clock_ms, recording.history(estimates=estimates).at(clock_ms))
