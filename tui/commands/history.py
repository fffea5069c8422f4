"""`lapbell athlete` and `lapbell duel`: the people of the library, their races and their meetings."""

from __future__ import annotations

import argparse
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from tui.commands.write_output import complain, print_json

if TYPE_CHECKING:
    from replays.people.known_people import People
    from replays.people.results_cache import Archive

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
    from replays.people.athlete_history import Career
    from replays.people.name_lookup import the_one

    people, archive = _library()
    career = Career.of(the_one(people, options.name), people, archive.results)
    if options.json:
        print_json(career.to_json())
    else:
        from tui.text.athlete_profile import career_text

        print(career_text(career, _width()))
    for error in archive.broken:
        complain(error)


def _duel(options: argparse.Namespace) -> None:
    from replays.people.head_to_head import Duel
    from replays.people.name_lookup import the_two

    people, archive = _library()
    duel = Duel.of(*the_two(people, *options.names), archive.results)
    if options.json:
        print_json(duel.to_json())
    else:
        from tui.text.head_to_head import duel_text

        print(duel_text(duel, _width()))
    for error in archive.broken:
        complain(error)


def _library() -> tuple[People, Archive]:
    from replays.catalogue.start_lists import library
    from replays.people.known_people import People
    from replays.people.results_cache import Archive

    races, broken = library()
    return People(races), Archive(broken)


def _width() -> int:
    return get_terminal_size((100, 24)).columns
