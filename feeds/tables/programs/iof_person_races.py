"""The runners of an IOF XML class who run for themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from feeds.tables.programs.controls import Visit, control_course
from feeds.tables.programs.iof_event import behind_ms, between, first_of, moment, seconds
from feeds.tables.programs.iof_race import IofRace, length_of
from feeds.tables.programs.iof_status import STATUSES, IofStatus
from feeds.tables.programs.xml_elements import text_of
from feeds.tables.table_race import TableRunner, TableTime

if TYPE_CHECKING:
    from datetime import datetime
    from xml.etree.ElementTree import Element

    from race.times import Time


class Run(NamedTuple):
    """A runner's result or start in one race."""

    where: str
    element: Element
    """Its `Result` or `Start`."""
    person: Element
    """Its `PersonResult` or `PersonStart`, or of a team its member's."""
    start: datetime | None
    """When the runner started, or is to start."""
    time: Time | None
    """The time from the start to the finish."""
    status: IofStatus
    """One that is not known is without a result."""
    visits: Sequence[Visit]
    """The controls of the runner's course; without punches that do not belong to it."""

    @classmethod
    def of(cls, where: str, element: Element, person: Element) -> Run:
        """Read a result or a start."""
        start = moment(text_of(element, "StartTime"))
        stated = seconds(text_of(element, "Time"))
        word = text_of(element, "Status") or "OK"
        visits = [
            Visit(text_of(split, "ControlCode") or "?", seconds(text_of(split, "Time")))
            for split in element.findall("SplitTime")
            if split.get("status", "OK") != "Additional"
        ]
        return cls(
            where=where,
            element=element,
            person=person,
            start=start,
            time=stated or between(start, moment(text_of(element, "FinishTime"))),
            status=STATUSES.get(word, IofStatus("unknown", f"status {word}"[:1000])),
            visits=visits,
        )

    @property
    def place(self) -> int | None:
        """The place in the result, of those who have a result."""
        text = text_of(self.element, "Position")
        is_placed = self.status == IofStatus() and text.isascii() and text.isdecimal() and 0 < len(text) < 6
        return int(text) or None if is_placed else None


def person_races(element: Element, class_name: str) -> Iterator[IofRace]:
    """The races of a class, in the order of their numbers."""
    people = [*element.findall("PersonResult"), *element.findall("PersonStart")]
    by_number: dict[str, list[Run]] = {}
    without = [
        str(row) for row, p in enumerate(people, 1) if p.find("Result") is None and p.find("Start") is None
    ]
    for row, person in enumerate(people, 1):
        for result in [*person.findall("Result"), *person.findall("Start")]:
            run = Run.of(f"class {class_name}, runner {row}", result, person)
            by_number.setdefault(result.get("raceNumber", "1"), []).append(run)
    missing = [f"no result of runner {', '.join(without[:20])}, left out"] if without else []
    for number, runs in sorted(by_number.items(), key=lambda item: (len(item[0]), item[0])):
        yield _race(element, class_name, number, runs, missing, is_numbered=len(by_number) > 1)


def _race(
    element: Element,
    class_name: str,
    number: str,
    runs: Sequence[Run],
    missing: Sequence[str],
    *,
    is_numbered: bool,
) -> IofRace:
    entered = [run for run in runs if run.status.has_entered]
    finishers = [r.visits for r in entered if r.status == IofStatus() and r.time is not None]
    course = control_course(finishers, [run.visits for run in entered])
    first = first_of(run.start for run in entered)
    runners = [_runner(run, course.times(run.visits), len(course.codes), first) for run in entered]
    stated = [
        text_of(c, "Length") for c in element.findall("Course") if c.get("raceNumber", number) == number
    ]
    own = [text_of(run.element, "Course/Length") for run in entered]
    return IofRace(
        class_name=class_name,
        number=number,
        is_numbered=is_numbered,
        sex=next((c.get("sex", "") for c in element.findall("Class")), ""),
        lengths=length_of(stated) or length_of(own),
        points=course.points,
        runners=runners,
        first_start=first,
        notes=[*missing, *_notes(runs, first), *course.notes([run.visits for run in entered])],
    )


def _runner(run: Run, splits: Sequence[TableTime], finish: int, first: datetime | None) -> TableRunner:
    person, status, start_ms = run.person, run.status, behind_ms(run.start, first)
    time = run.time if status.status not in ("dns", "dnf") else None
    has_result = status.status is None and text_of(run.element, "Status") in ("", "OK", "Finished")
    is_missing = has_result and time is None and run.element.tag == "Result"
    given, family = text_of(person, "Person/Name/Given"), text_of(person, "Person/Name/Family")
    name = f"{given} {family}".strip() or "?"
    nationality = person.find("Person/Nationality")
    sex = next((p.get("sex", "") for p in person.findall("Person")), "")
    return TableRunner(
        where=run.where,
        name=name,
        family=family if family != name.split()[-1] else "",
        bib=text_of(run.element, "BibNumber"),
        nation=nationality.get("code", "")[:3] if nationality is not None else "",
        club=text_of(person, "Organisation/Name") or text_of(person, "Organisation/ShortName"),
        sex=sex if sex in ("M", "F") else "",
        born=text_of(person, "Person/BirthDate")[:10],
        start_ms=0 if start_ms is None and (first is None or time or splits) else start_ms,
        place=run.place,
        status="unknown" if is_missing else status.status,
        reason=status.reason,
        times=(*splits, TableTime(finish, time)) if time is not None else tuple(splits),
    )


def _notes(runs: Sequence[Run], first: datetime | None) -> Iterator[str]:
    """What was left out, and which starts are not known although others are."""
    for run in runs:
        if not run.status.has_entered:
            yield f"{run.where}: {run.status.reason}, left out"
    starts = {run.start for run in runs if run.start is not None}
    for run in runs:
        timed = run.time is not None or any(visit.time is not None for visit in run.visits)
        if len(starts) > 1 and timed and behind_ms(run.start, first) is None:
            yield f"{run.where}: no start time, taken to have started with the first"
