"""An invented marathon: made-up runners who run as real ones do.

`lapbell races --invent 400` writes the one of the library, the same every time. No one in it exists: the
names are those of birds and trees. How they run is measured: `SHAPES`, `FADES` and the other figures are
means over 26,730 finishers of Boston 2016, London 2017 and London 2019, in five groups of equal size by
finishing time, except where they are said to be made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, product
from random import Random
from typing import NamedTuple

from race.messages import Checkpoint, Entrant, Gun, Message, Official, Split, StartList, Status
from race.times import Time, TimeOfDay

RACE = "invented-marathon"

SOURCE = "made up by `lapbell races --invent`, from how real runners run"

HALFWAY = {21097.5: "halfway"}

DISTANCES = (5000.0, 10000.0, 15000.0, 20000.0, 21097.5, 25000.0, 30000.0, 35000.0, 40000.0, 42195.0)

FINISHES_S = (8178, 9664, 10754, 11600, 13096, 15196, 17798, 20392, 24917)
"""Finishing times in seconds; the share of runners in `SHARES` is faster."""

SHARES = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)

SHAPES = (
    (-0.049, -0.046, -0.037, -0.026, -0.037, -0.015, 0.013, 0.050, 0.067, 0.069),
    (-0.069, -0.061, -0.048, -0.033, -0.046, -0.014, 0.021, 0.069, 0.083, 0.071),
    (-0.092, -0.078, -0.060, -0.043, -0.055, -0.011, 0.029, 0.090, 0.104, 0.073),
    (-0.119, -0.101, -0.076, -0.048, -0.057, 0.007, 0.049, 0.112, 0.110, 0.063),
    (-0.175, -0.134, -0.091, -0.037, -0.050, 0.054, 0.077, 0.118, 0.109, 0.056),
)
"""By group, the natural logarithm of the pace over each segment divided by the average pace."""

FADES = (0.184, 0.220, 0.239, 0.257, 0.261)
"""By group, the standard deviation of how much runners slow down; the skewness is about 1."""

FADING = (-0.24, -0.24, -0.19, -0.14, -0.11, -0.04, 0.07, 0.23, 0.30, 0.21)
"""The share of slowing down in each segment."""

UNEVENNESS = (0.030, 0.024, 0.029, 0.036, 0.043, 0.053, 0.048, 0.038, 0.046, 0.078)
"""The standard deviations that remain in each segment."""

FIRST_GUN_MS = TimeOfDay.parse("2026-04-12T08:00:00Z").utc_ms
WAVES = {"A": 0, "B": 10, "C": 20}
"""Minutes after the first gun. Waves, shares of dropouts and missed readings, ages and sexes are made up."""

DROPOUTS, ABSENTEES, MISSED = 0.03, 0.02, 0.008
INVITED = 12
"""Fast runners, so that there is a race at the front."""

FIRST_NAMES = {
    "M": ("Robin", "Jay", "Martin", "Merlin", "Falco", "Corvin", "Buteo", "Heron", "Drake", "Finch", "Swift"),
    "W": ("Wren", "Linnet", "Avis", "Lark", "Starling", "Dove", "Merle", "Ibis", "Columba", "Teal", "Paloma"),
}
"""Birds by sex."""

TREES = """
Alder Ash Aspen Beech Birch Broom Cedar Cherry Cypress Elder Elm Fir Hawthorn Hazel Heath Holly
Hornbeam Ivy Juniper Larch Laurel Lime Linden Maple Medlar Mulberry Myrtle Oakes Olive Pine Poplar
Quince Rowan Spruce Sycamore Tamarisk Thorn Walnut Willow Yew
"""
INITIALS = "ABCDEFGHIJKLMNOPRSTW"
NATIONS = ("GBR", "IRL", "NED", "GER", "FRA", "NOR", "USA", "KEN", "ETH", "JPN", "AUS", "ITA")
AGES = {"": 40, "40": 50, "50": 60, "60": 75}
"""The first age beyond each category; runners under 40 are in the open one."""


class InventedRunner(NamedTuple):
    """A runner who does not exist."""

    entrant: Entrant
    finish_s: float
    """Net time if nothing goes wrong."""


def invented_race(entrants: int = 400, seed: int = 2026) -> list[Message]:
    """The messages of the race. The same number and seed give the same race."""
    random = Random(seed)
    runners = _runners(random, entrants)
    guns = [Gun(wave=w, clock=TimeOfDay(FIRST_GUN_MS + delay * 60_000, 0)) for w, delay in WAVES.items()]
    return [_start_list(runners), *guns, *_splits_and_statuses(random, runners), Official()]


def _runners(random: Random, count: int) -> list[InventedRunner]:
    shares = [random.random() * (0.0025 if number < INVITED else 1) for number in range(count)]
    finishes = sorted(map(_finish_s, shares))
    chosen = random.sample(_names(count), count)
    runners = []
    for number, (finish_s, (sex, first, family)) in enumerate(zip(finishes, chosen, strict=True), start=1):
        wave = "ABC"[min(3 * number // (count + 1), 2)]
        age = random.randrange(20, 75)
        group = next(name for name, beyond in AGES.items() if age < beyond)
        entrant = Entrant(
            bib=f"{number}",
            name=f"{first} {family}",
            nation=random.choice(NATIONS),
            category=sex + group,
            wave=wave,
        )
        runners.append(InventedRunner(entrant, finish_s))
    return runners


def _names(count: int) -> list[tuple[str, str, str]]:
    """Enough different names: sex, first and family name. Many runners have initials as well."""
    names = [(sex, *name) for sex, firsts in FIRST_NAMES.items() for name in product(firsts, TREES.split())]
    plain = names
    while len(names) < count:
        names = [(sex, f"{first} {letter}.", family) for letter in INITIALS for sex, first, family in names]
    return names if names is plain else [*plain, *names]


def _finish_s(share: float) -> float:
    """The finishing time that this share of runners beats."""
    share = min(share, SHARES[-1])
    above = next(i for i, other in enumerate(SHARES[1:], start=1) if share <= other)
    part = (share - SHARES[above - 1]) / (SHARES[above] - SHARES[above - 1])
    return FINISHES_S[above - 1] + part * (FINISHES_S[above] - FINISHES_S[above - 1])


def _start_list(runners: list[InventedRunner]) -> StartList:
    return StartList(
        name="Invented Marathon",
        meet="Synthetic: no one in it exists",
        date="2026-04-12",
        event="MAR",
        setting="road",
        distance_m=DISTANCES[-1],
        checkpoints=(
            Checkpoint(id="start", distance_m=0),
            *(Checkpoint(id=_id(m), distance_m=m, name=HALFWAY.get(m, "")) for m in DISTANCES),
        ),
        entrants=tuple(runner.entrant for runner in runners),
        sources={"invented": SOURCE},
        remarks=("Synthetic: runners and times are made up by a program, to show a large road race.",),
    )


def _id(metres: float) -> str:
    return {21097.5: "half", 42195.0: "finish"}.get(metres) or f"{metres / 1000:g}k"


def _splits_and_statuses(random: Random, runners: list[InventedRunner]) -> list[Message]:
    """All splits and dropouts in the order in which they happen."""
    timed = [message for runner in runners for message in _run(random, runner)]
    return [message for _, _, message in sorted(timed, key=lambda each: each[:2])]


def _run(random: Random, runner: InventedRunner) -> Iterator[tuple[int, int, Message]]:
    """A runner's messages, each with its race time and a number for a stable order."""
    entrant = runner.entrant
    number, delay_ms = int(entrant.bib), WAVES[entrant.wave] * 60_000
    if random.random() < ABSENTEES:
        yield 0, number, Status(bib=entrant.bib, status="dns", when=Time(0, 0))
        return
    crossed_s = random.uniform(1, 8 * 60) if number > 20 else random.uniform(0, 5)
    stops = random.randrange(2, len(DISTANCES)) if random.random() < DROPOUTS else len(DISTANCES)
    yield delay_ms + round(crossed_s * 10) * 100, number, _split(entrant, "start", crossed_s)
    at_s = [crossed_s + net_s for net_s in accumulate(_segments_s(random, runner.finish_s))]
    for metres, time_s in list(zip(DISTANCES, at_s, strict=True))[:stops]:
        if metres == DISTANCES[-1] or random.random() > MISSED:
            yield delay_ms + round(time_s * 10) * 100, number, _split(entrant, _id(metres), time_s)
    if stops < len(DISTANCES):
        when, after = Time(delay_ms + round(at_s[stops] * 1.1) * 1000, 0), _id(DISTANCES[stops - 1])
        yield when.ms, number, Status(bib=entrant.bib, status="dnf", after=after, when=when)


def _split(entrant: Entrant, checkpoint: str, time_s: float) -> Split:
    time = Time(round(time_s * 10) * 100, 1)
    return Split(bib=entrant.bib, checkpoint=checkpoint, time=time, evidence="device", source="invented")


def _segments_s(random: Random, finish_s: float) -> list[float]:
    """Seconds over each segment for a runner able to finish in `finish_s`."""
    group = sum(finish_s > _finish_s(share) for share in (0.2, 0.4, 0.6, 0.8))
    fade = FADES[group] * (random.gammavariate(4, 1) - 4) / 2
    metres = [end - start for start, end in zip((0.0, *DISTANCES), DISTANCES, strict=False)]
    pace = finish_s / DISTANCES[-1]
    return [
        length * pace * (1 + shape + fade * share + random.gauss(0, uneven))
        for length, shape, share, uneven in zip(metres, SHAPES[group], FADING, UNEVENNESS, strict=True)
    ]
