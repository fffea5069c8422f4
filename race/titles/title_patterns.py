"""The numbers and units of race titles, and what in a title is not a distance: dates, times of day, splits.

All are patterns for a text that `title_words.plain` has folded.
"""

from __future__ import annotations

import re

METRE = r"(?:met(?:re|er)s?|metern|metros?|metri|metra|mtrs?|mts?|m)"
KILOMETRE = r"(?:kms?|k|kilomet\w+|chilometri)"
MILES_ = r"(?:miles?|mi|meilen?|millas?|migli[ao]|mijl(?:en)?)"
YARD = r"(?:yards?|yds?|y)"
UNIT = rf"(?:{METRE}|{KILOMETRE}|{MILES_}|{YARD})"
BEFORE_WALK = re.compile(rf"{UNIT}|hours?|hrs?|h|marathons?|open|speed|olympic")
"""What may stand before "walk" in the name of one; other words make a place of it, as in "River Walk"."""
_FREE = r"(?<![\w.,'x/$£€+-])"
"""Before a number that is not part of something else."""
_END = r"(?![\w'])"

NUMBERS = {
    **dict.fromkeys(("one", "ein", "eine"), 1),
    **dict.fromkeys(("two", "zwei", "deux", "dos", "due", "twee"), 2),
    **{"three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12, "twenty-four": 24},
    **dict.fromkeys(("half", "1/2", "halbe", "media"), 0.5),
    **{"quarter": 0.25, "1/4": 0.25},
}
_NUMBER = rf"\d{{1,3}}(?:[.,]\d{{1,4}})?|{'|'.join(map(re.escape, NUMBERS))}"

METRES = re.compile(
    rf"{_FREE}(?P<number>\d{{1,3}}(?:[,.' ]\d{{3}})+(?!\d)|\d{{2,6}}(?:[.,]\d{{1,2}})?)\s?-?"
    rf"{METRE}\.?\s?(?P<ending>hh?|lh|ih|hs|sc|st|r?w)?{_END}"
)
LETTER_BEFORE_ROUND = re.compile(
    rf"(?<=\d)(?P<unit>\s?{METRE})\s([mw])(?=[\s,:–-]+(?:vorl|zeitl|zeitendl|zwischenl|endl)\w*)"
)
"""For whom a race is, in a title that goes on in German, where a walk is no W: `1500m W - Vorlauf 2`."""
KILOMETRES = re.compile(
    rf"{_FREE}(?P<number>\d{{1,3}}(?:[.,]\d{{1,4}})?)\s?-?{KILOMETRE}\.?\s?(?P<ending>r?w)?{_END}"
)
MILES = re.compile(
    rf"{_FREE}(?P<number>{_NUMBER})[\s-]?(?:(?:(?:engl?\.?|english|engelse|englische) )?{MILES_}|em){_END}"
)
YARDS = re.compile(rf"{_FREE}(?P<number>\d{{2,5}})[\s-]?{YARD}\.?\s?(?P<ending>hh?|lh|ih|hs)?{_END}")
MILE = re.compile(rf"(?<![\w'-])(?:mile|meile|milla|miglio|mijl){_END}")
"""A mile without a number, as the Bowerman Mile."""
BARE = re.compile(
    r"(?<![\w.,:'/+-])(?P<number>\d{1,3},\d{3}|\d{2,5})(?P<ending>hh?|lh|ih|hs|sc|w)?"
    rf"(?![\w'/+]|[.,:-]\d|\s?-?{UNIT}(?!\w)|\s?x\s?\d|\s\d{{3}}(?!\d))"
)
"""A number without a unit."""

NUMBER_ALONE = re.compile(r"(?<![\w.,])(?!1(?![\d.,]))\d{1,2}(?:[.,]\d+)?(?!\w)")
"""Beside a mile without a number: it may be how many there are, with a word between."""

HOURS = re.compile(
    rf"{_FREE}(?P<number>{_NUMBER})[\s-]?"
    rf"(?:hours?|hrs?|h|stunden?(?:-?lauf\w*)?|std|heures?|horas?|or[ae]|uurs?(?:-?loop)?"
    rf"|timmars?(?:-?lopp?\w*)?|timers?(?:-?lop\w*)?){_END}"
)
DAYS = re.compile(
    rf"{_FREE}(?P<number>{_NUMBER})[\s-]?(?:days?|tage|jours|dias|giorni|dagen|dygn|dogn){_END}"
)

EQUAL_LEGS = re.compile(
    r"(?<![\w.,'/])(?P<count>\d{1,2})\s?(?:x|by)\s?"
    r"(?P<leg>\d{1,3}[,.' ]\d{3}(?!\d)|\d{1,5}(?:[.,]\d)?)?\s?"
    rf"(?P<unit>{UNIT})?\.?\s?(?P<ending>h)?{_END}"
)
"""4x400 m, 4 x 1 mile, 4 x Mile."""
MEDLEY_LEGS = re.compile(rf"{_FREE}\d{{2,4}}(?:m?(?:[-/,]|\s?\+\s?)\d{{2,4}}){{2,}}m?{_END}")
"""1200-400-800-1600."""

ASIDE = re.compile(
    rf"(?<![\w.,])(?:\d[\d.,']*\s?{UNIT}\s+(?:splits?|laps?|loops?|zwischen\w+|intermediates?(?!\s+h)|checkpoints?"
    r"|passage\w*|mark|abschnitt\w*|runden?|varv|leg times?)(?!\w)"
    r"|(?:every|each|alle|tous les|cada|ogni|elke|var|hver|splits?(?: at)?|(?:laps?|loops?) of|runden? von)"
    rf"\s+\d[\d.,']*\s?{UNIT}(?!\w))"
)
"""A distance that is not the race's own: of splits or of laps."""
LAP = re.compile(
    rf"(?<![\w.,])(\d{{3}})[\s-]?({METRE}|{YARD})\.?[\s-]+"
    r"(?:(?:indoor|oversized?|banked|flat|short|unbanked)[\s-]+)*(?:track|oval|banked|rundbahn|bahn|baan)(?!\w)"
)
WIND = re.compile(r"(?<!\w)wind(?:\s?speed)?\s*[:=]?\s*[+-]?\d{1,2}[.,]\d(?:\s?m/s)?(?!\w)")
HEIGHT = re.compile(rf"(?<![\w.,])(?:0[.,]\d{{2,3}}|1[.,]06\d?)\s?{METRE}?(?!\w)")
"""The height of hurdles; 1.067 m is not a distance."""
CLOCK = re.compile(
    r"(?<![\w.,])\d{1,2}(?::\d\d){1,2}(?:\s?[ap]\.?m\.?)?(?!\w)"
    r"|(?<!\w)\d{1,2}\s?(?:h\s?[0-5]\d|[ap]\.?m\.?)(?!\w)"
)
_MONTHS = """
jan january januar januari janvier enero gennaio feb fev february februar februari fevrier febrero
febbraio mar march marz mars marzo maart apr abr avr april abril aprile avril may mai maj mei mayo maggio
jun june juni juin junio giugno jul july juli juillet julio luglio aug ago august augusti augustus aout
agosto sep sept set september septembre septiembre settembre oct okt ott october oktober octobre octubre
ottobre nov november novembre noviembre dec dez des dic december dezember decembre desember diciembre
dicembre
"""
_MONTH = rf"(?:{'|'.join(_MONTHS.split())})\.?"
DATES = re.compile(
    rf"(?<![\w.,])\d{{1,2}}(?:st|nd|rd|th|\.)?(?:\s?[-–]\s?\d{{1,2}}\.?)?(?:\sde)?\s?{_MONTH}"
    r"(?:(?:\sde)?[\s,]\s?\d{4})?(?!\w)"
    r"|(?<![\w.,])(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}|'\d\d)(?!\w)"
    r"|(?<![\w.,'])(?:19|20)\d\d(?![\w',]|\.\d|\s?(?:m|met|mts|y|k|sc|w|h)\b"
    r"|\s?(?:met|steeple|hinder|walk|march|marci|gehen|obst|siepi|yard))"
)
OTHER_NUMBER = re.compile(
    r"(?<!\w)(?:event|epreuve|prueba|wedstrijd|gren|ovelse|ev|#|no\.?|nr\.?)\s*#?\s*\d{1,3}[a-z]?"
    rf"(?![\w.,])(?!\s?{UNIT}\b)(?!\s?x\s?\d)\s*[:.)-]?"
)
"""The number of an event in its meeting."""
NAMED_NUMBER = re.compile(r"(?<!\w)(?:route|highway|interstate|area|studio|pier|formula)\s+\d{1,3}(?![\w.,])")
"""A number that is part of a name, even with a unit behind it, as in "Route 66 Mile"."""
YEARLY = re.compile(r"(?<!\w)\d{1,3}(?:st|nd|rd|th|eme|[.ªº])(?!\w)(?!\d)")
"""Which time it is held."""
