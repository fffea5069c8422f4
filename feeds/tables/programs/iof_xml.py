"""IOF XML 3.0: result lists and start lists of orienteering, a race for each class."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.programs.iof_event import IofEvent
from feeds.tables.programs.iof_person_races import person_races
from feeds.tables.programs.iof_team_races import team_races
from feeds.tables.programs.xml_elements import XmlElements, text_of
from feeds.tables.race_choice import chosen, events_of
from feeds.tables.table_format import TableFormat

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from feeds.tables.programs.iof_race import IofRace
    from feeds.tables.source_file import SourceFile
    from feeds.tables.table_format import Hints
    from feeds.tables.table_race import TableRace

NAMESPACE = "http://www.orienteering.org/datastandard/3.0"

LISTS = ("ResultList", "StartList")

OTHER_LISTS = (
    "CompetitorList|OrganisationList|EventList|ClassList|EntryList|CourseData|ServiceRequestList"
    "|ControlCardList|RaceData"
)

_ROOT = re.compile(rf"<(?:\w+:)?({'|'.join(LISTS)}|{OTHER_LISTS})[\s>]")
_OLD = re.compile(r"<IOFVersion|IOFdata\.dtd|iofVersion\s*=\s*[\"'][^3]")

HEAD = 4000
"""Characters in which a file's root element stands."""


def recognises(source: SourceFile) -> bool:
    """Whether a file is IOF XML of any version."""
    head = source.text[:HEAD]
    is_iof = "orienteering.org/datastandard" in head or "iofVersion" in head or _OLD.search(head) is not None
    return head.lstrip().startswith("<") and is_iof and _ROOT.search(head) is not None


def read(sources: Sequence[SourceFile], hints: Hints) -> list[TableRace]:
    """The races of some files."""
    return [race for source in sources for race in _read(source, hints)]


class IofList:
    """A result list or a start list, its classes one after another. Raises FeedError of anything else."""

    def __init__(self, source: SourceFile) -> None:
        head = source.text[:HEAD]
        found = _ROOT.search(head)
        if _OLD.search(head) and NAMESPACE not in head:
            raise FeedError(f"{source.name}: IOF XML 2.0 is not read: export the results as IOF XML 3.0")
        if found is None:
            raise FeedError(f"{source.name}: neither a result list nor a start list of IOF XML 3.0")
        if found[1] not in LISTS:
            text = f"an IOF XML {found[1]} holds no race: export the result list or the start list"
            raise FeedError(f"{source.name}: {text}")
        self.is_results = found[1] == "ResultList"
        self.event = IofEvent()
        """What is said of the event, once it was read."""
        self._elements = XmlElements(source.name, source.content, NAMESPACE)

    def __iter__(self) -> Iterator[Element]:
        """Each class with its runners. Raises FeedError."""
        for element in self._elements:
            if element.tag == "Event":
                self.event = IofEvent.of(element)
            elif element.tag in ("ClassResult", "ClassStart"):
                yield element

    @property
    def status(self) -> str:
        """`Complete`, `Snapshot` or `Delta`, if it says so."""
        root = self._elements.root
        return root.get("status", "") if root is not None else ""


def _read(source: SourceFile, hints: Hints) -> Iterator[TableRace]:
    listed = IofList(source)
    races = [race for element in listed for race in class_races(element)]
    wanted = chosen((race.name for race in races), hints, source.name)
    if not wanted:
        raise FeedError(f"{source.name}: it holds no runners")
    stated = {race.name: race.stated_event for race in races if race.name in wanted}
    events = events_of(stated, hints, "trail", source.name)
    is_final = listed.is_results and listed.status in ("", "Complete")
    for race in races:
        if race.name in wanted:
            yield race.table(listed.event, events[race.name], hints, source.name, is_final=is_final)


def class_name(element: Element) -> str:
    """The name of a class."""
    return text_of(element, "Class/Name") or text_of(element, "Class/ShortName") or "Class"


def class_races(element: Element) -> Iterator[IofRace]:
    """The races of a class: one for each day or stage, and of its teams another."""
    name = class_name(element)
    yield from person_races(element, name)
    yield from team_races(element, name)


FORMAT = TableFormat("iof-xml", "IOF XML 3.0", recognises, read)
