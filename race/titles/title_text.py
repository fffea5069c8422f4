"""What is left of a title while it is read."""

from __future__ import annotations

import re

from race.titles import title_patterns as patterns
from race.titles import title_words as words

LONGEST = 200
"""Characters. A longer row is not a title."""

GONE = "\x00"
"""Stands in a title where something was read."""

_MILES_IN_CAPITALS = re.compile(r"(?<![\w.])(\d{1,2}(?:\.\d+)?)M(?!\w)")
"""10M is ten miles, and 10m ten metres."""


class TitleText:
    """A title in small letters without accents, from which what was read is taken."""

    def __init__(self, printed: str) -> None:
        self.printed = printed.strip()
        """The whole, for sentences."""
        self.text = words.plain(_MILES_IN_CAPITALS.sub(r"\1 miles", self.printed[:LONGEST]))

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether something is left in it."""
        return pattern.search(self.text) is not None

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match, which is gone then."""
        match = pattern.search(self.text)
        if match:
            self.text = f"{self.text[: match.start()]}{GONE}{self.text[match.end() :]}"
        return match

    def strip(self, *unwanted: re.Pattern[str]) -> None:
        """Take all that matches."""
        for pattern in unwanted:
            self.text = pattern.sub(GONE, self.text)

    def strip_moments(self) -> None:
        """Take days and times of day."""
        self.strip(patterns.CLOCK, patterns.DATES)

    def sex(self) -> str:
        """For whom it is, taken: `men`, `women`, `boys`, `girls`, `mixed` or empty."""
        for sex, pattern in words.SEXES:
            if self.take(pattern):
                self.strip(*(other for _, other in words.SEXES))
                return sex
        letter = re.match(r"\s*([mwf])(?=\s+\d)", self.text)
        if letter:
            self.text = GONE + self.text[letter.end() :]
            return words.SEX_OF_LETTER[letter[1]]
        if letter := patterns.LETTER_BEFORE_ROUND.search(self.text):
            self.text = f"{self.text[: letter.end('unit')]} {GONE}{self.text[letter.end() :]}"
            return words.SEX_OF_LETTER[letter[2]]
        return ""

    def round(self) -> tuple[str, str]:
        """The round and the heat, taken; either may be empty."""
        found, heat = "", ""
        if number := self.take(words.ROUND_NUMBER):
            ordinal = {"first": "1", "second": "2", "third": "3"}
            found = f"round {number['n'] or number['rn'] or ordinal[number['word']]}"
        for name, pattern in words.ROUNDS:
            for match in reversed(list(pattern.finditer(self.text))):
                of_match = match["number"] or match["letter"] or match["before"] or ""
                if not name and not of_match:
                    continue  # a race, not the race of a number
                self.text = f"{self.text[: match.start()]}{GONE}{self.text[match.end() :]}"
                found = found or name
                heat = of_match.upper() or heat
        return found, heat
