"""`lapbell athlete` and `lapbell head-to-head`: the people of the library, their races and their meetings."""

from __future__ import annotations

import argparse
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from tui.commands.write_output import complain, print_json

if TYPE_CHECKING:
    from replays.people.known_people import People
    from replays.people.results_cache import ResultsCache

ABOUT_NAMES = "A family name is enough where it is one person's; accents and the order do not matter."


def add_to(commands: Any) -> None:
    """Add both commands to the command line."""
    athlete = commands.add_parser(
        "athlete", help="print somebody's races, bests and rivals", epilog=ABOUT_NAMES
    )
    athlete.set_defaults(run=_athlete)
    athlete.add_argument("name", metavar="NAME")
    athlete.add_argument("--json", action="store_true", help="as JSON")

    head_to_head = commands.add_parser(
        "head-to-head", aliases=["duel"], help="print the races in which two people met", epilog=ABOUT_NAMES
    )
    head_to_head.set_defaults(run=_head_to_head)
    head_to_head.add_argument("names", metavar="NAME", nargs=2)
    head_to_head.add_argument("--json", action="store_true", help="as JSON")


def _athlete(options: argparse.Namespace) -> None:
    from replays.people.athlete_history import AthleteHistory
    from replays.people.name_lookup import find_person

    people, archive = _library()
    career = AthleteHistory.of(find_person(people, options.name), people, archive.results)
    if options.json:
        print_json(career.to_json())
    else:
        from tui.text.athlete_profile import profile_text

        print(profile_text(career, _width()))
    for error in archive.broken:
        complain(error)


def _head_to_head(options: argparse.Namespace) -> None:
    from replays.people.head_to_head import HeadToHead
    from replays.people.name_lookup import find_pair

    people, archive = _library()
    pair = HeadToHead.of(*find_pair(people, *options.names), archive.results)
    if options.json:
        print_json(pair.to_json())
    else:
        from tui.text.head_to_head import head_to_head_text

        print(head_to_head_text(pair, _width()))
    for error in archive.broken:
        complain(error)


def _library() -> tuple[People, ResultsCache]:
    from replays.catalogue.start_lists import library
    from replays.people.known_people import People
    from replays.people.results_cache import ResultsCache

    races, broken = library()
    return People(races), ResultsCache(broken)


def _width() -> int:
    return get_terminal_size((100, 24)).columns
