"""FinishLynx as it sends a heat to a scoreboard, by the script that Lapbell ships, bad manners included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from feeds.bridges.lynx_scoreboard.lynx_scoreboard_bridge import LynxScoreboard
from race.times import Time
from tests.feeds.bridges.finishlynx.lynx_emulator import LynxRunner

Line = tuple[int, int, str]

LAPS = ceil(1500 / 400)


def read_script(text: str) -> dict[str, list[Line]]:
    """The lines of a script by section, each with group, variable and what is sent. Checks their grammar."""
    sections: dict[str, list[Line]] = {}
    lines: list[Line] = []
    for line in text.splitlines():
        if line.startswith(";;"):
            lines = sections.setdefault(line[2:], [])
        elif line and not line.startswith(";"):
            match = re.fullmatch(r"\\([0-9a-f]{2})\\([0-9a-f]{2})(.*)", line)
            assert match, line
            group, variable = int(match[1], 16), int(match[2], 16)
            assert match[3].count("%") == (variable != 0), line
            assert not variable or "%s" in match[3], line
            lines.append((group, variable, match[3]))
    return sections


SCRIPT = read_script(LynxScoreboard.script.read_text())


def formatted(section: str, values: Mapping[tuple[int, int], str]) -> str:
    """What a section of the script sends; a variable without a value is empty."""
    parts = []
    for group, variable, text in SCRIPT[section]:
        raw = re.sub(r"\\([0-9a-f]{2})", lambda code: chr(int(code[1], 16)), text)
        parts.append(raw.replace("%s", values.get((group, variable), "")) if variable else raw)
    return "".join(parts)


class ScoreboardOutput:
    """A heat of 1500 m on an operator's screen."""

    def __init__(self, runners: Sequence[LynxRunner], start: str = "20:11:54.4049") -> None:
        self.runners = list(runners)
        self.start = start
        self.key = ("17", "1", "2")
        self.title = "1500m Women, Club"
        self.codec = "cp1252"
        self.page: int | None = None
        """How many rows a page has, with paging on."""
        self.laps_to_go = True
        self.is_official = False

    def clock(self, ms: int) -> bytes:
        """The running time."""
        return self._encoded(formatted("TimeRunning", {(0x11, 1): f"{Time(ms // 100 * 100, 1)}"}))

    def shown(self, ms: int | None) -> bytes:
        """The list that is sent so long after the gun: all of it. None before the gun."""
        kind = "StartList" if ms is None else "Started" if ms < 300_000 else "Results"
        head = {
            (0x13, 1): "OFFICIAL" if self.is_official else "UNOFFICIAL",
            (0x13, 2): self.title,
            **{(0x13, 4 + i): part for i, part in enumerate(self.key)},
            (0x13, 8): f"{len(self.runners)}",
            (0x13, 9): "ARMED" if ms is None else "RUNNING",
            (0x13, 10): "1500",
            (0x13, 13): "" if ms is None else self.start,
        }
        rows = [self._row(runner, ms) for runner in self._in_order(ms)][: self.page]
        text = formatted(f"{kind}Header", head)
        text += "".join(formatted("Result" if kind == "Results" else kind, row) for row in rows)
        return self._encoded(text + formatted(f"{kind}Trailer", head))

    def _in_order(self, ms: int | None) -> list[LynxRunner]:
        return sorted(self.runners, key=lambda r: self._result(r, ms) or 10**9)

    def _result(self, runner: LynxRunner, ms: int | None) -> int | None:
        is_there = ms is not None and not runner.code and runner.passes and runner.passes[-1] <= ms
        return runner.passes[-1] if is_there else None

    def _row(self, runner: LynxRunner, ms: int | None) -> dict[tuple[int, int], str]:
        passes = [time for time in runner.passes if ms is not None and time <= ms]
        result = self._result(runner, ms)
        done = sorted(r.passes[-1] for r in self.runners if self._result(r, ms) is not None)
        place = f"{done.index(result) + 1}" if result is not None else ""
        if runner.code and ms is not None and ms >= 300_000:
            place = runner.code
        lap = passes[-1] - (passes[-2] if len(passes) > 1 else 0) if passes else 0
        values = [
            place,
            runner.lane,
            runner.bib,
            f"{runner.last}, {runner.first}",
            "Club",
            f"{Time(result)}" if result is not None else "",
            "",
            f"{Time(passes[-1])}" if passes else "",
            f"{Time(lap)}" if passes else "",
            f"{max(LAPS - len(passes), 0)}" if self.laps_to_go else "",
        ]
        return {(0x14, number): value for number, value in enumerate(values, start=1)}

    def _encoded(self, text: str) -> bytes:
        return text.encode(self.codec, "replace")

    def race(self, end_ms: int, step_ms: int = 5000) -> Iterator[bytes]:
        """The start list, then what is sent every so often, with the running time in between."""
        yield self.shown(None)
        for ms in range(0, end_ms, step_ms):
            yield self.clock(ms)
            yield self.shown(ms)
        yield self.shown(end_ms)


def datagrams(data: bytes, size: int = 536) -> list[bytes]:
    """Pieces as FinishLynx sends them by UDP."""
    return [data[start : start + size] for start in range(0, len(data), size)]
