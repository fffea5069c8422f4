"""The roles of the heads of columns: by their words, by several of one kind, and by their parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from feeds.tables.plain.head_compounds import single_words
from feeds.tables.plain.header_words import ROLES, ColumnRole
from feeds.tables.plain.point_words import (
    AMONG,
    AND,
    ATTEMPTS,
    AVERAGES,
    KIND_OF,
    NUMBER_WORDS,
    OVERALL,
    TO_WHOM,
    UNITS,
)
from feeds.tables.plain.sex_words import names_sex
from feeds.tables.plain.unkept_words import NOT_KEPT
from feeds.tables.status_words import SHORTEST_SPELT, read_status
from race.people.folding import folded_words

_KINDS: frozenset[ColumnRole | None] = frozenset({"category", "sex", "team", "club"})
"""What runners have that places are given among."""

_PLACE_ENDS = ("rank", "place", "platz", "rang", "placering", "plass", "plats", "placing")

_FIGURES: frozenset[ColumnRole | None] = frozenset(
    {"gap", "pace", "points", "penalty", "climb", "trend", "attempt", "part"}
)
"""What is known by one of its words: `Gap to the winner`, `Total points`, `Average speed (km/h)`."""

_BESIDE_FIGURES = _KINDS | {"result", "net", "gun", "place", "other place"} | _FIGURES

_PERSONAL = _KINDS | {"given", "family", "nation", "born", "age", "bib", "town"}
"""What may stand behind a word for a runner, and is then the runner's own: `Athlete Last Name`."""

NAMES = frozenset({"name", "names", "naam", "namn", "navn"})
"""Words for a name that are none for a runner."""

SECONDS = frozenset({"second", "2nd", "secondary", "other", "zweite", "andere", "deuxieme", "segunda"})
"""Before a word they say that it is one of several."""

_REPEATED = (NOT_KEPT - {"part"}) | {"category", "club", "note"}
"""What may stand several times with a number or a letter: `Chipnr2`, `Category B`, `Penalty 1`."""

_SIGNS: dict[str, ColumnRole] = {
    **dict.fromkeys(("d+", "d-", "d+/-", "hm+", "hm-", "+m", "-m"), "climb"),
    **dict.fromkeys(("+/-", "+", "±", "δ", "∆", "gap+", "(+)"), "gap"),
    "%": "points",
}
"""Heads that are signs, in small letters without blanks."""

ID = "id"

CODES = frozenset({"code", "slug"})

OF_HOW_MANY = frozenset({"total", "tot", "count", "of"})


def role_of(text: str) -> ColumnRole | None:
    """The role that all words of a head name."""
    words = folded_words(text)
    return (
        _SIGNS.get(text.casefold().replace(" ", ""))
        or _role_of_count(text, words)
        or ROLES.get(" ".join(words))
        or _role_of_words(words)
        or _role_of_what_runners_are(text)
        or _role_of_single_words(words, single_words(text))
    )


def _role_of_single_words(words: Sequence[str], single: Sequence[str]) -> ColumnRole | None:
    """The role of words that were joined: `OVERALLGUNRANK`."""
    return None if list(single) == list(words) else ROLES.get(" ".join(single)) or _role_of_words(single)


def _role_of_what_runners_are(text: str) -> ColumnRole | None:
    """The role of what is so of some runners and not of others: `femmina`, `abandon`."""
    if names_sex(text):
        return "sex"
    said = read_status(text) if len(text) >= SHORTEST_SPELT else None
    return "status" if said is not None and said.status in ("dnf", "dns", "dq") else None


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
    if roles[0] == "name" and words[0] not in NAMES and (own := ROLES.get(" ".join(words[1:]))) in _PERSONAL:
        return own
    if words[0] in SECONDS and ROLES.get(" ".join(words[1:])) in _REPEATED:
        return ROLES[" ".join(words[1:])]
    if ROLES.get(" ".join(words[:2])) == "part" and all(map(_is_of_time, words[2:])):
        return "part"
    if words[-1].isdecimal() and ROLES.get(words[0].removesuffix("s")) == "name":
        return "ignored"  # the members of a team
    if words[0] in ATTEMPTS and words[1].isdecimal() and all(map(_is_of_time, words[2:])):
        return "attempt"
    repeated = ROLES.get(" ".join(words[:-1])) if words[-1].isdecimal() or len(words[-1]) == 1 else None
    if repeated in _REPEATED:
        return repeated
    if words[0] in NUMBER_WORDS and ROLES.get(" ".join(words[1:])) == "bib":
        return "bib"
    if words[-1] in NUMBER_WORDS and ROLES.get(" ".join((*words[:-1], "number"))) == "bib":
        return "bib"
    if any(map(_is_place, words)) and (role := _role_of_places(words)):
        return role
    if (figure := next((role for role in roles if role in _FIGURES), None)) and all(map(_is_beside, words)):
        return figure
    if ID in (words[0], words[-1]):
        return "ignored"
    if not CODES.isdisjoint((words[0], words[-1])):
        of = ROLES.get(" ".join(words[1:] if words[0] in CODES else words[:-1]))
        return "ignored" if of == "name" else of
    if clock := _role_of_clock(words):
        return clock
    return _role_in_common(words, roles)


