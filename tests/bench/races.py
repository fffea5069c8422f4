"""Large races for measuring, made by a seeded generator."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from race.messages import Checkpoint, Entrant, Gun, Message, Split, StartList
from race.times import Time


def large_race(
    entrants: int = 300, checkpoints: int = 50, pace: float = 0.18, step_m: float = 800.0
) -> list[Message]:
    """A road race of 2 hours and more, every split on time, in the order in which they happen."""
    random = Random(1)
    course = tuple(
        Checkpoint(id=str(number), distance_m=number * step_m) for number in range(1, checkpoints + 1)
    )
    field = tuple(Entrant(bib=str(bib), name=f"Runner {bib}") for bib in range(1, entrants + 1))
    start_list = StartList(
        name="Large race",
        distance_m=step_m * checkpoints,
        setting="road",
        checkpoints=course,
        entrants=field,
    )
    splits = []
    for entrant in field:
        elapsed, own = 0.0, pace * random.uniform(0.9, 1.4) * 1000
        for checkpoint in course:
            elapsed += step_m * own * random.uniform(0.97, 1.03)
            time = Time(int(elapsed) // 100 * 100, 1)
            splits.append(Split(bib=entrant.bib, checkpoint=checkpoint.id, time=time, evidence="device"))
    splits.sort(key=lambda split: split.time or Time(0))
    return [start_list, Gun(), *splits]


def on_a_track(messages: list[Message]) -> list[Message]:
    """The same race on laps of 400 m."""
    return [
        replace(message, lap_m=400, setting="track") if isinstance(message, StartList) else message
        for message in messages
    ]
