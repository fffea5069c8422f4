"""`lapbell athlete`: an athlete's races, bests and rivals in the library."""

from __future__ import annotations

from dataclasses import dataclass
from shutil import get_terminal_size

from replays.catalogue.start_lists import library
from replays.people.athlete_history import AthleteHistory
from replays.people.known_people import People
from replays.people.name_lookup import find_person
from replays.people.results_cache import ResultsCache
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.write_output import print_json, print_stderr
from tui.text.athlete_profile import profile_text

EPILOG = """\
A family name is enough if only one person has it. Accents, capitals and the order
of the words do not matter."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell athlete`."""

    name: str = argument(metavar="NAME", help="the athlete's name or id")
    json: bool = argument("--json", **option_types.JSON)


def run(options: Options) -> None:
    """Print the profile, and name on stderr the files that cannot be read."""
    races, broken = library()
    people, results = People(races), ResultsCache(broken)
    history = AthleteHistory.of(find_person(people, options.name), people, results.results)
    if options.json:
        print_json(history.to_json())
    else:
        print(profile_text(history, get_terminal_size((100, 24)).columns))
    for error in results.broken:
        print_stderr(error)
