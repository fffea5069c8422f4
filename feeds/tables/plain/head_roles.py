"""The roles of the heads of columns: by their words, by several of one kind, and by their parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feeds.tables.plain.header_words import ROLES, ColumnRole
from feeds.tables.plain.point_words import AND, KIND_OF, NUMBER_WORDS, OVERALL, UNITS
from race.people.folding import folded_words

_KINDS: frozenset[ColumnRole | None] = frozenset({"category", "sex", "team", "club"})
"""What runners have that places are given among."""

_PLACE_ENDS = ("rank", "place", "platz", "rang", "placering", "plass", "plats")

ID = "id"

OF_HOW_MANY = frozenset({"total", "count", "of"})


def role_of(text: str) -> ColumnRole | None:
    """The role that all words of a head name."""
    words = folded_words(text)
    return _role_of_count(text, words) or ROLES.get(" ".join(words)) or _role_of_words(words)


def _role_of_count(text: str, words: Sequence[str]) -> ColumnRole | None:
    """The role of `# Sex`, `Div/Total`: a number among those of a kind."""
    kinds = [word for word in words if word not in OF_HOW_MANY]
    is_counted = text.startswith("#") or len(kinds) < len(words)
    is_kind = ROLES.get(" ".join(kinds)) in ("category", "sex")
    return "other place" if is_counted and is_kind else None


def _role_of_words(words: Sequence[str]) -> ColumnRole | None:
    """The role of several words with one meaning: `N. Pett.`, `AK-Pl.`, `Platz Ges.`, `Name und Vorname`."""
    roles = [ROLES.get(word) for word in words]
    if len(words) < 2:
        return _role_of_compound(words[0]) if words else None
    if words[-1].isdecimal() and ROLES.get(words[0].removesuffix("s")) == "name":
        return "ignored"  # the members of a team
    if words[0] in NUMBER_WORDS and ROLES.get(" ".join(words[1:])) == "bib":
        return "bib"
    others = [word for word in words if KIND_OF.get(word) != "place" and word not in AND]
    if len(others) < len(words) and (role := _role_of_place(others)) and _has_place(words):
        return role
    if ID in (words[0], words[-1]):
        return "ignored"
    if words[-1] == "code":
        return ROLES.get(" ".join(words[:-1]))
    named = {role for word, role in zip(words, roles, strict=True) if word not in AND}
    if len(named - {None}) == len(named) and named <= {"name", "given", "family"}:
        return "name"
    if {role for word, role in zip(words, roles, strict=True) if not _says_how(word)} == {"result"}:
        return "result"
    return "metres" if named == {"metres"} else None


def _says_how(word: str) -> bool:
    """Whether a word beside one for the result says no more than how it is counted."""
    return word in UNITS or KIND_OF.get(word) == "times"


def _role_of_compound(word: str) -> ColumnRole | None:
    """The role of places in one word: `Altersklassenplatz`, `Agegrouprank`."""
    for place in _PLACE_ENDS:
        kind = word.removesuffix(place)
        if kind and kind != word and {ROLES.get(kind), ROLES.get(kind[:-1])} & _KINDS:
            return "other place"
    return None


def _has_place(words: Sequence[str]) -> bool:
    return any(KIND_OF.get(word) == "place" for word in words)


def _role_of_place(others: Sequence[str]) -> ColumnRole | None:
    """The role of a place that these words tell apart: in the category, among the women, overall."""
    if others and all(word in OVERALL for word in others):
        return "place"
    roles = {ROLES.get(word) for word in others} if len(others) > 1 else set()
    if others and (ROLES.get(" ".join(others)) in _KINDS or (roles and roles <= _KINDS)):
        return "other place"
    return None


def role_of_parts(text: str) -> ColumnRole | None:
    """The role of a head in two languages, `Dossard / Bib`, or of one beside a distance, `PB 1500`."""
    parts = [" ".join(folded_words(part)) for part in re.split(r"[/|\n(\[]", text)]
    roles = [ROLES.get(part) for part in parts if part]
    if len(roles) > 1 and all(roles):
        return roles[0]
    bare = " ".join(word for word in folded_words(text) if not word[0].isdigit() and word not in ("m", "km"))
    role = ROLES.get(bare)
    return role if role in ("pb", "sb", "seed") else None
