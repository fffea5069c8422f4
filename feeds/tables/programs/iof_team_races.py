"""The relay teams of an IOF XML class: a runner of the race is a team, and its points are the changeovers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import FeedError
from feeds.tables.programs.iof_event import behind_ms, first_of, moment, seconds
from feeds.tables.programs.iof_person_races import Run
from feeds.tables.programs.iof_race import IofRace, length_of
from feeds.tables.programs.iof_status import STATUSES, WORST_FIRST, IofStatus
from feeds.tables.programs.xml_elements import text_of
from feeds.tables.table_race import TablePoint, TableRunner, TableTime
from race.times import Time

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_MEMBERS = 50


class Team(NamedTuple):
    """A team and its legs in their order."""

    where: str
    element: Element
    legs: tuple[Run, ...]

    @property
    def status(self) -> IofStatus:
        """The team's status: that of its whole result, else the worst of its legs."""
        overall = text_of(self.legs[-1].element, "OverallResult/Status")
        if overall:
            return STATUSES.get(overall, IofStatus("unknown", f"status {overall}"[:1000]))
        words = [text_of(leg.element, "Status") for leg in self.legs]
        if set(words) > {"DidNotStart"}:
            words = ["DidNotFinish" if word == "DidNotStart" else word for word in words]
        return STATUSES[next((worst for worst in WORST_FIRST if worst in words), "OK")]

    @property
    def place(self) -> int | None:
        """The team's place, of those that have a result."""
        text = text_of(self.legs[-1].element, "OverallResult/Position")
        is_placed = self.status == IofStatus() and text.isascii() and text.isdecimal() and 0 < len(text) < 6
        return int(text) or None if is_placed else None

    def times(self) -> Iterator[TableTime]:
        """The team's time at the end of each leg: as stated, else the sum of its legs while all are known."""
        total: Time | None = None
        for number, leg in enumerate(self.legs):
            stated = seconds(text_of(leg.element, "OverallResult/Time"))
            total = stated or (_sum(total, leg.time) if number == 0 or total else None)
            if total is not None:
                yield TableTime(number, total, leg=number + 1)

    @property
    def is_restarted(self) -> bool:
        """Whether a leg started at another time than the one before it ended."""
        pairs = [(moment(text_of(a.element, "FinishTime")), b.start) for a, b in pairwise(self.legs)]
        return any(end is not None and start is not None and end != start for end, start in pairs)


def _sum(total: Time | None, leg: Time | None) -> Time | None:
    if leg is None or total is None:
        return leg
    return Time(total.ms + leg.ms, max(total.digits, leg.digits))


def team_races(element: Element, class_name: str) -> Iterator[IofRace]:
    """The relays of a class, in the order of their numbers. Raises FeedError of parallel legs."""
    by_number: dict[str, list[Team]] = {}
    for row, team in enumerate([*element.findall("TeamResult"), *element.findall("TeamStart")], 1):
        where = f"class {class_name}, team {row}"
        for number, legs in _legs(team, where).items():
            by_number.setdefault(number, []).append(Team(where, team, tuple(legs)))
    for number, teams in sorted(by_number.items(), key=lambda item: (len(item[0]), item[0])):
        yield _race(element, class_name, number, teams, is_numbered=len(by_number) > 1)


def _legs(team: Element, where: str) -> dict[str, list[Run]]:
    """The legs of a team by the number of the race."""
    by_number: dict[str, dict[str, Run]] = {}
    for row, member in enumerate([*team.findall("TeamMemberResult"), *team.findall("TeamMemberStart")], 1):
        for result in [*member.findall("Result"), *member.findall("Start")]:
            legs = by_number.setdefault(result.get("raceNumber", "1"), {})
            leg = text_of(result, "Leg") or str(row)
            if leg in legs:
                raise FeedError(f"{where}: several runners on leg {leg}: such relays are not read")
            legs[leg] = Run.of(where, result, member)
    return {
        number: [leg for _, leg in sorted(legs.items(), key=lambda item: (len(item[0]), item[0]))]
        for number, legs in by_number.items()
    }


def _race(
    element: Element, class_name: str, number: str, teams: Sequence[Team], *, is_numbered: bool
) -> IofRace:
    count = max(len(team.legs) for team in teams)
    entered = [team for team in teams if team.status.has_entered]
    first = first_of(team.legs[0].start for team in entered)
    legs = [
        length_of([text_of(t.legs[i].element, "Course/Length") for t in teams if i < len(t.legs)])
        for i in range(count)
    ]
    stated = tuple(next(iter(lengths)) for lengths in takewhile(lambda lengths: len(lengths) == 1, legs))
    is_known = len(stated) == count
    points = [
        TablePoint(f"Leg {i + 1}", sum(stated[: i + 1]) if i < len(stated) else None)
        for i in range(count - 1)
    ]
    notes = [f"{t.where}: {len(t.legs)} of {count} legs" for t in entered if len(t.legs) < count]
    if any(team.is_restarted for team in entered):
        notes.append("some legs were restarted: times are the sums of the legs, not from the first start")
    if any(leg.element.find("SplitTime") is not None for team in teams for leg in team.legs):
        notes.append("the controls within the legs are left out")
    return IofRace(
        class_name=class_name,
        number=number,
        is_numbered=is_numbered,
        sex=next((c.get("sex", "") for c in element.findall("Class")), ""),
        lengths=frozenset({sum(stated)}) if is_known else frozenset(),
        points=points,
        runners=[_team(team, behind_ms(team.legs[0].start, first) or 0, count) for team in entered],
        first_start=first,
        notes=notes,
        kind="relay",
        legs=stated if is_known else (),
    )


def _team(team: Team, start_ms: int, count: int) -> TableRunner:
    name = text_of(team.element, "Name") or text_of(team.element, "Organisation/Name") or "?"
    status = team.status
    times = list(team.times())
    if status.status == "dns":
        times = []
    elif status.status == "dnf":
        times = [time for time in times if time.point < count - 1]
    is_missing = status == IofStatus() and not any(time.point == count - 1 for time in times)
    is_result = team.legs[0].element.tag == "Result"
    names = [
        (text_of(leg.person, "Person/Name/Given"), text_of(leg.person, "Person/Name/Family"))
        for leg in team.legs
    ]
    members = tuple(" ".join(filter(None, name)) or "?" for name in names)
    return TableRunner(
        where=team.where,
        name=name,
        bib=text_of(team.element, "BibNumber") or text_of(team.legs[0].element, "BibNumber"),
        club=text_of(team.element, "Organisation/Name"),
        team=name,
        members=members[:MOST_MEMBERS],
        start_ms=start_ms,
        place=team.place,
        status="unknown" if is_missing and is_result else status.status,
        reason=status.reason,
        times=tuple(times),
    )
