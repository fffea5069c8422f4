"""The chances of winning given in races made of a table: `python -m tests.projections.road_chances FILE`.

A table holds runners of all paces, of whom most race no one. So fields are made of it that are like races,
without looking at how they ended: the first at the first checkpoint, and groups who came there together.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from race.calibration import GivenChance
from race.fold.history import History
from race.messages import Checkpoint, Entrant, Gun, Split, StartList
from race.projection.board_model import BoardModel
from race.shown_chances import shown_chances
from race.shown_projections import measured_passings
from race.times import Time
from replays.backtests.backtest import likely_setting
from replays.backtests.split_table import open_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replays.backtests.split_table import Athlete

FRONT, GROUPS = "the first 40", "20 together"

FRONT_SIZE, GROUP_SIZE, GROUPS_OF_A_TABLE = 40, 20, 12

SEED = 1

Given = tuple[str, int, float, GivenChance]
"""Of which fields, the number of the field, the part of the way, and the chance."""


def main() -> None:
    """Print the chances given in the races of a table, as JSON."""
    print(json.dumps(list(chances_of(Path(sys.argv[1])))))


def chances_of(path: Path) -> Iterator[Given]:
    """All chances of winning given in the fields made of a table."""
    with open_table(path) as table:
        distances, athletes = table.distances, list(table.athletes)
    for number, (fields, athletes_of) in enumerate(_fields(athletes)):
        history = _history(distances, athletes_of)
        passings = measured_passings(history.at(history.end_ms), finishers=False)
        for there in shown_chances(history, BoardModel(), passings):
            for given in there.given:
                assert isinstance(given.moment, int)
                yield fields, number, distances[given.moment] / distances[-1], given


def _fields(athletes: Sequence[Athlete]) -> Iterator[tuple[str, Sequence[Athlete]]]:
    """The fields, men and women apart where the table tells them apart."""
    rng = Random(SEED)
    for sex in ("men", "women", ""):
        known = [each for each in athletes if each.sex == sex and each.seconds[0] and each.seconds[-1]]
        if len(known) < 2 * FRONT_SIZE:
            continue
        rng.shuffle(known)
        known.sort(key=lambda athlete: athlete.seconds[0] or 0.0)
        yield FRONT, known[:FRONT_SIZE]
        for _ in range(GROUPS_OF_A_TABLE):
            first = rng.randrange(FRONT_SIZE, len(known) - GROUP_SIZE)
            yield GROUPS, known[first : first + GROUP_SIZE]


def _history(distances: Sequence[float], field: Sequence[Athlete]) -> History:
    """A race of these athletes, who all start at the gun."""
    start_list = StartList(
        name="Runners of a table",
        setting=likely_setting(distances[-1]),
        distance_m=distances[-1],
        checkpoints=tuple(Checkpoint(id=f"{i}", distance_m=m) for i, m in enumerate(distances)),
        entrants=tuple(Entrant(bib=f"{n}", name=f"Runner {n}") for n in range(len(field))),
    )
    splits = (
        Split(bib=f"{n}", checkpoint=f"{i}", time=Time(round(seconds * 1000)), evidence="official")
        for n, athlete in enumerate(field)
        for i, seconds in enumerate(athlete.seconds)
        if seconds is not None
    )
    return History([start_list, Gun(), *splits])


if __name__ == "__main__":
    main()
