"""Measures what the design promises, prints it as a table, and judges the ratios: `make bench`.

    python -m tests.bench [PART ...]

Ends with 1 if a ratio has left its band, which is drawn in `bands.toml` with its reason.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

os.environ.setdefault("TEXTUAL_FPS", "500")

from tests.bench.judge import faults, read_bands
from tests.bench.machine import machine
from tests.bench.parts import PARTS, measure


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the parts that are named, or all, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", metavar="PART", nargs="*", help=f"one of {', '.join(PARTS)}")
    parts = parser.parse_args(arguments).parts or list(PARTS)
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    print(f"{machine()}\n\n| what | measured | aim |\n|---|---|---|", flush=True)
    rows = []
    for part in parts:
        for row in measure(part):
            rows.append(row)
            print(f"| {row.what} | {row.measured} | {row.aim} |", flush=True)
    found = faults(rows, read_bands(), parts)
    for fault in found:
        print(f"out of its band: {fault}", file=sys.stderr)
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main())
