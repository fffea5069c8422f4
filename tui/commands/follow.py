"""`lapbell follow`: what happens in a race, line by line, for scripts and screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from heapq import merge
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, get_args

from feeds.hub_address import Address, is_address
from race.lazy_dataclass import dataclass
from replays.commentary.checkpoint_reports import CheckpointReports, Every, recorded_reports
from replays.commentary.message_ids import MessageIds
from replays.commentary.narration import NarratedEvent, narrate
from replays.commentary.pack_reports import PackReport, pack_reports
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
    from replays.commentary.checkpoint_reports import CheckpointReport

EPILOG = """\
A recorded race is printed all at once or, with --speed, in step with the race. A live
race is followed until Ctrl-C, beginning with what has happened so far. With --json,
every line is a JSON object. With --say, what would have to wait too long is left out,
the less important first.

  lapbell follow 2026-london-dl-mile --every lap
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
    every: Every = argument(
        "--every",
        choices=get_args(Every),
        default="moment",
        help="tell of everyone who passes, with place, gap, lap and projected finish, and of the order: at "
        "each lap, or at each checkpoint (default: moment, only what happens)",
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
    if is_address(options.race):
        # Loaded here, not at the top: a recorded race needs neither asyncio nor sockets.
        from tui.commands.follow_live import follow_live

        address = Address.parse(options.race)
        watch_with_token(address, options.token_file)
        recording = follow_live(
            address, say, options.speed, options.athletes, tuple(options.marks), options.every
        )
    else:
        recording = RecordedRace.of(find_race(options.race).log())
    _tell_race(recording, say, options)


def _tell_race(recording: RecordedRace, say: Tell, options: Options) -> None:
    """Tell of a recorded race, at a speed or at once.

    Raises FeedError for athletes who are not in it, and for marks of another event or distance.
    """
    print_unread(recording.unread)
    speed = 1.0 if options.say and options.speed is None else options.speed
    begun_s = monotonic()
    history, ids = recording.history(), MessageIds()
    bibs, marks = followed_bibs(history.start_list, options.athletes), tuple(options.marks)
    for mark in marks:
        require_same_event(mark, history.start_list)
    reports = CheckpointReports(options.every, bibs, marks)
    sources: tuple[Iterable[NarratedEvent | PackReport | CheckpointReport], ...] = (
        narrate(recording, bibs, marks),
        recorded_reports(recording, reports),
        pack_reports(history.at(recording.end_ms)),
    )
    for event in merge(*sources, key=lambda event: event.clock_ms):
        narrated = event if isinstance(event, NarratedEvent) else None
        if narrated is not None and reports.says(narrated):
            continue
        if speed is not None:
            sleep(max(begun_s + event.clock_ms / 1000 / speed - monotonic(), 0.0))
        say(recording.race, event, ids.of(narrated.subject, history) if narrated is not None else None)
