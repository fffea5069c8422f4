"""Tries the faults of a race day, prints what came of each, and writes the table of docs/reliability.md.

    python -m tests.faults [--quick [--write]] [WORD ...]

Each row is one or more tests; WORDs choose rows by what is in their names, and the others stay as they are.
`--quick` tries the sizes of the test suite, and writes nothing unless `--write` is there too.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter, defaultdict

import pytest

from tests.faults.rows import ROWS, Fault
from tests.page_section import RELIABILITY, standing, write_run

WORKERS = 2
LONGEST = "test_a_cut[600]"
"""Begun first: it waits for ten minutes, and does nothing meanwhile."""


class Results:
    """What pytest says of each test."""

    def __init__(self) -> None:
        self.outcomes: dict[str, str] = {}
        self.reasons: dict[str, str] = {}
        self.properties: dict[str, list[tuple[str, object]]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember the worst of a test's phases."""
        worst = ["passed", "skipped", "failed"]
        before = self.outcomes.get(report.nodeid, "passed")
        self.outcomes[report.nodeid] = max(before, report.outcome, key=worst.index)
        if report.skipped and isinstance(report.longrepr, tuple):
            self.reasons[report.nodeid] = str(report.longrepr[2]).removeprefix("Skipped: ")
        if report.when == "call":
            self.properties[report.nodeid] += report.user_properties

    def row(self, fault: Fault, size: str) -> tuple[str, bool]:
        """A line of the table, and whether it is good."""
        names = [name for name in self.outcomes if name.startswith(fault.tests)]
        found = Counter(self.outcomes[name] for name in names)
        figures: dict[str, object] = {}
        tried = 0
        for name in names:
            noted = dict(self.properties[name])
            tried += int(str(noted.pop("tried", int(self.outcomes[name] == "passed"))))
            figures |= noted
        good = bool(found["passed"]) and not found["failed"]
        said = fault.holds if good else "**not so**" if found["failed"] else "not tried"
        skipped = sorted({self.reasons.get(name, "") for name in names if self.outcomes[name] == "skipped"})
        notes = [f"{what} {figure}" for what, figure in figures.items()] + skipped + [size] * bool(size)
        return f"| {fault.fault} | {tried} | {'; '.join(notes)} | {said} |", not found["failed"] and bool(
            names
        )


def main() -> int:
    """Try, print, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="the sizes of the test suite; nothing is written"
    )
    parser.add_argument("--write", action="store_true", help="write also what is quick, and say so")
    parser.add_argument("words", nargs="*", metavar="WORD", help="words in the names of the rows to try")
    options = parser.parse_args()
    if not options.quick:
        os.environ["LAPBELL_LARGE"] = "1"
    chosen = [row for row in ROWS if not options.words or any(word in row.fault for word in options.words)]
    results = Results()
    tests = dict.fromkeys(test for row in chosen for test in row.tests)
    ordered = sorted(tests, key=lambda test: LONGEST not in test)
    pytest.main(["-q", "-n", str(WORKERS), "--dist", "worksteal", *ordered], [results])
    rows = {row.fault: results.row(row, "small size" if options.quick else "") for row in chosen}
    head = ["| fault | tried | figures | verdict |", "|---|---|---|---|"]
    print("\n".join([*head, *(text for text, _ in rows.values())]))
    if options.write or not options.quick:
        known = standing(RELIABILITY, "faults").splitlines()
        before = {row.fault: line for row in ROWS for line in known if line.startswith(f"| {row.fault} |")}
        lines = before | {fault: text for fault, (text, _) in rows.items()}
        write_run("faults", "\n".join([*head, *(lines[row.fault] for row in ROWS if row.fault in lines)]))
    return not all(good for _, good in rows.values())


if __name__ == "__main__":
    sys.exit(main())
