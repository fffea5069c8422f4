"""`lapbell head-to-head`: the races of the library in which two athletes met."""

from __future__ import annotations

from collections.abc import Sequence

from race.lazy_dataclass import dataclass
from replays.people.head_to_head import HeadToHead
from replays.people.name_lookup import find_pair, two_names
from replays.people.people_index import library_people
from replays.people.results_cache import ResultsCache
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.write_output import line_width, print_json, print_stderr
from tui.text import head_to_head
from tui.text.safe_text import truncate
from tui.text.styled_line import plain_text

EPILOG = """\
A family name is enough if only one person has it, or if only one person who has it met
the other athlete. Accents, capitals and the order of the words do not matter. Quotes
are needed only where it is not clear where the first name ends."""

INDENT = " " * 4
"""Before the splits of a meeting."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell head-to-head`."""

    names: Sequence[str] = argument(
        metavar="NAME", completes="athletes", nargs="+", help="an athlete's name or id"
    )
    json: bool = argument("--json", **option_types.JSON)


def run(options: Options) -> None:
    """Print the meetings, and name on stderr the files that cannot be read."""
    people, broken = library_people()
    results = ResultsCache(broken)
    pair = HeadToHead.of(*find_pair(people, *two_names(people, options.names)), results.results)
    if options.json:
        print_json(pair.to_json())
    else:
        print(head_to_head_text(pair, line_width()))
    for error in results.broken:
        print_stderr(error)


def head_to_head_text(pair: HeadToHead, width: int) -> str:
    """All meetings, each with its splits, in lines of at most `width` cells."""
    lines = [plain_text(line) for line in head_to_head.heading(pair, width)]
    if pair.meetings:
        lines += ["", head_to_head.titles(pair, width)]
    for meeting in pair.meetings:
        lines.append(head_to_head.meeting_line(pair, meeting, width))
        lines += [INDENT + head_to_head.split_line(pair, split) for split in meeting.splits]
    if pair.missing:
        lines += ["", "Known, and not in this library", head_to_head.titles(pair, width)]
    lines += [head_to_head.missing_line(pair, meeting, width) for meeting in pair.missing]
    return "\n".join(truncate(line, width) for line in lines)
