"""`lapbell follow`: what happens in a race, line by line, for scripts and screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from heapq import merge
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from feeds.hub_address import Address, is_address
from replays.commentary.message_ids import MessageIds
from replays.commentary.narration import NarratedEvent, narrate
from replays.commentary.pack_reports import pack_reports
from replays.watching.followed import followed_bibs
from replays.watching.recorded_marks import require_same_event
from replays.watching.recorded_race import RecordedRace
from tui.commands import mark_options, option_types
from tui.commands.command import argument
from tui.commands.event_lines import Tell, as_json, as_text, tell
from tui.commands.find_race import find_race
from tui.commands.speaker import Speaker
from tui.commands.token_option import WATCH_TOKEN, watch_with_token
from tui.commands.write_output import print_unread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.messages import Mark
    from replays.commentary.pack_reports import PackReport

EPILOG = """\
A recorded race is printed all at once or, with --speed, in step with the race. A live
race is followed until Ctrl-C, beginning with what has happened so far. With --json,
every line is a JSON object. With --say, what would have to wait too long is left out,
the less important first.

  lapbell follow 2024-bowerman-mile --say "spd-say -e -w"
  lapbell follow HOST:8400/v1/races/club-1500 --say espeak-ng"""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell follow`."""

    race: str = argument(**option_types.RACE_OR_URL)
    speed: float | None = argument(
        "--speed",
        type=option_types.speed_or_max,
        metavar="N|max",
        help="print a recorded race N times as fast as it was run, 0.25 to 64 (default: max, all at once)",
    )
    athletes: Sequence[str] = argument(
        "--follow",
        action="append",
        default=[],
        metavar="BIB|NAME",
        help="report more about this athlete, with a higher priority; may be repeated",
    )
    marks: Sequence[Mark] = argument("--mark", **mark_options.MARK)
    token_file: Path | None = argument("--token-file", **WATCH_TOKEN)
    say: str = argument(
        "--say",
        default="",
        metavar="COMMAND",
        help="have each sentence said aloud by this program, which gets it on its standard input; "
        "a recorded race is told at 1x then, unless --speed says otherwise",
    )
    json: bool = argument("--json", **option_types.JSON)
    text: bool = argument("--text", **option_types.TEXT)


def run(options: Options) -> None:
    """Print a recorded race and end, or a live one until interrupted."""
    with ExitStack() as stack:
        speaker = stack.enter_context(Speaker(options.say)) if options.say else None
        _follow(options, partial(tell, as_json if options.json else as_text, speaker))


def _follow(options: Options, say: Tell) -> None:
    marks = tuple(options.marks)
    if is_address(options.race):
        # Loaded here, not at the top: a recorded race needs neither asyncio nor sockets.
        from tui.commands.follow_live import follow_live

        address = Address.parse(options.race)
        watch_with_token(address, options.token_file)
        recording = follow_live(address, say, options.speed, options.athletes, marks)
    else:
        recording = RecordedRace.of(find_race(options.race).log())
    speed = 1.0 if options.say and options.speed is None else options.speed
    _tell_race(recording, say, speed, options.athletes, marks)


def _tell_race(
    recording: RecordedRace,
    say: Tell,
    speed: float | None,
    athletes: Sequence[str],
    marks: tuple[Mark, ...],
) -> None:
    """Tell of a recorded race, at a speed or at once.

    Raises FeedError for athletes who are not in it, and for marks of another event or distance.
    """
    print_unread(recording.unread)
    begun_s = monotonic()
    history, ids = recording.history(), MessageIds()
    start_list = history.start_list
    bibs = followed_bibs(start_list, athletes)
    for mark in marks:
        require_same_event(mark, start_list)
    narrated: Iterable[NarratedEvent | PackReport] = narrate(recording, bibs, marks)
    packs: Iterable[NarratedEvent | PackReport] = pack_reports(history.at(recording.end_ms))
    for event in merge(narrated, packs, key=lambda event: event.clock_ms):
        if speed is not None:
            sleep(max(begun_s + event.clock_ms / 1000 / speed - monotonic(), 0.0))
        message = ids.of(event.subject, history) if isinstance(event, NarratedEvent) else None
        say(recording.race, event, message)
