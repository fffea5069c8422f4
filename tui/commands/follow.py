"""`lapbell follow`: what happens in a race, a line at a time, for scripts and screen readers."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from tui.commands import mark_options
from tui.commands.option_types import speed_or_max

if TYPE_CHECKING:
    from race.messages import Mark
    from replays.watching.recorded_race import RecordedRace
    from tui.commands.event_lines import Form

EPILOG = """\
A recorded race is printed at once, or with --speed as it went. A race on a hub is followed until Ctrl-C,
first with what happened so far; one that is recorded there is printed, and that is all."""


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "follow",
        help="print what happens, a line at a time",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_follow)
    parser.add_argument(
        "race",
        metavar="RACE|FILE|URL",
        help="of the library, a race file, or on a hub: HOST:PORT/v1/races/RACE",
    )
    parser.add_argument(
        "--speed", type=speed_or_max, metavar="N|max", help="0.25 to 64 (default max: all at once)"
    )
    parser.add_argument(
        "--follow",
        action="append",
        default=[],
        metavar="BIB|NAME",
        help="tell more of an athlete, and rank it higher; may be given several times",
    )
    mark_options.add_to(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="a JSON object a line")
    form.add_argument("--text", action="store_true", help="a sentence a line (the default)")


def _follow(options: argparse.Namespace) -> None:
    from feeds.hub_address import Address, is_address
    from tui.commands.event_lines import as_json, as_text

    form, marks = as_json if options.json else as_text, tuple(options.marks)
    if is_address(options.race):
        from tui.commands.follow_live import follow_hub

        recording = follow_hub(Address.parse(options.race), form, options.speed, options.follow, marks)
    else:
        from replays.library import find
        from replays.watching.recorded_race import RecordedRace

        recording = RecordedRace.read(find(options.race))
    play(recording, form, options.speed, options.follow, marks)


def play(
    recording: RecordedRace,
    form: Form,
    speed: float | None,
    wanted: Sequence[str] = (),
    marks: tuple[Mark, ...] = (),
) -> None:
    """Print a recorded race, at a speed or at once.

    Raises FeedError for athletes who are not in it, and for marks of another event or distance.
    """
    from replays.commentary.narration import narrate
    from replays.watching.followed import followed_bibs
    from replays.watching.recorded_marks import require_same_event
    from tui.commands.event_lines import say

    begun_s = monotonic()
    start_list = recording.history().start_list
    bibs = followed_bibs(start_list, wanted)
    for mark in marks:
        require_same_event(mark, start_list)
    for told in narrate(recording, bibs, marks):
        if speed is not None:
            sleep(max(begun_s + told.clock_ms / 1000 / speed - monotonic(), 0.0))
        say(form, recording.race, told)
