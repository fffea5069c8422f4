"""The sentences of the documents that promise something, and the tests that hold them to it."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
LIST = Path(__file__).with_name("promises.txt")

SECTIONS = {
    "feed.md": (
        "The handshake",
        "Watching",
        "A board as it changes",
        "Publishing",
        "Administering",
        "Staying connected",
        "Close codes",
        "Limits",
        "Tokens and encryption",
        "What the hub promises",
        "Plain HTTP",
    ),
    "race-day.md": ("Publishing", "What is recorded"),
    "operating.md": ("Running a hub",),
}
"""Where the pages promise; what a client does and what an example shows is elsewhere."""

NO_PROMISE = "no promise"
"""In place of a test: the sentence defines, advises or points somewhere."""


def sentences(page: str) -> list[str]:
    """Each sentence, item of a list and row of a table in the sections of a page, on one line."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found: list[str] = []
    for heading, body in re.findall(r"^#{2,3} (.+?)\n(.*?)(?=^#{2,3} |\Z)", text, re.MULTILINE | re.DOTALL):
        if heading in SECTIONS[page]:
            found += _of_section(re.sub(r"^```.*?^```", "", body, flags=re.MULTILINE | re.DOTALL))
    return list(dict.fromkeys(found))


def _of_section(body: str) -> list[str]:
    found: list[str] = []
    for block in re.split(r"\n\s*\n|\n(?=- |\d\. |\|)", body):
        if block.startswith("|"):
            cells = [cell.strip() for cell in block.strip().strip("|").split("|")]
            if all(re.fullmatch(r"-+", cell) for cell in cells):
                found.pop()  # what stood above was the head of the table
            else:
                found.append(" | ".join(cells))
        elif block.strip() and not block.lstrip("\n").startswith("    "):
            one_line = " ".join(block.removeprefix("- ").split())
            found += re.split(r"(?<=[.:!?)])(?<!e\.g\.) (?=[A-Z`*\[0-9(])", one_line)
    return [sentence for sentence in found if sentence]


def listed() -> dict[str, dict[str, list[str]]]:
    """By page and sentence: the tests that are listed for it."""
    pages: dict[str, dict[str, list[str]]] = {}
    page: dict[str, list[str]] = {}
    tests: list[str] = []
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1] in SECTIONS:
            page = pages.setdefault(line[1:-1], {})
        elif line.startswith("    "):
            tests.append(line.strip())
        elif line:
            tests = page.setdefault(line, [])
    return pages
