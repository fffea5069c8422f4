"""Adds the manual pages to the wheel, where what they are made with is installed. Alone, it writes them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent

WIDTH = "72"
"""Cells of a line of the list of commands, which a page indents."""


class ManualPages(BuildHookInterface[Any]):
    """`lapbell.1`, and a page of each command such as `lapbell-board.1`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the pages. A build in an environment of its own lacks Lapbell's libraries and makes none."""
        if version == "editable":
            return
        try:
            paths = write_pages(Path(mkdtemp(prefix="lapbell-man-")))
        except ImportError:
            return
        build_data["shared_data"] |= {str(path): f"share/man/man1/{path.name}" for path in paths}


def write_pages(folder: Path) -> list[Path]:
    """Write all pages into a folder. Raises ImportError without argparse-manpage or Lapbell's libraries."""
    sys.path.insert(0, str(ROOT))
    try:
        from argparse_manpage.manpage import Manpage

        from feeds.own_version import own_version
        from tui.cli import top_parser
        from tui.commands.command import command_parser
        from tui.commands.command_list import COMMANDS, command_module
    finally:
        sys.path.remove(str(ROOT))
    os.environ["COLUMNS"] = WIDTH
    about = {"project_name": "Lapbell", "version": own_version(), "manual_title": "Lapbell"}
    parsers = [top_parser()]
    parsers[0].man_short_description = "watch running races in the terminal, live or recorded"
    for name, (summary, example) in COMMANDS.items():
        parsers.append(command_parser(command_module(name), name, summary, example))
        parsers[-1].man_short_description = summary
    paths = []
    for parser in parsers:
        page = Manpage(parser, _data=about)
        page.prog = parser.prog.replace(" ", "-")
        paths.append(folder / f"{page.prog}.1")
        paths[-1].write_text(str(page), encoding="utf-8")
    return paths


if __name__ == "__main__":
    into = Path(sys.argv[1])
    into.mkdir(parents=True, exist_ok=True)
    print(f"{len(write_pages(into))} pages in {into}")
