"""Scan'O'Vision as it writes its files during a meet: all heats in one file, whole, again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from race.times import Time

HEADS = '"Event";"Round";"Heat";"Lap";"Bib";"Lane";"idStatus";"Time";"Result";"Rank";'

START_HEADS = '"Event";"Round";"Heat";"Date";"Hour";"Wind";"Temp";"File";"Official"'

START_LIST = """\
Event Code; Date; Time; Lane / order; Bib No; Name; First Name; Nation; Length; Title 1; Title 2; Sponsor
00901001;12.06.2026;16:30;;;;;;1500;"1500m W - Zeitlauf 1";;
;;;1;11;"Berg";"Anna";"LG Ost";;;;
;;;2;12;"van der Zee";"Mia";"Belgien";;;;
;;;3;13;"Łoś";"Ewa";"POL";;;;
;;;4;14;"Ash";"Ada";"";;;;
00901002;12.06.2026;16:40;;;;;;1500;"1500m W - Zeitlauf 2";;
;;;1;21;"Other";"Olga";"";;;;
"""


@dataclass
class OsvRunner:
    """A runner as the operator sees her."""

    bib: str
    lane: int
    passes: Sequence[int]
    """Ten-thousandths of a second from the gun, lap by lap; the last one is the finish, without a code."""
    code: int = 1
    """Another than 1 in place of a finish."""


@dataclass
class OsvMeet:
    """The files of a meet with a heat of 1500 m, by the moment at which they are saved."""

    runners: list[OsvRunner]
    to_go: bool = False
    """Whether laps are counted down."""
    per_second: int = 10_000
    start: str = "16:30:05.3378"
    official: str = "        "
    encoding: str = "cp1252"
    end: str = "\r\n"
    before: list[str] = field(
        default_factory=lambda: [
            '   2;   1;   1;9999;"  3879";  1; 1;  1682792;"    2:48.28  ";2',
            '   0;   0;   1;9999;"     0";  7; 1;        0;"39:31:18.767 ";1',
        ]
    )
    """Rows of other heats."""

    def results(self, at: int) -> bytes:
        """The results as they are saved so long after the gun, in ten-thousandths of a second."""
        rows = [*self.before]
        done = sorted(r.passes[-1] for r in self.runners if r.code == 1 and r.passes[-1] <= at)
        for runner in self.runners:
            laps = runner.passes[:-1] if runner.code == 1 else runner.passes
            for number, units in enumerate(laps):
                if units <= at:
                    rows.append(self._row(3 - number if self.to_go else number + 1, runner, 1, units, 0))
            if runner.code != 1 and at >= 4_000_000:
                rows.append(self._row(9999, runner, runner.code, 0, 0))
            elif runner.code == 1 and runner.passes[-1] <= at:
                units = runner.passes[-1]
                rows.append(self._row(9999, runner, 1, units, done.index(units) + 1))
        return self._text([HEADS, *rows])

    def starts(self) -> bytes:
        """The starts, of which the heat's is the last."""
        first = '   2;   1;   1;"   12.06.2026";" 10:29:35.3378";"       N/A";"       N/A";" ";"Official";'
        own = (
            f'   9;   1;   1;"   12.06.2026";" {self.start}";"      +0.4";"       N/A";" ";"{self.official}";'
        )
        return self._text([START_HEADS, first, own])

    def _row(self, lap: int, runner: OsvRunner, code: int, units: int, rank: int) -> str:
        shown = f"{Time(-(-units // 100) * 10, 2)}" if units else "0.00"
        units = -(-units * self.per_second // 10_000)
        bib, lane = f'"{runner.bib:>6}"', f"{runner.lane:3}"
        return f'   9;   1;   1;{lap:4};{bib};{lane};{code:2};{units:9};"{shown:>12}  ";{rank}'

    def _text(self, lines: list[str]) -> bytes:
        return "".join(line + self.end for line in lines).encode(self.encoding)


def a_meet() -> OsvMeet:
    """Four women over 1500 m: one is missed once, one is timed and disqualified, one stops."""
    return OsvMeet(
        [
            OsvRunner("11", 1, (460_123, 1_090_455, 1_722_001, 2_309_282)),
            OsvRunner("12", 2, (463_000, 1_094_000, 1_729_000, 2_329_990)),
            OsvRunner("13", 3, (470_000, 1_110_000, 1_761_000, 2_386_000)),
            OsvRunner("14", 4, (480_000, 1_150_000), code=3),
        ]
    )
