"""A strict reader of the text format of Prometheus, version 0.0.4."""

from __future__ import annotations

import re
from typing import NamedTuple

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
HELP = re.compile(rf"# HELP ({NAME}) (.+)")
TYPE = re.compile(rf"# TYPE ({NAME}) (counter|gauge|histogram|summary|untyped)")
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{((?:{LABEL})(?:,{LABEL})*)?\}})? (\S+)(?: (-?\d+))?")


class Family(NamedTuple):
    """The samples of one metric."""

    kind: str
    about: str
    samples: dict[str, float]
    """By their labels, as they stand between the braces."""


def families(text: str) -> dict[str, Family]:
    """The metrics of a page. Raises ValueError for what Prometheus would not take, or should not."""
    if not text.endswith("\n"):
        raise ValueError("the last line has no end")
    found: dict[str, Family] = {}
    about: tuple[str, str] | None = None
    current = ""
    for line in text[:-1].split("\n"):
        if match := HELP.fullmatch(line):
            about = match[1], match[2]
        elif match := TYPE.fullmatch(line):
            if about is None or about[0] != match[1] or match[1] in found:
                raise ValueError(f"not after its help, or twice: {line}")
            if (match[2] == "counter") is not match[1].endswith("_total"):
                raise ValueError(f"a counter, and nothing else, ends with _total: {line}")
            current = match[1]
            found[current] = Family(match[2], about[1], {})
        elif (match := SAMPLE.fullmatch(line)) and match[1] == current:
            labels = match[2] or ""
            if labels in found[current].samples:
                raise ValueError(f"twice: {line}")
            found[current].samples[labels] = float(match[3])
        else:
            raise ValueError(f"not a line of this format: {line!r}")
    return found
