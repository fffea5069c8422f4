"""Fits the pace curve of road marathons on a folder of split tables, and writes `marathon_weights`.

With `--without` the races whose names begin so are left out, to judge the curve by them; the numbers then go
`--to` another module. With `--check` nothing is written: those of the program must come out again.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from race.projection import marathon_weights
from race.projection.pace_curve import SEX
from replays.backtests.backtest import likely_setting
from replays.backtests.split_table import open_table
from tests.fit.net import train
from tests.fit.samples import Array, Table, samples_of
from tests.fit.weights_module import module, small_net

if TYPE_CHECKING:
    from race.projection.small_net import SmallNet

SEED = 1

MOST = 4000
"""Runners a checkpoint of a race."""

STEPS = 4000

CHECKED, ALIKE = 1000, 1e-6
"""So many samples are compared, and outputs that differ by no more are the same."""

MARATHONS_M = (38_000, 50_000)


def main() -> None:
    """Fit, and write the numbers."""
    parser = argparse.ArgumentParser(prog="python -m tests.fit", description=__doc__)
    parser.add_argument("tables", type=Path, help="the folder of split tables")
    parser.add_argument("--without", nargs="*", default=[], metavar="NAME", help="races to leave out")
    parser.add_argument(
        "--to", type=Path, default=Path(marathon_weights.__file__), help="the module to write"
    )
    parser.add_argument("--check", action="store_true", help="compare with the numbers of the program")
    options = parser.parse_args()
    tables = {
        path.name.removesuffix(".csv.gz"): table
        for path in sorted(options.tables.glob("*.csv.gz"))
        if not path.name.startswith(tuple(options.without)) and (table := read_marathon(path))
    }
    samples = samples_of(tables.values(), MOST, SEED)
    net = small_net(train(samples, SEED, STEPS))
    if options.check:
        off = largest_difference(net, marathon_weights.NET, samples.known[:: len(samples.known) // CHECKED])
        print(f"The outputs differ by {off:.1e} at most.")
        raise SystemExit(off > ALIKE)
    options.to.write_text(module(net, [*tables], SEED), encoding="utf-8")


def largest_difference(net: SmallNet, other: SmallNet, known: Array) -> float:
    """The largest difference of an output of two nets on some samples."""
    return max(
        abs(output - another)
        for *inputs, target in known.tolist()
        for output, another in zip(
            net.outputs(net.begin(inputs), target), other.outputs(other.begin(inputs), target), strict=True
        )
    )


def read_marathon(path: Path) -> Table | None:
    """The times of a table; None where it is not of a marathon on a road."""
    with open_table(path) as table:
        distances = table.distances
        if likely_setting(distances[-1]) != "road" or not MARATHONS_M[0] <= distances[-1] <= MARATHONS_M[1]:
            return None
        athletes = list(table.athletes)
    times = np.array([athlete.seconds for athlete in athletes], dtype=np.float64)
    return Table(distances, times, [SEX[athlete.sex] for athlete in athletes])


if __name__ == "__main__":
    main()
