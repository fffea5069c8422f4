"""`lapbell athlete`: an athlete's races, bests and rivals in the library."""

from __future__ import annotations

from collections.abc import Sequence

from race.lazy_dataclass import dataclass
from replays.people.athlete_history import AthleteHistory
from replays.people.name_lookup import find_person
from replays.people.people_index import library_people
from replays.people.results_cache import ResultsCache
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.write_output import line_width, print_json, print_stderr
from tui.text import athlete_profile
from tui.text.safe_text import truncate
from tui.text.styled_line import plain_text

EPILOG = """\
A family name is enough if only one person has it, and so is an initial beside it.
Accents, capitals and the order of the words do not matter, and quotes are not needed."""

MOST_RIVALS = 10
"""Rivals in printed text; the screen has all of them."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell athlete`."""

    words: Sequence[str] = argument(
        metavar="NAME", completes="athletes", nargs="+", help="the athlete's name or id"
    )
    json: bool = argument("--json", **option_types.JSON)


def run(options: Options) -> None:
    """Print the profile, and name on stderr the files that cannot be read."""
    people, broken = library_people()
    results = ResultsCache(broken)
    history = AthleteHistory.of(find_person(people, " ".join(options.words)), people, results.results)
    if options.json:
        print_json(history.to_json())
    else:
        print(profile_text(history, line_width()))
    for error in results.broken:
        print_stderr(error)


def profile_text(profile: AthleteHistory, width: int) -> str:
    """The whole profile in lines of at most `width` cells."""
    about = [*athlete_profile.heading(profile, width), (), *athlete_profile.bests_lines(profile, width)]
    lines = [plain_text(line) for line in about]
    lines += ["", athlete_profile.titles(width)]
    lines += [athlete_profile.race_line(appearance, width) for appearance in profile.appearances]
    lines += ["", athlete_profile.RIVALS, *map(athlete_profile.rival_line, profile.rivals[:MOST_RIVALS])]
    return "\n".join(truncate(line, width) for line in lines)
