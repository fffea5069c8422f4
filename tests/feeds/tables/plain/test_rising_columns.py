"""Times at checkpoints are told from other times of a field below a head that no one knows."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from tests.feeds.tables.typed_tables import race_in

RUNNERS = 40

KM = (5, 10, 20, 30, 40)
"""Of a marathon."""


def field(seed: int) -> list[list[float]]:
    """Seconds at each checkpoint and at the finish: some start fast and fade, and all vary a little."""
    chance = random.Random(seed)
    runners = []
    for _ in range(RUNNERS):
        finish, fading = chance.uniform(9000, 16_000), chance.uniform(-0.03, 0.12)
        shares = [k / 42.195 for k in KM]
        times = [finish * (share - fading * share * (1 - share) + chance.gauss(0, 0.002)) for share in shares]
        runners.append([*times, finish])
    return sorted(runners, key=lambda times: times[-1])


def clock(seconds: float) -> str:
    """To the second."""
    whole = max(1, round(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def table(runners: Sequence[Sequence[float]], known: Sequence[int], foreign: Sequence[float], at: int) -> str:
    """With the times at `known`, and the foreign column before the one at index `at`."""
    heads = [f"{KM[k]} km" for k in known]
    rows = [[clock(times[k]) for k in known] for times in runners]
    heads.insert(at, "Xyzzy")
    for row, seconds in zip(rows, foreign, strict=True):
        row.insert(at, clock(seconds))
    lines = [",".join(["bib", "name", *heads, "finish"])]
    for i, (row, times) in enumerate(zip(rows, runners, strict=True)):
        lines.append(",".join([str(100 + i), f"Runner {i}", *row, clock(times[-1])]))
    return "\n".join([*lines, ""])


Foreign = Callable[[Sequence[float], random.Random], float]

FOREIGN: dict[str, Foreign] = {
    "pace a kilometre": lambda times, _chance: times[-1] / 42.195,
    "fastest kilometre": lambda times, chance: times[0] / 5 * chance.uniform(0.9, 0.97),
    "last stretch": lambda times, _chance: times[-1] - times[-2],
    "second half": lambda times, _chance: times[-1] - times[2],
    "age graded": lambda times, chance: times[-1] * chance.uniform(0.75, 1),
    "personal best": lambda times, chance: times[-1] * chance.uniform(0.85, 1),
    "time moving": lambda times, chance: times[-1] * chance.uniform(0.9, 0.97),
    "time of day": lambda times, _chance: 9 * 3600 + times[-1],
    "to the start line": lambda _times, chance: chance.uniform(1, 400),
    "from the own start": lambda times, chance: times[-1] - chance.uniform(1, 400),
    "predicted": lambda times, chance: times[-1] * chance.uniform(0.97, 1.06),
}
"""What else programs write as times."""


@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize("known", [(), (0,), (0, 4), (0, 1, 2, 3, 4)])
def test_other_times_are_no_checkpoints(what: str, known: tuple[int, ...]) -> None:
    """Wherever they stand among the checkpoints."""
    runners, chance = field(len(what)), random.Random(len(what))
    foreign = [FOREIGN[what](times, chance) for times in runners]
    for at in range(len(known) + 1):
        race = race_in(table(runners, known, foreign, at), "marathon")
        assert [p.name for p in race.points] == [*(f"{KM[k]} km" for k in known), "finish"]


@pytest.mark.parametrize(("hidden", "known"), [(1, (0, 2)), (3, (2, 4)), (2, (0,)), (3, (1, 2))])
def test_checkpoints_are_found(hidden: int, known: tuple[int, ...]) -> None:
    """Between two that are known, or behind the last."""
    for seed in range(3):
        runners = field(seed)
        at = sum(k < hidden for k in known)
        text = table(runners, known, [times[hidden] for times in runners], at)
        assert "Xyzzy" in [point.name for point in race_in(text, "marathon").points]
