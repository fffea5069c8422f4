"""What the first board of a road race takes, from 30 entrants to 50,000.

Each is printed by a process of its own: `lapbell board FILE --at 2:30:00 --top 40`, of an invented marathon
in three waves, with missed mats and dropouts.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from feeds.log import write
from replays.invented_marathon import invented_race

FIELDS = (30, 300, 3_000, 30_000, 50_000)
"""Entrants."""

# The peak of the process itself: `ru_maxrss` has that of the process by which it was begun in it.
CODE = """
import contextlib, io, resource, sys
from tui.cli import main
with contextlib.redirect_stdout(io.StringIO()):
    main(["board", sys.argv[1], "--at", "2:30:00", "--top", "40"])
used = resource.getrusage(resource.RUSAGE_SELF)
with open("/proc/self/status") as status:
    peak_kb = next(line for line in status if line.startswith("VmHWM:")).split()[1]
print(used.ru_utime + used.ru_stime, int(peak_kb) / 1024)
"""


def rows() -> Iterator[tuple[str, str, str]]:
    """Processor time and memory by the size of the field; those of the smallest are the program itself."""
    with TemporaryDirectory() as folder:
        own: tuple[float, float] | None = None
        for entrants in FIELDS:
            cpu_s, mb, messages = _measured(Path(folder) / "race.jsonl", entrants)
            what = f"first board of {entrants:,} entrants, {messages:,} messages"
            measured = f"{cpu_s:.2f} s of processor time, {mb:.0f} MB"
            own = own or (cpu_s, mb)
            more_s, more_mb = cpu_s - own[0], mb - own[1]
            if more_s > 0:
                each = f"{1e6 * more_s / messages:.1f} us, {2**20 * more_mb / messages:.0f} bytes"
                measured += f"; a message {each}"
            yield what, measured, "linear"


def _measured(path: Path, entrants: int) -> tuple[float, float, int]:
    """Seconds, megabytes, and how many messages there are."""
    race = invented_race(entrants)
    write(path, "race", race)
    messages = len(race)
    del race
    command = [sys.executable, "-c", CODE, str(path)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    cpu_s, mb = map(float, printed.split())
    return cpu_s, mb, messages


if __name__ == "__main__":
    for row in rows():
        print(*row, sep=" | ")
