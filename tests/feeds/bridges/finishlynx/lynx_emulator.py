"""FinishLynx as it writes its files while a race is on, bad manners included."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate

from race.times import Time

HEADING = '17,1,2,"20:10 | 1500m Women, Club",,,,,,1500,{start},,'


@dataclass
class LynxRunner:
    """A runner as the operator sees her."""

    bib: str
    last: str
    passes: list[int]
    """Milliseconds from the gun; the last one is the finish, unless there is a code."""
    lane: str = ""
    code: str = ""
    """A status in place of a place."""
    first: str = "Ann"


@dataclass
class LynxHeatFile:
    """The results file of a heat of 1500 m, by the moment at which it is saved."""

    runners: list[LynxRunner]
    start: str = "20:11:54.4049"
    encoding: str = "cp1252"
    end: str = "\r\n"
    heading: str = HEADING
    trailing: str = ",20:11:54.405,,,,,,"
    notes: list[str] = field(default_factory=list)

    def saved(self, ms: int) -> bytes:
        """The file as it is saved so long after the gun: finishers by time, then all others."""
        done = [r for r in self.runners if self._result(r, ms) is not None]
        done.sort(key=lambda runner: runner.passes[-1])
        rest = [r for r in self.runners if r not in done]
        lines = [self.heading.format(start=self.start)]
        before = 0
        for place, runner in enumerate(done, start=1):
            result = runner.passes[-1]
            lines.append(self._row(runner, str(place), ms, Time(result), Time(result - before)))
            before = result
        lines += [self._row(r, r.code if ms >= 300_000 else "", ms, None, None) for r in rest]
        return "".join(line + self.end for line in lines).encode(self.encoding)

    def _result(self, runner: LynxRunner, ms: int) -> int | None:
        return runner.passes[-1] if not runner.code and runner.passes[-1] <= ms else None

    def _row(self, r: LynxRunner, place: str, ms: int, result: Time | None, gap: Time | None) -> str:
        passes = [time for time in r.passes if time <= ms]
        gaps = [b - a for a, b in zip([0, *passes], passes, strict=False)]
        splits = ",".join(f"{Time(t)} ({Time(g)})" for t, g in zip(passes, gaps, strict=True))
        quoted = f'"{splits}"' if splits else ""
        shown, delta = (str(time) if time is not None else "" for time in (result, gap))
        return f"{place},{r.bib},{r.lane},{r.last},{r.first},Club,{shown},,{delta},,{quoted}{self.trailing}"


def a_race() -> LynxHeatFile:
    """Five women over 1500 m: one has a stray pass, one misses one, one stops, one does not start."""
    laps = {
        "11": (46_100, 63_000, 63_200, 58_700),
        "12": (46_400, 63_100, 63_400, 60_200),
        "13": (47_000, 64_000, 65_100, 62_500),
    }
    runners = [LynxRunner(bib, f"Runner{bib}", [*accumulate(own)], lane=bib[1]) for bib, own in laps.items()]
    runners[1].passes.insert(0, 3_106)
    del runners[2].passes[1]
    runners.append(LynxRunner("14", "Łoś", [48_000, 115_000], code="DNF", lane="4"))
    runners.append(LynxRunner("15", "van der Birk", [], code="DNS", lane="5"))
    return LynxHeatFile(runners, encoding="utf-8")
