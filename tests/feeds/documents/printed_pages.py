"""Made-up races, printed in every layout, so that everything printed is known."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from race.times import Time

MILE_M = 1609.344

FINISH = "Finish"

PEOPLE = (
    ("Anna", "BERG", "GER"),
    ("Mia", "VAN DER ZEE", "NED"),
    ("Ruth", "OKAFOR", "NGR"),
    ("Siobhán", "O'HARE", "IRL"),
    ("Ida", "LØVÅS-MOEN", "NOR"),
    ("Eve", "McADAM", "GBR"),
    ("Li", "XU", "CHN"),
    ("Zoë Ann", "DO CARMO LIMA", "BRA"),
)

COUNTRIES = {
    "GER": "Germany",
    "NED": "Netherlands",
    "NGR": "Nigeria",
    "IRL": "Ireland",
    "NOR": "Norway",
    "GBR": "Great Britain & N.I.",
    "CHN": "China",
    "BRA": "Brazil",
}


@dataclass(frozen=True, slots=True)
class Runner:
    """A runner of a made-up race; `ms` are the exact times at the intermediates and the finish."""

    number: int
    ms: tuple[int, ...]
    finished: bool = True
    is_pacemaker: bool = False

    @property
    def given(self) -> str:
        """The given name."""
        return PEOPLE[self.number][0]

    @property
    def family(self) -> str:
        """The family name."""
        return PEOPLE[self.number][1]

    @property
    def nation(self) -> str:
        """The code of the nation."""
        return PEOPLE[self.number][2]

    @property
    def bib(self) -> str:
        """The bib, where the printer prints one."""
        return str(300 + 7 * self.number)

    @property
    def result_ms(self) -> int:
        """The result, rounded up to a hundredth."""
        return up(self.ms[-1], 10)


@dataclass(frozen=True, slots=True)
class InventedRace:
    """A made-up race; its intermediates are metres from the start, without the finish."""

    title: str
    distance_m: float
    intermediates: tuple[float, ...]
    runners: tuple[Runner, ...]

    @property
    def finishers(self) -> list[Runner]:
        """The runners with a result, the winner first."""
        return sorted((r for r in self.runners if r.finished), key=lambda r: r.ms[-1])

    @property
    def others(self) -> list[Runner]:
        """The runners without a result."""
        return [r for r in self.runners if not r.finished]

    def place(self, runner: Runner) -> int:
        """The place in the result, shared by runners with the same time to the millisecond."""
        return 1 + sum(other.ms[-1] < runner.ms[-1] for other in self.finishers)

    def rank(self, runner: Runner, index: int) -> int:
        """The place at an intermediate, among those who were there."""
        there = [r.ms[index] for r in self.runners if len(r.ms) > index]
        return 1 + sum(ms < runner.ms[index] for ms in there)

    def passed(self, runner: Runner) -> range:
        """The indices of the intermediates that a runner passed."""
        return range(len(runner.ms) - runner.finished)


def up(ms: int, unit: int) -> int:
    """Rounded up to a unit of milliseconds."""
    return -(-ms // unit) * unit


def shown(ms: int, unit: int) -> str:
    """A time with the decimals of a unit, as it is printed."""
    return Time(ms, {100: 1, 10: 2, 1: 3}[unit]).show()


def omega_results(made: InventedRace) -> list[str]:
    """A result list: birth date, start position, thousandths where a time is shared, (PM)."""
    results = [r.result_ms for r in made.finishers]
    rows = [f"{made.title}  20:15  3 JUL 2031"]
    for r in made.finishers:
        thousandths = f" (.{r.ms[-1] % 1000:03})" if results.count(r.result_ms) > 1 else ""
        rows.append(f"{made.place(r)} {_omega_person(r)} {shown(r.result_ms, 10)}{thousandths} 8 1")
    rows += [f"{_omega_person(r)} DNF" for r in made.others]
    return [*rows, "Temperature 21  Humidity 40  Clear", "THU 3 JUL 2031 20:31"]


def _omega_person(r: Runner) -> str:
    pacemaker = " (PM)" if r.is_pacemaker else ""
    return f"{r.family} {r.given}{pacemaker} {r.nation} {r.number + 1} FEB 2001 {r.number + 1}"


def omega_analysis(made: InventedRace, *, laps: bool = True, heads: bool = True) -> list[str]:
    """A race analysis: tenths, with laps and the finish (from 2023) or without (before)."""
    rows = ["Made-up Meeting", "No Stadium - Nowhere (XXX)", "3rd July 2031", "Race analysis"]
    rows.append(f"{made.title}  START TIME  20:15  3 JUL 2031")
    rows.append("WORLD RECORD  1:00.00  NOBODY Anyone  XXX  Nowhere (XXX)  1 JAN 2020")
    rows += _heads(made, with_finish=laps) if heads else []
    for r in made.finishers + made.others:
        rows.append(f"{_place(made, r)}{r.family} {r.given}  {r.nation}  {_result(made, r)}")
        rows += _blocks(made, r, 100, laps=laps)
    return rows


def games_results(made: InventedRace) -> list[str]:
    """C73B1: bibs, birth dates, lanes."""
    rows = [f"{made.title}  Final  3 JUL 2031  20:15"]
    rows += [
        f"{made.place(r)}  {_games_person(r)}  {r.number + 1}  {shown(r.result_ms, 10)}  PB"
        for r in made.finishers
    ]
    rows += [f"{_games_person(r)}  {r.number + 1}  DNF" for r in made.others]
    return [*rows, "21  40  Clear", "Version 1.0  THU 3 JUL 2031 20:31"]


def games_analysis(made: InventedRace) -> list[str]:
    """C77A of 2024: hundredths, laps, the finish."""
    rows = [f"{made.title}  Final  3 JUL 2031  20:15", *_heads(made, with_finish=True)]
    for r in made.finishers + made.others:
        rows.append(f"{_place(made, r)}{_games_person(r)}  {_result(made, r)}")
        rows += _blocks(made, r, 10, laps=True)
    return rows


def _games_person(r: Runner) -> str:
    return f"{r.bib}  {r.family} {r.given}  {r.nation}  {r.number + 1} FEB 2001"


def world_athletics(made: InventedRace, *, laps_above: bool) -> list[str]:
    """As of 2017 (laps below the splits, with the last lap) or 2019 (above them, with the first lap)."""
    rows = ["Made-up Championships", f"{made.title} - Final", "3 July 2031  20:15"]
    rows += _heads(made, with_finish=False)
    for r in made.finishers:
        person = f"{r.given} {r.family} {r.nation} {r.number + 1} Feb 01"
        rows += [f"{made.place(r)} {person} {shown(r.result_ms, 10)}", "SB"]
        times = [up(r.ms[i], 10) for i in made.passed(r)]
        splits = "  ".join(f"{shown(ms, 10)} ({made.rank(r, i)})" for i, ms in enumerate(times))
        points = [0, *times] if laps_above else [*times, r.result_ms]
        laps = "  ".join(shown(b - a, 10) for a, b in pairwise(points))
        rows += [laps, splits] if laps_above else [splits, laps]
    return rows


def flashresults(made: InventedRace, *, undated: bool = False) -> list[str]:
    """All in one row; every lap is rounded up by itself. `undated` leaves out the birth dates."""
    rows = ["Thursday July 3, 2031", f"{made.title} (Final)"]
    for r in made.finishers + made.others:
        born = "" if undated else f"{r.number + 1} Feb 2001 "
        person = f"{r.bib} {r.given} {r.family} {born}{COUNTRIES[r.nation]}"
        points = [0, *r.ms]
        laps = " ".join(f"{shown(up(b, 10), 10)} [{shown(up(b - a, 10), 10)}]" for a, b in pairwise(points))
        result = shown(r.result_ms, 10) if r.finished else "-"
        rows.append(f"{made.place(r) if r.finished else 'DNF'} {person} {result} {laps}")
    return [*rows, "20:15:30"]


def by_hand(made: InventedRace, *, with_nations: bool = True, with_laps: bool = False) -> list[str]:
    """A row for each runner and one of splits without places, to the tenth, in rows of ten."""
    rows = [f"{made.title}  3 JUL 2031", *_heads(made, with_finish=False)]
    for r in made.finishers + made.others:
        place = f"{made.place(r)}. " if r.finished else ""
        nation = f" {r.nation}" if with_nations else ""
        rows.append(f"{place}{r.given} {r.family}{nation} {shown(r.result_ms, 10) if r.finished else 'DNF'}")
        times = [up(r.ms[i], 100) for i in made.passed(r)]
        steps = [b - a for a, b in pairwise([0, *times])]
        for i in range(0, len(times), 10):
            rows.append(" ".join(shown(ms, 100) for ms in times[i : i + 10]))
            if with_laps:
                rows.append(" ".join(shown(ms, 100) for ms in steps[i : i + 10]))
    return rows


def _place(made: InventedRace, r: Runner) -> str:
    return f"{made.place(r)}  " if r.finished else ""


def _result(made: InventedRace, r: Runner) -> str:
    if not r.finished:
        return "DNF"
    behind = up(r.ms[-1] - made.finishers[0].ms[-1], 10)
    return f"{shown(r.result_ms, 10)}  {shown(behind, 10)}" if behind else shown(r.result_ms, 10)


def _heads(made: InventedRace, *, with_finish: bool) -> list[str]:
    heads = [f"{m:g}m" for m in made.intermediates] + ([FINISH] if with_finish else [])
    return ["  ".join(heads[i : i + 10]) for i in range(0, len(heads), 10)]


def _blocks(made: InventedRace, r: Runner, unit: int, *, laps: bool) -> list[str]:
    """Rows of ten splits with ranks; with `laps` a row of them below each, and the finish as last split."""
    times = [up(r.ms[i], unit) for i in made.passed(r)]
    splits = [f"{shown(ms, unit)} ({made.rank(r, i)})" for i, ms in enumerate(times)]
    steps = [shown(b - a, unit) for a, b in pairwise(times)]
    if laps and r.finished:
        splits.append(f"{shown(r.result_ms, 10)} ({made.place(r)})")
        steps.append(shown((r.result_ms - times[-1]) // unit * unit, unit))
    rows = []
    for i in range(0, len(splits), 10):
        rows.append("  ".join(splits[i : i + 10]))
        if laps:
            rows.append("  ".join(steps[max(i - 1, 0) : i + 9]))
    return [row for row in rows if row]
