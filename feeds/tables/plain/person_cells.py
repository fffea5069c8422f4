"""The cells of a row that say who runs: names, nations, sexes, places, years of birth."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from feeds.documents.country_codes import FOREIGN_NAMES, ISO_CODES
from feeds.documents.nation_codes import NATIONS, nation_code
from feeds.documents.printed_days import iso_day
from feeds.documents.printed_names import has_family_first, has_family_last, read_name
from race.people.folding import folded_letters, folded_words

if TYPE_CHECKING:
    from feeds.tables.plain.table_columns import Columns

CODES = frozenset(NATIONS.values())

FAMILY_FIRST = frozenset(
    {"name vorname", "nachname vorname", "nom prenom", "nom et prenom", "nom prenoms", "apellidos y nombre"}
    | {"apellidos nombre", "cognome nome", "cognome e nome", "last name first name", "last first"}
    | {"nazwisko i imie", "nazwisko imie", "prijmeni a jmeno", "prijmeni jmeno", "priezvisko a meno"}
    | {"priezvisko meno", "sukunimi etunimi"}
)
"""Folded heads of columns that have the family name before the given name."""

_CLUBS = (
    "il if ik sk ac rc fk bk tv tsv sv lg lc sc club klubb verein running runners roadrunners harriers team"
    " triatlon triathlon athletics atletica athle athletisme friidrett friidrettsklubb friidrettslag"
    " idrettslag lopeklubb velo ski university college school"
)
CLUB_WORDS = frozenset(_CLUBS.split())
"""Folded words in the names of clubs, by which a club is known behind a name and a comma."""

LONGEST_CATEGORY = 32
"""Characters."""

EARLIEST_BIRTH, LATEST_BIRTH = 1900, 2100

_PLACE = re.compile(r"(?:[t=]\s*)?(\d{1,6})\s*(?:\.|=|st|nd|rd|th|er|ere|eme|e|º|ª|°|\)|/ ?\d{1,6})?", re.I)
_OF_HOW_MANY = re.compile(r"\d{1,6} */ *\d{1,6}")
_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")


class PersonName(NamedTuple):
    """A name, given name first, and the family name in it where that is known."""

    name: str
    family: str = ""


def name_and_club(text: str) -> tuple[str, str]:
    """A name and the club behind its comma, `Jon Fiva, Tyrving IL`; `Van Dyk, Ernst` is a name alone."""
    name, _, club = (part.strip() for part in text.partition(","))
    has_club = len(name.split()) > 1 and CLUB_WORDS.intersection(folded_words(club))
    return (name, club) if has_club else (text, "")


def read_person(columns: Columns, given: str, family: str, name: str) -> PersonName:
    """The name in a row's cells."""
    if given and family:
        shown, capital = read_name(f"{given} {family.upper()}") if _is_capital(family) else ("", "")
        return PersonName(shown or f"{given} {family}", capital or family)
    text = name or given or family
    if text.count(",") == 1:
        last, first = (part.strip() for part in text.split(","))
        if last and first:
            return read_person(columns, first, last, "")
    words = text.split()
    if len(words) > 1 and (has_family_first(text) or has_family_last(text)):
        return PersonName(*read_name(text))
    head = columns.heads[columns.roles["name"]].text if name and "name" in columns.roles else ""
    if len(words) == 2 and " ".join(folded_words(head)) in FAMILY_FIRST:
        return PersonName(f"{words[1]} {words[0]}", words[0])
    return PersonName(" ".join(words))


def _is_capital(family: str) -> bool:
    letters = [c for c in family if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def read_nation(text: str) -> str:
    """The code of a nation by a code or its name; empty where it is unknown."""
    code = text.upper()
    if code in CODES:
        return code
    name = re.sub(r"^the ", "", text, flags=re.I)
    return ISO_CODES.get(code) or nation_code(name) or FOREIGN_NAMES.get(folded_letters(name), "")


def read_place(text: str) -> int | None:
    """A place: `1`, `3.`, `=5`, `2nd`, `4 / 6444`; None where it is not one."""
    match = _PLACE.fullmatch(text)
    return int(match[1]) if match and 1 <= int(match[1]) <= 100_000 else None


def read_category(text: str) -> str:
    """A category; empty of a place among those of one, `1 / 24`."""
    return "" if _OF_HOW_MANY.fullmatch(text) else text[:LONGEST_CATEGORY]


def read_birth(text: str, race_year: int | None) -> str | None:
    """A year or a day of birth, as 2001 or 2001-05-25; None where it is neither or could be two days."""
    if re.fullmatch(r"\d{4}", text) and EARLIEST_BIRTH <= int(text) <= LATEST_BIRTH:
        return text
    if re.fullmatch(r"'?\d{2}", text) and race_year is not None:
        year = race_year - (race_year - int(text[-2:])) % 100
        return str(year if year <= race_year - 5 else year - 100)
    return read_day(text)


def read_day(text: str) -> str | None:
    """A day as 2026-06-12; None of a day that could be another: 6/12/2026."""
    if match := _ISO.fullmatch(text):
        return _iso(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12 or first == second:
            return _iso(year, second, first)
        return _iso(year, first, second) if second > 12 else None
    return iso_day(text) or None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
