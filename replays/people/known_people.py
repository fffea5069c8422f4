"""Recognises the same person in all races of the library; where that is in doubt, there are two people.

`docs/race-file.md` has the rules, under "One person in all files".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain, count
from typing import TYPE_CHECKING, Self

from typing_extensions import TypedDict  # before Python 3.12 pydantic does not take typing.TypedDict

from race.areas import HOME_NATIONS, member_of
from race.lazy_named_tuple import NamedTuple
from race.people.name_matching import Words, alike, words
from replays.people.name_spellings import other_spellings, spelling

if TYPE_CHECKING:
    from race.messages import Entrant, StartList
    from replays.catalogue.start_lists import ListedRace

SEXES = {"m": "m", "men": "m", "male": "m", "w": "w", "f": "w", "women": "w", "female": "w"}

DAY = len("1997-10-08")
YEAR = len("1997")


class RaceEntry(NamedTuple):
    """An entrant of one race of the library."""

    listed: ListedRace
    entrant: Entrant

    @property
    def date(self) -> str:
        """The day of the race."""
        return self.listed.start_list.date


class PersonJson(TypedDict):
    """A person in the JSON of the commands. Unknown is None."""

    id: str
    name: str
    nation: str | None
    born: str | None
    """Day or year."""


class Person:
    """A person, by what the start lists say."""

    def __init__(
        self,
        name: str = "",
        nation: str = "",
        races: int = 0,
        read: Callable[[], list[RaceEntry]] | None = None,
    ) -> None:
        """Of a person who is known already: name, nation, how many races, and what reads these."""
        self.id = ""
        """Such as `josh-kerr-1997`."""
        self.spellings: set[Words] = set()
        self.nations: set[str] = set()
        self.born = ""
        """Day or year of birth, as exactly as it is known."""
        self.ids: set[str] = set()
        """Those in the start lists."""
        self.sexes: set[str] = set()
        """Of the races, m or w."""
        self._known = (name, nation, races)
        self._read = read
        self._entries: list[RaceEntry] = []

    @property
    def entries(self) -> list[RaceEntry]:
        """The races, the oldest first; of a person who is known already they are read now."""
        if self._read is not None:
            self._entries, self._read = self._read(), None
        return self._entries

    @property
    def races(self) -> int:
        """How many races there are."""
        return self._known[2] or len(self._entries)

    @property
    def name(self) -> str:
        """As the newest start list has it."""
        return self._known[0] if self._known[2] else self._entries[-1].entrant.name

    @property
    def nation(self) -> str:
        """As the newest start list has it; GBR for an athlete who ran for it and for a home nation."""
        if self._known[2]:
            return self._known[1]
        nations = [entry.entrant.nation for entry in reversed(self.entries) if entry.entrant.nation]
        abroad = [nation for nation in nations if nation not in HOME_NATIONS]
        return next(iter(abroad or nations), "")

    def to_json(self) -> PersonJson:
        """The person as the commands print it."""
        return {"id": self.id, "name": self.name, "nation": self.nation or None, "born": self.born or None}

    def add(self, entry: RaceEntry) -> None:
        """Add a race in which this person was entered."""
        entrant = entry.entrant
        self.entries.append(entry)
        self.spellings.add(spelling(entrant))
        self.nations |= {member_of(entrant.nation)} - {""}
        self.born = max(self.born, entrant.born, key=len)
        self.ids |= {entrant.athlete} - {""}
        self.sexes |= {_sex(entry.listed.start_list)} - {""}

    def may_be(self, entrant: Entrant, start_list: StartList) -> bool:
        """Whether an entrant is this person: something says so, and nothing contradicts it."""
        names = spelling(entrant)
        sex = _sex(start_list)
        if (sex and self.sexes and sex not in self.sexes) or not births_agree(self.born, entrant.born):
            return False
        same_day = len(entrant.born) == len(self.born) == DAY
        if same_day and any(names == known or alike(names, known) for known in self.spellings):
            return True
        ids = {known for known in self.ids if issuer(known) == issuer(entrant.athlete)}
        if entrant.athlete and ids:
            return entrant.athlete in ids
        return len(names) > 1 and names in self.spellings and self._shares_roots(entrant)

    def _shares_roots(self, entrant: Entrant) -> bool:
        """Whether nation or year of birth is the same; or nothing is known of either."""
        nation = member_of(entrant.nation)
        if nation and self.nations:
            return nation in self.nations
        if len(entrant.born) >= YEAR and len(self.born) >= YEAR:
            return True
        return not (nation or entrant.born or self.nations or self.born)


class People:
    """Everyone entered in some races."""

    def __init__(self, races: Iterable[ListedRace] = ()) -> None:
        self._by_trait: defaultdict[object, list[Person]] = defaultdict(list)
        """Who an entrant may be: people by athlete id, by spelling and by day of birth."""
        self._by_entrant: dict[tuple[str, str, str, str], Person] = {}
        self.persons: list[Person] = []
        for entry in sorted(_entries(races), key=_sureness):
            self._place(entry)
        for person in self.persons:
            person.entries.sort(key=lambda entry: (entry.date, entry.listed.race))
        self._name_all()

    @classmethod
    def known(
        cls, persons: list[Person], places: Iterable[tuple[tuple[tuple[str, str, str], str], Person]]
    ) -> Self:
        """People who are known already, and whose each place is in a race, by its names, and a bib."""
        people = cls()
        people.persons = persons
        people._by_entrant = {(*names, bib): person for (names, bib), person in places}
        for person in persons:
            days = [person.born] if len(person.born) == DAY else []
            for trait in (*person.spellings, *person.ids, *days):
                people._by_trait[trait].append(person)
        return people

    @cached_property
    def names(self) -> list[tuple[Person, set[Words]]]:
        """Everyone with all spellings of the name, also those that no start list has."""
        return [
            (
                person,
                {o for name in person.spellings for o in other_spellings(name, person.nations)}
                | person.spellings,
            )
            for person in self.persons
        ]

    def recognise(self, entrant: Entrant, race: str, start_list: StartList) -> Person | None:
        """The person who is an entrant of a race, in the library or not; None if it is no one known."""
        known = self._by_entrant.get((race, start_list.date, start_list.name, entrant.bib))
        if known is not None and known.may_be(entrant, start_list):
            return known
        return self._recognised(entrant, start_list)

    def person(self, listed: ListedRace, bib: str) -> Person:
        """The person who is an entrant of one of the races. Raises KeyError for any other race or bib."""
        return self._by_entrant[*listed.names, bib]

    def _place(self, entry: RaceEntry) -> None:
        listed, entrant = entry
        person = self._recognised(entrant, listed.start_list)
        if person is None or any(other.listed is listed for other in person.entries):
            person = Person()
            self.persons.append(person)
        person.add(entry)
        self._by_entrant[*listed.names, entrant.bib] = person
        for trait in _traits(entrant):
            if person not in self._by_trait[trait]:
                self._by_trait[trait].append(person)

    def _recognised(self, entrant: Entrant, start_list: StartList) -> Person | None:
        """The person who is an entrant; None if that could be no one, or several people."""
        candidates = {id(person): person for trait in _traits(entrant) for person in self._by_trait[trait]}
        possible = [person for person in candidates.values() if person.may_be(entrant, start_list)]
        return possible[0] if len(possible) == 1 else None

    def _name_all(self) -> None:
        taken: set[str] = set()
        for person in self.persons:
            wanted = _id(person)
            others = (f"{wanted}-{number}" for number in count(2))
            person.id = next(free for free in chain([wanted], others) if free not in taken)
            taken.add(person.id)


def _id(person: Person) -> str:
    """The id in the start lists; without one, the name with the year of birth, or with the nation."""
    ids = {entry.entrant.athlete for entry in person.entries} - {""}
    given = min(ids, key=lambda athlete: (issuer(athlete), athlete), default="")
    roots = person.born[:YEAR] or person.nation.lower()
    return given or "-".join(filter(None, (*words(person.name), roots))) or "nameless"


def _entries(races: Iterable[ListedRace]) -> Iterator[RaceEntry]:
    return (RaceEntry(listed, entrant) for listed in races for entrant in listed.start_list.entrants)


def _sureness(entry: RaceEntry) -> tuple[int, bool, str, str, str]:
    """Sorts the entries that say most first, so that the others are recognised by them."""
    entrant = entry.entrant
    return (-len(entrant.born), not entrant.athlete, entry.date, entry.listed.race, entrant.bib)


def _traits(entrant: Entrant) -> Iterator[object]:
    yield spelling(entrant)
    if entrant.athlete:
        yield entrant.athlete
    if len(entrant.born) == DAY:
        yield entrant.born


def issuer(athlete: str) -> str:
    """Who issued an id: `wa` in `wa:14564446`. Ids of different issuers cannot be compared."""
    return athlete.rpartition(":")[0]


def births_agree(first: str, second: str) -> bool:
    """Whether two days or years of birth may be the same."""
    return first.startswith(second) or second.startswith(first)


def _sex(start_list: StartList) -> str:
    """The sex of a race, m or w; empty where it is neither, or both."""
    return SEXES.get(start_list.sex.casefold(), "")
