"""What the files of an event have said of one class: its results, and the starts of those without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from feeds.documents.printed_names import short_codes
from feeds.tables.programs.xml_elements import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_PEOPLE = 20_000
"""Runners or teams of a class."""

NO_BIBS = ("", "0")

_RESULTS, _STARTS = ("PersonResult", "TeamResult"), ("PersonStart", "TeamStart")

Identity = tuple[str, ...]
"""What someone is known by: a kind of number and the number, or the name and the club."""


class IofClass:
    """The runners or teams of a class, each known by a number or by name from file to file."""

    def __init__(self) -> None:
        self._heads: Sequence[Element] = ()
        """The class and its courses."""
        self._results: Mapping[Identity, Element] = {}
        self._starts: Mapping[Identity, Element] = {}
        self._codes: dict[Identity, str] = {}
        """In place of bibs, of those who have none."""

    def take(self, element: Element, *, is_delta: bool) -> None:
        """Take a `ClassResult` or a `ClassStart`: in place of what was known, or as what is new in it."""
        people = (*_RESULTS, *_STARTS)
        heads = [child for child in element if child.tag not in people]
        if element.find("Course") is not None or not self._heads:
            self._heads = heads
        if element.tag == "ClassStart":
            self._starts = _people(element, _STARTS)
        else:
            before = self._results if is_delta else {}
            found = {**before, **_people(element, _RESULTS)}
            self._results = dict(list(found.items())[:MOST_PEOPLE])

    def merged(self) -> Element:
        """The class with everyone in it, each with a bib of their own or a code of letters."""
        starts = {identity: start for start in self._starts.values() for identity in _identities(start)}
        started: set[int] = set()
        merged = Element("ClassResult")
        merged.extend(self._heads)
        for result in self._results.values():
            start = next((starts[i] for i in _identities(result) if i in starts), None)
            if start is not None:
                started.add(id(start))
                _complete(result, start)
            merged.append(result)
        merged.extend(start for start in self._starts.values() if id(start) not in started)
        self._give_bibs([person for person in merged if person.tag in (*_RESULTS, *_STARTS)])
        return merged

    def _give_bibs(self, people: Sequence[Element]) -> None:
        taken: set[str] = set()
        without: list[Element] = []
        for person in people:
            bib = _bib(person)
            if bib in NO_BIBS or bib in taken or bib in self._codes.values():
                without.append(person)
            else:
                taken.add(bib)
        for person in without:
            identity = next(i for i in _identities(person) if i[0] != "bib")
            code = self._codes.get(identity)
            if code is None or code in taken:
                given, family = text_of(person, "Person/Name/Given"), text_of(person, "Person/Name/Family")
                name = f"{given} {family}".strip() or text_of(person, "Name")
                (code,) = short_codes([(name, family or name)], taken | {*self._codes.values()})
                self._codes.setdefault(identity, code)
            taken.add(code)
            for part in [person] if person.tag.startswith("Team") else [*_parts(person)]:
                _set(part, "BibNumber", code)


def _people(element: Element, tags: Sequence[str]) -> dict[Identity, Element]:
    """Runners or teams by what they are known by; of two who share it one gets a number beside it."""
    people: dict[Identity, Element] = {}
    for person in [child for tag in tags for child in element.findall(tag)][:MOST_PEOPLE]:
        identity = next(_identities(person))
        count = 1
        while identity in people:
            count += 1
            identity = (*next(_identities(person)), str(count))
        people[identity] = person
    return people


def _identities(person: Element) -> Iterator[Identity]:
    """What someone is known by, the surest first."""
    if (bib := _bib(person)) not in NO_BIBS:
        yield "bib", bib
    for kind, path in (("entry", "EntryId"), ("person", "Person/Id")):
        if number := text_of(person, path):
            yield kind, number
    club = text_of(person, "Organisation/Name") or text_of(person, "Organisation/ShortName")
    names = ("Person/Name/Given", "Person/Name/Family", "Name")
    yield "name", *(text_of(person, path) for path in names), club


def _parts(person: Element) -> Iterator[Element]:
    """The results or starts of someone, one for each race."""
    return (part for part in person if part.tag in ("Result", "Start"))


def _bib(person: Element) -> str:
    return text_of(person, "BibNumber") or next(
        (b for p in _parts(person) if (b := text_of(p, "BibNumber"))), ""
    )


def _complete(result: Element, start: Element) -> None:
    """Put into a result what only the start list has: the bib and the start time."""
    starts = {part.get("raceNumber", "1"): part for part in _parts(start)}
    for part in _parts(result):
        other = starts.get(part.get("raceNumber", "1"))
        for tag in ("BibNumber", "StartTime"):
            if (text := text_of(other, tag)) and not text_of(part, tag):
                _set(part, tag, text)


def _set(part: Element, tag: str, text: str) -> None:
    found = part.find(tag)
    (SubElement(part, tag) if found is None else found).text = text
