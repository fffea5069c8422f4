"""The words of parkrun's result pages, in the languages of its countries."""

from __future__ import annotations

import re

_SEXES = {
    "F": "Female|Women|Weiblich|Frauen|Femme|Féminin|Femmina|Donna|Vrouw|Kobieta|Kvinde|Kvinna|Kvinne|Nainen"
    "|女性|女",
    "M": "Male|Men|Männlich|Männer|Homme|Masculin|Maschio|Uomo|Man|Mężczyzna|Mand|Mann|Mies|男性|男",
}
SEX = re.compile("|".join(rf"(?P<{sex}>(?<!\w)(?:{words})(?!\w))" for sex, words in _SEXES.items()), re.I)

UNKNOWN = re.compile(
    r"Unknown|Unbekannt|Inconnu|Sconosciut[oa]|Onbekend|Nieznany|Ukendt|Okänd|Ukjent|Tuntematon|名前なし|不明",
    re.I,
)

RUNS = re.compile(
    r"(?<!\S)(?P<runs>\d{1,4})\s*(?:junior\s+)?(?:parkruns?|parkrunia|parkrunów|parkrunit)(?!\S)", re.I
)
"""How often someone has run: `112 parkruns`."""

MEMBER = re.compile(r"\|?\s*(?:Member of the \d+ Club|(?:Volunteer|Volunteering) Club \d+|Club \d+)", re.I)

AGE_GROUP = re.compile(r"(?<!\w)(?P<group>[JSV][MWF](?:\d{1,3}(?:-\d{1,3}|\+)?|-{1,3})|[MW]WC)(?!\w)")

AGE_GRADE = re.compile(r"(?P<grade>\d{1,3}[.,]\d{1,2})\s?%(?:\s*age grade)?", re.I)

BEST = re.compile(r"(?<!\w)(?:PB|RP|MT|BP)(?!\w)")
"""Personal best: in English, French, Italian and Spanish; German and others keep PB."""

DISTANCE = re.compile(r"(?<![\w.])(?P<km>\d{1,2}(?:[.,]\d)?)\s?k(?:m|ms)?(?!\w)", re.I)
