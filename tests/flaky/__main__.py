"""`python -m tests.flaky [RUNS [COLLECTIONS]]`: the tests again and again on a busy machine.

Forty collections must find the same tests; six whole runs, one in reverse order and one with SIGINT ignored
(as in a shell's background job) must pass. It takes about an hour on two cores.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.flaky.collection import ROOT, collected

COLLECTIONS = 40
RUNS = 6
ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati")

PYTEST = (sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal")
IGNORING_SIGINT = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")


def main(words: list[str]) -> int:
    """Try everything; returns the number of runs that failed."""
    runs, collections = (*map(int, words), *(RUNS, COLLECTIONS)[len(words) :])
    with busy_cores():
        first = collected(hash_seed=0, zone="UTC", day="2026-01-01")
        failures = 0
        for number in range(1, collections):
            day = f"20{26 + number}-{number % 12 + 1:02}-{number % 28 + 1:02}"
            names = collected(hash_seed=number, zone=ZONES[number % len(ZONES)], day=day)
            failures += report(f"collection {number + 1}", names == first)
            for name in sorted(names ^ first):
                print(f"    {name}")
        for number in range(runs):
            failures += run(f"run {number + 1}", *PYTEST)
        failures += run("reverse order", *PYTEST, "-p", "tests.flaky.reversed_order")
        failures += run("SIGINT ignored", *IGNORING_SIGINT, *PYTEST)
    return failures


@contextmanager
def busy_cores() -> Iterator[None]:
    """As many endless loops as there are cores."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def run(name: str, *command: str) -> bool:
    """Run the tests and print the outcome; returns whether they failed."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        print(done.stdout)
    return report(name, done.returncode == 0)


def report(name: str, passed: bool) -> bool:
    """Print a line; returns whether it failed."""
    print(f"{name}: {'passed' if passed else 'FAILED'}", flush=True)
    return not passed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
