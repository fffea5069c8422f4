"""People: who is the same person in all races of the library. Conservative: in doubt there are two.

The rules stand in `docs/race-file.md`, under "One person in all files".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import Any, NamedTuple

from race.messages import Entrant, StartList
from race.people.name_matching import Words, alike, words
from replays.catalogue.start_lists import ListedRace
from replays.people.name_spellings import spelling

HOME_NATIONS = {"ENG", "SCO", "WAL", "NIR"}
"""They run for themselves at the Commonwealth Games, elsewhere for GBR."""

SEXES = {"m": "m", "men": "m", "male": "m", "w": "w", "f": "w", "women": "w", "female": "w"}

DAY = len("1997-10-08")
YEAR = len("1997")


class RaceEntry(NamedTuple):
    """Somebody on the start list of a race."""

    listed: ListedRace
    entrant: Entrant

    @property
    def date(self) -> str:
        """The day of the race."""
        return self.listed.start_list.date


class Person:
    """Somebody, as far as the start lists tell who it is."""

    def __init__(self) -> None:
        self.id = ""
        """Names the person: `josh-kerr-1997`."""
        self.entries: list[RaceEntry] = []
        self.spellings: set[Words] = set()
        self.nations: set[str] = set()
        self.born = ""
        """Day or year of birth, as exactly as it is known."""
        self._ids: set[str] = set()
        self._sexes: set[str] = set()

    @property
    def name(self) -> str:
        """As the newest start list has it."""
        return self.entries[-1].entrant.name

    @property
    def nation(self) -> str:
        """As the newest start list has it, but not a home nation of somebody who also ran for GBR."""
        nations = [s.entrant.nation for s in reversed(self.entries) if s.entrant.nation]
        abroad = [nation for nation in nations if nation not in HOME_NATIONS]
        return next(iter(abroad or nations), "")

    def to_json(self) -> dict[str, Any]:
        """Who it is, as the commands print it. Unknown is None."""
        return {"id": self.id, "name": self.name, "nation": self.nation or None, "born": self.born or None}

    def add(self, entry: RaceEntry) -> None:
        """Take a entry of this person into account."""
        entrant = entry.entrant
        self.entries.append(entry)
        self.spellings.add(spelling(entrant))
        self.nations |= {_country(entrant.nation)} - {""}
        self.born = max(self.born, entrant.born, key=len)
        self._ids |= {entrant.athlete} - {""}
        self._sexes |= {_sex(entry.listed.start_list)} - {""}

    def may_be(self, entrant: Entrant, start_list: StartList) -> bool:
        """Whether an entrant of another race is this person: something says so, nothing speaks against."""
        names = spelling(entrant)
        sex = _sex(start_list)
        if (sex and self._sexes and sex not in self._sexes) or not _agree(self.born, entrant.born):
            return False
        same_day = len(entrant.born) == len(self.born) == DAY
        if same_day and any(names == known or alike(names, known) for known in self.spellings):
            return True
        ids = {known for known in self._ids if _scheme(known) == _scheme(entrant.athlete)}
        if entrant.athlete and ids:
            return entrant.athlete in ids
        return len(names) > 1 and names in self.spellings and self._shares_roots(entrant)

    def _shares_roots(self, entrant: Entrant) -> bool:
        """Whether nation or year of birth is the same; or nothing is known of either."""
        nation = _country(entrant.nation)
        if nation and self.nations:
            return nation in self.nations
        if len(entrant.born) >= YEAR and len(self.born) >= YEAR:
            return True
        return not (nation or entrant.born or self.nations or self.born)


class People:
    """Everybody in some races."""

    def __init__(self, races: Iterable[ListedRace]) -> None:
        self._by_trait: defaultdict[object, list[Person]] = defaultdict(list)
        """Those whom it is worth to look at: by athlete id, spelling, day of birth."""
        self._by_entrant: dict[tuple[str, str, str, str], Person] = {}
        self.persons: list[Person] = []
        for entry in sorted(_entries(races), key=_sureness):
            self._place(entry)
        for person in self.persons:
            person.entries.sort(key=lambda entry: (entry.date, entry.listed.race))
        self._name_all()

    def recognise(self, entrant: Entrant, race: str, start_list: StartList) -> Person | None:
        """Who an entrant is, of a race that may not be in the library; None where that is nobody known."""
        known = self._by_entrant.get((race, start_list.date, start_list.name, entrant.bib))
        if known is not None and known.may_be(entrant, start_list):
            return known
        return self._recognised(entrant, start_list)

    def person(self, listed: ListedRace, bib: str) -> Person:
        """Who an entrant of one of the races is. Raises KeyError for anybody else."""
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
        """The one person who an entrant is; None if that is nobody, or could be several."""
        looked_at = {id(person): person for trait in _traits(entrant) for person in self._by_trait[trait]}
        found = [person for person in looked_at.values() if person.may_be(entrant, start_list)]
        return found[0] if len(found) == 1 else None

    def _name_all(self) -> None:
        taken: set[str] = set()
        for person in self.persons:
            wanted = _id(person)
            others = (f"{wanted}-{number}" for number in count(2))
            person.id = next(one for one in chain([wanted], others) if one not in taken)
            taken.add(person.id)


def _id(person: Person) -> str:
    """The id that the start lists give; or else one made of the name and the year of birth, or the nation."""
    ids = {s.entrant.athlete for s in person.entries} - {""}
    given = min(ids, key=lambda athlete: (_scheme(athlete), athlete), default="")
    roots = person.born[:YEAR] or person.nation.lower()
    return given or "-".join(filter(None, (*words(person.name), roots))) or "nameless"


def _entries(races: Iterable[ListedRace]) -> Iterator[RaceEntry]:
    return (RaceEntry(listed, entrant) for listed in races for entrant in listed.start_list.entrants)


def _sureness(entry: RaceEntry) -> tuple[int, bool, str, str, str]:
    """What is known best comes first, so that the rest can be recognised by it."""
    entrant = entry.entrant
    return (-len(entrant.born), not entrant.athlete, entry.date, entry.listed.race, entrant.bib)


def _traits(entrant: Entrant) -> Iterator[object]:
    yield spelling(entrant)
    if entrant.athlete:
        yield entrant.athlete
    if len(entrant.born) == DAY:
        yield entrant.born


def _scheme(athlete: str) -> str:
    """Who gives an id: `wa` of `wa:14564446`. Ids of different schemes say nothing about each other."""
    return athlete.rpartition(":")[0]


def _agree(first: str, second: str) -> bool:
    """Whether two days or years of birth may be the same."""
    return first.startswith(second) or second.startswith(first)


def _country(nation: str) -> str:
    return "GBR" if nation in HOME_NATIONS else nation


def _sex(start_list: StartList) -> str:
    """m or w; empty where it is neither, or both."""
    return SEXES.get(start_list.sex.casefold(), "")
