"""A program that writes an IOF XML result list anew while an event is on, as one of several does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

XMLNS = 'xmlns="http://www.orienteering.org/datastandard/3.0" iofVersion="3.0"'

CODES = ("31", "45", "31", "100")
"""The controls of the course; one of them twice."""


@dataclass
class IofRunner:
    """A runner as the operator sees her."""

    given: str
    start: int
    """Seconds after ten o'clock."""
    visits: Sequence[int | None]
    """Seconds since the own start at each control, None of one missed; the last one is the finish."""
    bib: str = ""
    entry: str = ""
    status: str = "OK"
    """The status once she is back."""
    family: str = "Ash"

    def result(self, now: int) -> str:
        """Her result as it is known so many seconds after ten."""
        done = self.visits[-1] is not None and self.start + self.visits[-1] <= now
        status = self.status if done else "Active" if now >= self.start else "Inactive"
        last = max((i for i, at in enumerate(self.visits) if at and self.start + at <= now), default=-1)
        splits = "".join(
            f'<SplitTime status="Missing"><ControlCode>{code}</ControlCode></SplitTime>'
            if at is None
            else f"<SplitTime><ControlCode>{code}</ControlCode><Time>{at}</Time></SplitTime>"
            for code, at in zip(CODES, self.visits[: last + 1], strict=False)
        )
        time = f"<Time>{self.visits[-1]}</Time>" if done else ""
        fields = f"{self._start()}{time}{{place}}<Status>{status}</Status>{splits}"
        return self._person("PersonResult", "Result", fields)

    def entered(self) -> str:
        """Her start."""
        return self._person("PersonStart", "Start", self._start())

    def _start(self) -> str:
        bib = f"<BibNumber>{self.bib}</BibNumber>" if self.bib else ""
        minutes, seconds = divmod(self.start, 60)
        return f"{bib}<StartTime>2026-05-02T10:{minutes:02}:{seconds:02}</StartTime>"

    def _person(self, person: str, part: str, fields: str) -> str:
        entry = f"<EntryId>{self.entry}</EntryId>" if self.entry else ""
        name = f"<Name><Family>{escape(self.family)}</Family><Given>{self.given}</Given></Name>"
        club = "<Organisation><Name>OK Wald</Name></Organisation>"
        return f"<{person}>{entry}<Person>{name}</Person>{club}<{part}>{fields}</{part}></{person}>"


@dataclass
class IofEventFile:
    """The file of an event with a class, by the moment at which it is saved."""

    runners: list[IofRunner]
    name: str = "W21"
    course: str = "<Course><Length>5000</Length></Course>"
    more: str = ""
    """Other classes."""

    def results(self, now: int, status: str = "Snapshot", only: Sequence[int] | None = None) -> str:
        """The result list so many seconds after ten: those who are back first, by their times.

        Of `only` some runners where the list is one of changes.
        """
        listed = [r for i, r in enumerate(self.runners) if only is None or i in only]
        back = [r for r in listed if f"<Status>{r.status}<" in r.result(now) and r.status == "OK"]
        back.sort(key=lambda runner: runner.visits[-1] or 0)
        rest = [runner for runner in listed if runner not in back]
        rows = [r.result(now).replace("{place}", f"<Position>{n}</Position>") for n, r in enumerate(back, 1)]
        rows += [runner.result(now).replace("{place}", "") for runner in rest]
        return self._list("ResultList", "ClassResult", f'status="{status}"', rows)

    def starts(self) -> str:
        """The start list."""
        return self._list("StartList", "ClassStart", "", [runner.entered() for runner in self.runners])

    def _list(self, root: str, class_: str, more: str, rows: Sequence[str]) -> str:
        own = f"<{class_}><Class><Name>{self.name}</Name></Class>{self.course}{''.join(rows)}</{class_}>"
        event = "<Event><Name>Woods</Name><StartTime><Date>2026-05-02</Date></StartTime></Event>"
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        return f"{head}\n<{root} {XMLNS} {more}>{event}{own}{self.more}</{root}>\n"


def an_event() -> IofEventFile:
    """Four starts, two minutes apart: one misses a control, one gives up; two have no bibs."""
    return IofEventFile(
        [
            IofRunner("Ada", 0, (300, 620, 930, 1400, 1500), bib="11"),
            IofRunner("Bea", 120, (310, None, 950, 1430, 1540), bib="12", status="MissingPunch"),
            IofRunner("Eva", 240, (290, 600, 900, 1350, 1450), entry="7", family="van & Co"),
            IofRunner("Ina", 360, (320, 700, None, None, None), entry="8"),
        ]
    )
