"""The words for men and women in eight languages, at the head of a column and in its cells."""

from __future__ import annotations

from collections.abc import Collection

from feeds.tables.plain.yes_cells import is_no, is_yes
from race.people.folding import folded_words

_MEN = (
    "m male man men boy boys h homme hommes herr herre herrar herrer herren mannlich manner mann menn"
    " mezczyzna mezczyzni muz muzi mand maend miehet 男 男子 男性 남 남자 erkek ferfi ffi"
    " masculino masculin hombre hombres maschio maschi maschile uomo uomini u mannen heren mies g gutt gutter"
)
MEN = frozenset(folded_words(_MEN))

_WOMEN = (
    "f female woman women girl girls w weiblich frau frauen femme femmes feminin d dame dames damen"
    " kobieta kobiety zena zeny z kvinde kvinder nainen naiset 女 女子 女性 여 여자 kadin"
    " damer femenino mujer mujeres femmina femmine femminile donna donne v vrouw vrouwen k kvinna kvinnor"
    " kvinne kvinner j jente jenter"
)
WOMEN = frozenset(folded_words(_WOMEN))

WOMEN_OR_NO = frozenset({"n", "no"})
"""Of `nainen` and of `nő`; a no below a head that names a sex."""

SPANISH_SEX = frozenset({"sexo", "genero"})
"""Folded heads of columns of sexes in Spanish."""

SHORTEST = 3
"""Letters of a word that is meant as one at the head of a column."""

_IS = frozenset({"is", "est", "ist", "es", "ar", "er"})

OTHER = {"M": "F", "F": "M"}


def names_sex(head: str) -> str:
    """The sex that the head of a column names, `femmina` or `is_female`; empty where it names none."""
    words = [word for word in folded_words(head) if word not in _IS]
    if len(words) != 1 or len(words[0]) < SHORTEST:
        return ""
    return "M" if words[0] in MEN else "F" if words[0] in WOMEN else ""


def read_sexes(values: Collection[str], head: str) -> dict[str, str]:
    """What each value of a column of sexes means: `M` or `F`, left out where it is not understood.

    `M` is a woman where `H` is a man (hombre, mujer); below a Spanish head it is not understood where
    there is neither `H` nor `F` beside it. `F` is a man where `N` is a woman (férfi,
    nő). Below `femmina` a yes, or a place, is a woman, and a no a man.
    """
    folded = {value: " ".join(folded_words(value)) for value in values}
    heads = folded_words(head)
    spanish = "h" in folded.values() and "m" in folded.values()
    is_open = " ".join(heads) in SPANISH_SEX and not {"h", "f"}.intersection(folded.values())
    asked = names_sex(head)
    hungarian = not asked and "m" not in folded.values() and {"f", "n"} <= set(folded.values())
    sexes = {}
    for value, word in folded.items():
        if hungarian and word == "f":
            sexes[value] = "M"
        elif word in WOMEN or (spanish and word == "m") or (word in WOMEN_OR_NO and not asked):
            sexes[value] = "F"
        elif word in MEN and not (is_open and word == "m"):
            sexes[value] = "M"
        elif asked and is_no(value):
            sexes[value] = OTHER[asked]
        elif asked and (is_yes(value) or value.isdecimal()):
            sexes[value] = asked
    return sexes
