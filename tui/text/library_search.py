"""Finding races of the library by words, in whatever order and spelling they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from unicodedata import normalize

from race.people.short_names import short_names
from replays.catalogue.summary import ListedEntrant, RaceSummary
from tui.text.dates import day

MARKS = re.compile("[\u0300-\u036f]")
"""Accents, when letters are taken apart."""

LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
"""Those that Unicode does not take apart."""

WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a text, without accents and capitals: `Nordås, Narve` as nordas, narve."""
    plain = MARKS.sub("", normalize("NFKD", text).casefold().replace("'", "").replace("’", ""))
    return WORD.findall(plain.translate(LETTERS))


class Finder:
    """Finds races by the beginnings of words about them and about their entrants; by nothing of the result.

    What can be found of a race is put together when it is looked for the first time.
    """

    def __init__(self) -> None:
        self._texts: dict[Path, tuple[RaceSummary, str]] = {}

    def prepare(self, races: Iterable[RaceSummary]) -> None:
        """Put it together for some races now."""
        for race in races:
            self._text(race)

    def matches(self, race: RaceSummary, sought: Sequence[str]) -> bool:
        """Whether all of some words are found."""
        return all(f" {word}" in self._text(race) for word in sought)

    def _text(self, race: RaceSummary) -> str:
        known, text = self._texts.get(race.path, (None, ""))
        if known is not race:
            text = _joined("\n".join([_about_race(race), *map(_about_entrant, race.entrants)]))
            self._texts[race.path] = race, text
        return text


def people(race: RaceSummary, sought: Sequence[str]) -> list[str]:
    """Short names of the entrants for whom a race was found, and not by what it says about itself.

    For each word, those for whom most of the words are right: `josh kerr` is for one of them.
    """
    about = _joined(_about_race(race))
    missing = [word for word in sought if f" {word}" not in about]
    if not missing:
        return []
    right: dict[ListedEntrant, list[str]] = {}
    for entrant in race.entrants:
        text = _joined(_about_entrant(entrant))
        right[entrant] = [word for word in missing if f" {word}" in text]
    said = {word for found in right.values() for word in found}
    most = {word: max(len(found) for found in right.values() if word in found) for word in said}
    called = dict(zip(race.entrants, short_names(race.entrants), strict=True))
    return [called[who] for who, found in right.items() if any(len(found) == most[word] for word in found)]


def _about_race(race: RaceSummary) -> str:
    return "\n".join((race.name, race.meet, race.venue, race.date, day(race.date), race.event, race.sex))


def _about_entrant(entrant: ListedEntrant) -> str:
    return f"{entrant.name}\n{entrant.nation}"


def _joined(text: str) -> str:
    """The words of a text with a blank before each."""
    return "".join(f" {word}" for word in words(text))
