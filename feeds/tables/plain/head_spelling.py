"""How the head of a column is written: its brackets, joined words, units and scripts, made alike."""

from __future__ import annotations

import re

from race.people.folding import folded_words

_MILES = re.compile(r"(?<![\w.,])(\d{1,2}(?:[.,]\d+)?)\s?M(?!\w)")
"""`20M` is 20 miles, `20m` 20 metres."""
_OTHER_KILOMETRES = re.compile("(?<=[0-9]) ?(?:公里|千米|キロ(?:メートル)?|킬로(?:미터)?)")
_OTHER_METRES = re.compile("(?<=[0-9]) ?(?:米|メートル|미터)")
_BRACKETS = re.compile(
    r"[\[(]\s*(?!ms\s*[\])])(?:[hms:.,/]+|hh?[:.]mm[:.]ss|secs?|seconds?|sek|min|minutes|s)\s*[\])]", re.I
)

_WORD_END = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý0-9])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a word ends in `gunStart`, `DateNaissance`, `Chipnr2`, `BIBNumber`."""

_AFTER_UNIT = re.compile(
    r"(?<=\d)(km|k|m|mi)(?=(?:splits?|time|zeit|tid|tijd|temps|pace|place|rank|pos)\b)", re.I
)
"""A unit with a word joined to it: `5kmsplit`."""

_JOINED = re.compile(r"_[xy]$")
"""What programs put behind the heads of columns that two joined tables had both: `Place_x`."""

_OTHER_SCRIPT = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_SCRIPT_END = re.compile(rf"(?<=[\da-zA-Z])(?=[{_OTHER_SCRIPT}])|(?<=[{_OTHER_SCRIPT}])(?=[\da-zA-Z])")
"""Where Latin letters and digits meet Japanese, Chinese or Korean ones: `5km通過`."""


def with_blanks(text: str) -> str:
    """A head with blanks between its words and its units."""
    bare = _JOINED.sub("", _BRACKETS.sub(" ", text)).replace("_", " ")
    bare = _OTHER_METRES.sub(" m ", _OTHER_KILOMETRES.sub(" km ", bare))
    return _SCRIPT_END.sub(" ", _AFTER_UNIT.sub(r"\1 ", _MILES.sub(r"\1 miles", bare)))


def words_parted(text: str) -> str:
    """A head with blanks between the words in it that are joined: `gun Start`."""
    return _WORD_END.sub(" ", text)


def small_letters(text: str) -> str:
    """A head in small letters without accents, with the signs of numbers and stretches kept."""
    words = re.split(r"([\w’']+)", text)
    return "".join("".join(folded_words(w)) or w if w and w[0].isalpha() else w for w in words).casefold()
