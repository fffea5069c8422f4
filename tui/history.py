"""`lapbell athlete` and `lapbell duel`: the people of the library, their races and their meetings."""

from __future__ import annotations

import argparse
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from tui.output import complain, print_json

if TYPE_CHECKING:
    from replays.archive import Archive
    from replays.people import People

ABOUT_NAMES = "A family name is enough where it is one person's; accents and the order do not matter."


def add_to(commands: Any) -> None:
    """Add both commands to the command line."""
    athlete = commands.add_parser(
        "athlete", help="print somebody's races, bests and rivals", epilog=ABOUT_NAMES
    )
    athlete.set_defaults(run=_athlete)
    athlete.add_argument("name", metavar="NAME")
    athlete.add_argument("--json", action="store_true", help="as JSON")

    duel = commands.add_parser("duel", help="print the races in which two people met", epilog=ABOUT_NAMES)
    duel.set_defaults(run=_duel)
    duel.add_argument("names", metavar="NAME", nargs=2)
    duel.add_argument("--json", action="store_true", help="as JSON")


def _athlete(options: argparse.Namespace) -> None:
    from replays.career import Career
    from replays.naming import the_one

    people, archive = _library()
    career = Career.of(the_one(people, options.name), people, archive.results)
    if options.json:
        print_json(career.to_json())
    else:
        from tui.career import career_text

        print(career_text(career, _width()))
    for error in archive.broken:
        complain(error)


def _duel(options: argparse.Namespace) -> None:
    from replays.duel import Duel
    from replays.naming import the_two

    people, archive = _library()
    duel = Duel.of(*the_two(people, *options.names), archive.results)
    if options.json:
        print_json(duel.to_json())
    else:
        from tui.duel import duel_text

        print(duel_text(duel, _width()))
    for error in archive.broken:
        complain(error)


def _library() -> tuple[People, Archive]:
    from replays.archive import Archive
    from replays.people import People
    from replays.start_lists import library

    races, broken = library()
    return People(races), Archive(broken)


def _width() -> int:
    return get_terminal_size((100, 24)).columns
