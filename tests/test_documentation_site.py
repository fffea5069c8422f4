"""The site of the documentation has every page, every link leads somewhere, and the tutorial can be typed."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tui.run_lapbell import ROOT, lapbell_here
from tui.commands.command import parse_options
from tui.commands.command_list import COMMANDS, command_module

DOCS = ROOT / "docs"

TUTORIAL = (DOCS / "tutorial.md").read_text(encoding="utf-8")

TYPED = [shlex.split(line)[1:] for line in re.findall(r"^    (lapbell .*)$", TUTORIAL, re.MULTILINE)]

PRINTING = {"board", "splits", "follow", "athlete", "convert", "report", "new"}


def pages(entries: list[dict[str, Any]]) -> Iterator[str]:
    """The pages of a part of the navigation."""
    for entry in entries:
        for under in entry.values():
            yield from [under] if isinstance(under, str) else pages(under)


def test_every_page_has_its_place() -> None:
    """In the navigation, once."""
    site = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))

    assert sorted(pages(site["project"]["nav"])) == sorted(path.name for path in DOCS.glob("*.md"))


@pytest.mark.parametrize("page", ["../README.md", *sorted(path.name for path in DOCS.glob("*.md"))])
def test_every_link_leads_somewhere(page: str) -> None:
    """To a file of the repository, and to a heading of it where one is named."""
    text = (DOCS / page).read_text(encoding="utf-8")
    folder = (DOCS / page).parent
    for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, heading = link.partition("#")
        target = folder / path if path else DOCS / page
        assert target.exists(), link
        if heading:
            assert heading in headings(target), link


def headings(path: Path) -> set[str]:
    """The names by which the headings of a page are linked to, as pages of repositories make them."""
    titles = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_tutorial_can_be_typed(tmp_path: Path) -> None:
    """Each command is understood; those that print do what the page says, one after the other."""
    [table] = re.findall(r"```csv\n(.*?)```", TUTORIAL, re.DOTALL)
    (tmp_path / "results.csv").write_text(table, encoding="utf-8")
    assert len(TYPED) > 12

    for words in TYPED:
        name = next(name for name in (" ".join(words[:2]), words[0]) if name in COMMANDS)
        rest = words[len(name.split()) :]
        parse_options(command_module(name), name, COMMANDS[name].summary, rest)
        if words[0] in PRINTING and words[0] != "report":
            done = lapbell_here(*words, cwd=tmp_path)
            assert done.returncode == 0, (words, done.stderr)
            assert done.stdout or words[0] in ("convert", "new"), words
    assert {"club-1500.jsonl", "tonight.jsonl"} <= {path.name for path in tmp_path.iterdir()}
