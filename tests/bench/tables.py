"""How long a backtest of 160,000 athletes at 9 checkpoints takes, and in how much memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

ATHLETES = 160_000

CHECKPOINTS_M = (5000, 10_000, 15_000, 20_000, 21_097.5, 25_000, 30_000, 35_000, 42_195)

CODE = """
import resource, sys, time
from pathlib import Path
from replays.backtests.backtest import backtest
start = time.perf_counter()
backtest(Path(sys.argv[1]))
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def rows() -> list[tuple[str, str, str]]:
    """The seconds and the memory of a process of its own, as a row."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "great.csv"
        write(path, ATHLETES)
        printed = subprocess.run(
            [sys.executable, "-c", CODE, path], capture_output=True, text=True, check=True
        ).stdout
    seconds, memory = map(float, printed.split())
    what = f"a backtest of {ATHLETES:,} athletes at {len(CHECKPOINTS_M)} checkpoints"
    return [(what, f"{seconds:.0f} s, {memory:.0f} MB", "20 s, 500 MB")]


def write(path: Path, athletes: int) -> None:
    """An invented marathon as a split table."""
    random = Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(f"race,athlete,sex,wave,start,status,{','.join(f'{m:g}' for m in CHECKPOINTS_M)}\n")
        for athlete in range(athletes):
            pace, fade = max(random.gauss(0.33, 0.05), 0.19), random.uniform(0, 0.3)
            seconds, before_m, times = 0.0, 0.0, []
            for metres in CHECKPOINTS_M:
                slower = 1 + fade * max(0.0, metres / CHECKPOINTS_M[-1] - 0.4)
                seconds += (metres - before_m) * pace * slower * random.gauss(1, 0.015)
                before_m = metres
                times.append(f"{seconds:.0f}")
            file.write(f"x,{athlete},M,,{random.randrange(3600)},FIN,{','.join(times)}\n")
