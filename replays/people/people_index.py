"""The index of the people of the library, kept in the data folder so that not every start list is read again.

The files decide: an index that is missing, damaged, of another version, or of files that have changed since
counts as none. Who is who depends on all start lists, so that a single new file makes it anew.
"""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feeds.errors import FeedError
from feeds.log_header import read_start
from race.fold.garbage_search import GarbageSearchPause
from replays.catalogue.library_index import Stamp
from replays.catalogue.start_lists import ListedRace, listed_in
from replays.library import all_files
from replays.people.known_people import People, Person, RaceEntry
from replays.storage.json_store import load_json, save_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feeds.errors import RaceFileError

NAME = "people.json"

VERSION = 1
"""Increased when the people of unchanged files would be others."""

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; enough for a million entrants."""

BETWEEN = "\n"
"""Between the texts of a cell; no name or id has it."""

TEXTS = ("id", "name", "nation", "born", "spellings", "nations", "ids", "sexes")
"""The columns of the people."""


def library_people() -> tuple[People, list[RaceFileError]]:
    """The people of the library, and the errors of files that cannot be read.

    Raises OSError where the folder of the races that come with Lapbell cannot be read.
    """
    paths, errors = all_files()
    stamps = [[str(path), *Stamp.of(path)] for path in paths]
    index = load_json(NAME, LARGEST_FILE)
    if isinstance(index, dict) and index.get("version") == VERSION and index.get("files") == stamps:
        try:
            with GarbageSearchPause():
                return _restored(index), errors
        except (KeyError, TypeError, ValueError):
            pass  # another program has changed it
    races, unread = listed_in(paths)
    people = People(races)
    if not unread:
        fields = _fields(races, people)
        if fields is not None:
            save_json(NAME, {"version": VERSION, "files": stamps, **fields})
    return people, errors + unread


def _fields(races: Sequence[ListedRace], people: People) -> dict[str, Any] | None:
    """What is kept, in columns; None where a text cannot be kept so."""
    numbers = {listed.names: number for number, listed in enumerate(races)}
    entries = [entry for person in people.persons for entry in person.entries]
    columns = dict(zip(TEXTS, zip(*map(_texts, people.persons), strict=True), strict=True))
    texts = [text for person in people.persons for text in (*map(" ".join, person.spellings), *person.ids)]
    if not entries or any(BETWEEN in text for text in texts):
        return None
    return {
        "races": list(zip(*((str(listed.path), *listed.names) for listed in races), strict=True)),
        "people": columns,
        "counts": [len(person.entries) for person in people.persons],
        "runs": [numbers[entry.listed.names] for entry in entries],
        "bibs": [entry.entrant.bib for entry in entries],
    }


def _texts(person: Person) -> tuple[str, ...]:
    """The cells of a person."""
    spellings = BETWEEN.join(sorted(map(" ".join, person.spellings)))
    several = (BETWEEN.join(sorted(texts)) for texts in (person.nations, person.ids, person.sexes))
    return person.id, person.name, person.nation, person.born, spellings, *several


def _restored(index: dict[str, Any]) -> People:
    """The people of an index. Raises KeyError, TypeError or ValueError where it cannot be Lapbell's."""
    races = _Races(*map(_column, index["races"]))
    columns = [_column(index["people"][name]) for name in TEXTS]
    counts, runs, bibs = _column(index["counts"], int), _column(index["runs"], int), _column(index["bibs"])
    ends = list(accumulate(counts))
    is_whole = len(counts) == len(columns[0]) and ends[-1:] == [len(runs)] == [len(bibs)]
    if not is_whole or min(counts) < 1 or not 0 <= min(runs) <= max(runs) < len(races.names):
        raise ValueError
    persons = []
    for cells, count, end in zip(zip(*columns, strict=True), counts, ends, strict=True):
        start = end - count
        persons.append(_person(cells, count, races.entries_of(runs[start:end], bibs[start:end])))
    places = ((races.names[run], bib) for run, bib in zip(runs, bibs, strict=True))
    owners = [person for person, count in zip(persons, counts, strict=True) for _ in range(count)]
    return People.known(persons, zip(places, owners, strict=True))


def _person(cells: tuple[Any, ...], count: int, entries: Callable[[], list[RaceEntry]]) -> Person:
    """A person whose races are read when they are asked for."""
    person = Person(cells[1], cells[2], count, entries)
    person.id, person.born = cells[0], cells[3]
    person.spellings = {tuple(spelling.split()) for spelling in cells[4].split(BETWEEN)}
    person.nations, person.ids, person.sexes = (set(filter(None, cell.split(BETWEEN))) for cell in cells[5:])
    return person


class _Races:
    """The races of an index, each read when it is asked for, and once."""

    def __init__(
        self, paths: Sequence[str], races: Sequence[str], dates: Sequence[str], names: Sequence[str]
    ) -> None:
        self.names = list(zip(races, dates, names, strict=True))
        self._paths = list(map(Path, paths))
        if len(self._paths) != len(self.names):
            raise ValueError
        self._read: dict[int, ListedRace] = {}

    def entries_of(self, runs: Sequence[int], bibs: Sequence[str]) -> Callable[[], list[RaceEntry]]:
        """Reads the entries with some bibs in some races. FeedError: a file has gone or changed."""
        return lambda: [self._entry(run, bib) for run, bib in zip(runs, bibs, strict=True)]

    def _entry(self, run: int, bib: str) -> RaceEntry:
        listed = self._listed(run)
        entrant = next((e for e in listed.start_list.entrants if e.bib == bib), None)
        if entrant is None:  # the file or the index has been changed since they were compared
            raise FeedError(f"{listed.path.name}: no longer as it was listed; try again")
        return RaceEntry(listed, entrant)

    def _listed(self, run: int) -> ListedRace:
        if run not in self._read:
            race, start_list = read_start(self._paths[run])
            assert start_list is not None  # the file has not changed since it was indexed
            self._read[run] = ListedRace(self._paths[run], race, start_list)
        return self._read[run]


def _column(values: Any, type_: type = str) -> list[Any]:
    """A list of values of a type. Raises TypeError for anything else."""
    if type(values) is not list or not set(map(type, values)) <= {type_}:
        raise TypeError
    return values
