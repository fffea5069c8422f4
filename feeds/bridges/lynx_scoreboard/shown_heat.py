"""What the lists of a scoreboard have shown of a heat: a list has no more than each runner's last pass."""

from __future__ import annotations

import re
from dataclasses import field
from itertools import islice
from typing import TYPE_CHECKING

from feeds.bridges.lynx_scoreboard.scoreboard_lists import MOST_ROWS
from feeds.tables.printed.lynx_files import CLOCK, METRES, LynxHeat, LynxPass, LynxRow
from feeds.tables.printed.lynx_rows import lynx_time
from feeds.tables.status_words import read_status
from race.lazy_dataclass import dataclass
from race.times import UNITS_MS, Time

if TYPE_CHECKING:
    from feeds.bridges.lynx_scoreboard.scoreboard_items import ListHead, ListRow
    from feeds.bridges.lynx_scoreboard.scoreboard_lists import ScoreboardList

MOST_PASSES = 400
"""Of a runner."""

_WIND = re.compile(r"[+-]?\d{1,2}\.\d")


@dataclass(slots=True)
class _Shown:
    """A runner."""

    row: ListRow
    passes: list[LynxPass] = field(default_factory=list)

    def take(self, row: ListRow) -> None:
        """The runner's row in a new list."""
        self.row = row
        split = _time(row.split)
        if split is not None:
            self._passed(split, _time(row.lap), row.to_go)
        elif not row.split and not row.time and not row.place:
            self.passes = []

    def _passed(self, split: Time, lap: Time | None, to_go: float | None) -> None:
        """The last pass. Those behind it are no more; the one before it is as the lap says."""
        if self.passes and self.passes[-1].time == split:
            self.passes[-1] = LynxPass(split, to_go)
            return
        kept = [shown for shown in self.passes if shown.time.ms < split.ms]
        if lap is not None:
            unit = 2 * UNITS_MS[min(lap.digits, split.digits)]
            before = Time(split.ms - lap.ms, min(lap.digits, split.digits))
            known = [shown for shown in kept if shown.time.ms <= before.ms + unit]
            if before.ms > unit and not (known and before.ms - known[-1].time.ms <= unit):
                known.append(LynxPass(before))
            kept = known
        elif to_go is not None:
            kept = [shown for shown in kept if shown.to_go != to_go]
        self.passes = [*kept, LynxPass(split, to_go)][-MOST_PASSES:]

    def lynx_row(self, line: int) -> LynxRow:
        """The row as a file of results would have it, with all passes."""
        row = self.row
        time = row.time if _time(row.time) is not None else ""
        place = row.place
        if not time and not place and read_status(row.time) is not None:
            place = row.time
        last, first = _names(row.name)
        return LynxRow(
            line,
            place,
            row.bib,
            row.lane,
            last,
            first,
            row.affiliation,
            time,
            "",
            row.reaction,
            "",
            tuple(self.passes),
        )


class ShownHeat:
    """A heat, by the lists of it that came."""

    def __init__(self) -> None:
        self._runners: dict[tuple[str, str], _Shown] = {}
        """By ID, or lane where there is no ID."""
        self._start = ""
        self._laps = ""
        self.is_paged = False
        """Whether a list had fewer runners than its heading says."""

    def take(self, shown: ScoreboardList) -> LynxHeat:
        """Take a list. Returns all that is known of the heat."""
        head = shown.head
        has_finishers = any(_time(runner.row.time) for runner in self._runners.values())
        if self._start and head.start != self._start and (head.start or not has_finishers):
            self._runners.clear()  # it is, or will be, started again
            self._start = ""
        self._start = head.start or self._start
        self.is_paged = head.runners is not None and len(shown.rows) < head.runners
        listed: dict[tuple[str, str], _Shown] = {}
        for row in shown.rows:
            key = (row.bib, "" if row.bib else row.lane)
            if key == ("", "") or key in listed:
                continue
            listed[key] = self._runners.get(key) or _Shown(row)
            listed[key].take(row)
        others = {} if shown.is_whole else {k: v for k, v in self._runners.items() if k not in listed}
        self._runners = dict(islice({**listed, **others}.items(), MOST_ROWS))
        if not head.start and not any(runner.passes for runner in self._runners.values()):
            laps = {row.to_go for row in shown.rows if row.to_go}
            self._laps = f"{laps.pop():g}" if len(laps) == 1 else self._laps
        return self._heat(head)

    def _heat(self, head: ListHead) -> LynxHeat:
        wind, (event, round_, number) = _WIND.search(head.wind), head.key
        return LynxHeat(
            line=1,
            event=event,
            round=round_,
            heat=number,
            title=head.title,
            wind=wind[0] if wind else "",
            distance=head.distance if METRES.fullmatch(head.distance) else "",
            start=self._start if CLOCK.fullmatch(self._start) else "",
            is_on=head.kind in ("S", "R"),
            is_official=head.is_official and head.kind in ("R", "") and self._is_over(),
            rows=tuple(runner.lynx_row(line) for line, runner in enumerate(self._runners.values(), 2)),
            laps=self._laps,
        )

    def _is_over(self) -> bool:
        """Whether every runner has a result, or a status in its place."""
        rows = [runner.lynx_row(0) for runner in self._runners.values()]
        return bool(rows) and all(row.time or (row.place and not row.place.isdigit()) for row in rows)


def _time(text: str) -> Time | None:
    try:
        return lynx_time(text.replace(",", "."))
    except ValueError:
        return None


def _names(name: str) -> tuple[str, str]:
    """The family name and the given name, as one who shows `Ann Berg` or `Berg, Ann` means them."""
    last, comma, first = name.partition(",")
    if comma:
        return last.strip(), first.strip()
    first, _, last = name.rpartition(" ")
    return last, first
