"""Searching the library by words, in any order, with or without accents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from race.people.folding import folded_words
from race.people.short_names import short_names
from tui.text.dates import day

if TYPE_CHECKING:
    from replays.catalogue.summary import ListedEntrant, RaceSummary


class Finder:
    """Finds races by the beginnings of words about the race and its entrants, never by the result."""

    def __init__(self) -> None:
        # Every key typed searches all races; of 1,000, this saves 40 ms a key.
        self._texts: dict[Path, tuple[RaceSummary, str]] = {}

    def prepare(self, races: Iterable[RaceSummary]) -> None:
        """Put the texts of some races together before they are searched."""
        for race in races:
            self._text(race)

    def matches(self, race: RaceSummary, sought: Sequence[str]) -> bool:
        """Whether every one of the words is found."""
        return all(f" {word}" in self._text(race) for word in sought)

    def _text(self, race: RaceSummary) -> str:
        known, text = self._texts.get(race.path, (None, ""))
        if known is not race:
            text = _joined("\n".join([_about_race(race), *map(_about_entrant, race.entrants)]))
            self._texts[race.path] = race, text
        return text


def people(race: RaceSummary, sought: Sequence[str]) -> list[str]:
    """Short names of the entrants that the words match, apart from words that match the race itself.

    Of the entrants that a word matches, those that match most of the words: `josh kerr` gives one Kerr.
    """
    about = _joined(_about_race(race))
    missing = [word for word in sought if f" {word}" not in about]
    if not missing:
        return []
    matched: dict[ListedEntrant, list[str]] = {}
    for entrant in race.entrants:
        text = _joined(_about_entrant(entrant))
        matched[entrant] = [word for word in missing if f" {word}" in text]
    most = {
        word: max((len(found) for found in matched.values() if word in found), default=0) for word in missing
    }
    names = dict(zip(race.entrants, short_names(race.entrants), strict=True))
    return [
        names[entrant]
        for entrant, found in matched.items()
        if any(len(found) == most[word] for word in found)
    ]


def _about_race(race: RaceSummary) -> str:
    when = (race.date, day(race.date))
    return "\n".join((race.race, race.name, race.meet, race.venue, *when, race.event, race.sex))


def _about_entrant(entrant: ListedEntrant) -> str:
    return f"{entrant.name}\n{''.join(folded_words(entrant.name))}\n{entrant.nation}"


def _joined(text: str) -> str:
    """The words of a text with a blank before each."""
    return "".join(f" {word}" for word in folded_words(text))