def _role_of_places(words: Sequence[str]) -> ColumnRole | None:
    """The role of several words of which one or more say that it is a place: `Platz Ges.`, `AK-Pl.`."""
    others = [word for word in words if not _is_place(word) and word not in AND]
    others = others or [word for word in words if ROLES.get(word) == "category"]
    return _role_of_place(others) or _role_of_place([word for word in others if word not in AMONG])


def _role_in_common(words: Sequence[str], roles: Sequence[ColumnRole | None]) -> ColumnRole | None:
    """The one role that words have together, leaving out those that only join them or say how."""
    named = {role for word, role in zip(words, roles, strict=True) if word not in AND}
    if len(named) == 1 and named <= NOT_KEPT | (_KINDS if min(map(len, words)) > 1 else set()):
        return next(iter(named))
    if len(named - {None}) == len(named) and named <= {"name", "given", "family"}:
        return "name"
    if {role for word, role in zip(words, roles, strict=True) if not _says_how(word)} == {"result"}:
        return "result"
    if {role for word, role in zip(words, roles, strict=True) if not _says_how(word)} == {"result", "raw"}:
        return "raw"
    return _role_of_distance(named)


def _role_of_clock(words: Sequence[str]) -> ColumnRole | None:
    """The role of a result from the gun or from the own start: `Czas netto`, `TpsGun`."""
    kinds = {KIND_OF.get(word) for word in words if not _is_of_time(word)}
    if (
        not any(map(_is_of_time, words))
        or len(kinds) != 1
        or any(ROLES.get(word) == "start" for word in words)
    ):
        return None
    return "net" if kinds == {"net"} else "gun" if kinds == {"gun"} else None


def _role_of_distance(named: Collection[ColumnRole | None]) -> ColumnRole | None:
    """Metres, or kilometres where the head says so: `distance_m`, `Distance (km)`."""
    if not {"metres"} <= set(named) <= {"metres", "kilometres"}:
        return None
    return "kilometres" if "kilometres" in named else "metres"


def _is_of_time(word: str) -> bool:
    return ROLES.get(word) == "result" or _says_how(word) or KIND_OF.get(word) == ""


def _is_beside(word: str) -> bool:
    """Whether a word may stand beside one for a figure, and says no more than of whom, or of what, it is."""
    return ROLES.get(word) in _BESIDE_FIGURES or word in KIND_OF or word in OVERALL | TO_WHOM | AND | AVERAGES


def _says_how(word: str) -> bool:
    """Whether a word beside one for the result says no more than how it is counted."""
    return word in UNITS or KIND_OF.get(word) == "times"


def _role_of_compound(word: str) -> ColumnRole | None:
    """The role of places in one word: `Altersklassenplatz`, `Agegrouprank`, `genderdiv`."""
    for place in _PLACE_ENDS:
        kind = word.removesuffix(place)
        if kind and kind != word and {ROLES.get(kind), ROLES.get(kind[:-1])} & (_KINDS | {"part"}):
            return "other place"
    for i in range(2, len(word) - 1):
        if ROLES.get(word[:i]) == "sex" and ROLES.get(word[i:]) == "category":
            return "other place"
    return None


def _is_place(word: str) -> bool:
    return KIND_OF.get(word) == "place" or (ROLES.get(word) == "place" and word not in OVERALL)


def _role_of_place(others: Sequence[str]) -> ColumnRole | None:
    """The role of a place that these words tell apart: in the category, among the women, overall."""
    if others and all(word in OVERALL for word in others):
        return "place"
    kinds = {KIND_OF.get(word) for word in others}
    if kinds & {"net", "gun"} and kinds - {"net", "gun"}:
        others = [word for word in others if KIND_OF.get(word) not in ("net", "gun")]
        role = _role_of_place(others)
        return "other place" if role == "place" and "net" in kinds else role
    if others and ROLES.get(" ".join(others)) == "result":
        return "place"
    if kinds in ({"net"}, {"gun"}):
        return "place" if kinds == {"gun"} else "other place"
    roles = {ROLES.get(word) for word in others} if len(others) > 1 else set()
    if others and (
        ROLES.get(" ".join(others)) in _KINDS | {"part", "wave", "heat"} or (roles and roles <= _KINDS)
    ):
        return "other place"
    return None


def role_of_parts(text: str) -> ColumnRole | None:
    """The role of a head in two languages, `Dossard / Bib`, or of one beside a distance, `PB 1500`."""
    parts = [" ".join(folded_words(part)) for part in re.split(r"[/|\n(\[]", text)]
    roles = [ROLES.get(part) for part in parts if part]
    if len(roles) > 1 and all(roles):
        return _role_of_distance(roles) or roles[0]
    bare = " ".join(word for word in folded_words(text) if not word[0].isdigit() and word not in ("m", "km"))
    role = ROLES.get(bare)
    return role if role in ("pb", "sb", "seed") else None
