"""`lapbell watch`: a live race, or the races of a hub, on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import UserError
from feeds.hub_address import Address
from race.lazy_dataclass import dataclass
from replays.hubs import known_hubs
from replays.watching.live_playhead import LONGEST_DELAY_S
from tui.commands import mark_options, option_types
from tui.commands.command import argument
from tui.commands.start_app import start_app, start_screen
from tui.commands.token_option import WATCH_TOKEN, watch_with_token
from tui.race_sources import HubSource
from tui.settings.config import load_config
from tui.settings.preferences import Preferences, remember

if TYPE_CHECKING:
    from textual.screen import Screen

    from feeds.tables.cue_lines import CueLine
    from race.messages import Mark
    from race.projection.previous_edition import Edition


def _delay(text: str) -> float:
    return option_types.number(text, "a number of seconds", 0, LONGEST_DELAY_S)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell watch`."""

    url: str = argument(
        metavar="URL",
        help="a race on a hub (HOST:PORT/v1/races/RACE), or a hub to choose a race from (HOST:PORT)",
    )
    delay: float | None = argument(
        "--delay",
        type=_delay,
        metavar="SECONDS",
        help=f"show the race this many seconds late, at most {LONGEST_DELAY_S} "
        "(default: as set in config.toml, or the last delay used, or 0)",
    )
    marks: Sequence[Mark] = argument("--mark", **mark_options.MARK)
    edition: Edition | None = argument("--edition", **option_types.EDITION)
    operator: bool = argument("--operator", **option_types.OPERATOR)
    record: Path | None = argument(
        "--record",
        exclusive="recording",
        **option_types.FILE,
        help="record the race in this file instead of in the library",
    )
    current: bool = argument(
        "--current",
        exclusive="timetable",
        action="store_true",
        help="of a hub, show the race that is on, and the next one when its gun goes",
    )
    next: bool = argument(
        "--next",
        exclusive="timetable",
        action="store_true",
        help="of a hub, show the field of the race that is next: bests, meetings, what is at stake",
    )
    cues: Sequence[CueLine] = argument("--notes", **option_types.NOTES)
    token_file: Path | None = argument("--token-file", **WATCH_TOKEN)
    no_record: bool = argument(
        "--no-record", exclusive="recording", action="store_true", help="do not record the race"
    )


def _refuse_what_does_not_go_together(options: Options, address: Address) -> None:
    """Raise UserError for options of a hub with a race, and the other way round."""
    if (options.current or options.next) and address.race is not None:
        option = "--current" if options.current else "--next"
        raise UserError(f"{option} takes a hub, {address.host}, not one of its races")
    of_one_race = options.record or options.no_record or options.marks or options.edition
    if (options.current or options.next) and of_one_race:
        raise UserError("--record, --no-record, --mark and --edition go with one race, not with a hub's")
    if options.cues and not (options.next or address.race):
        raise UserError("--notes goes with --next, or with a race")


def run(options: Options) -> int:
    """Open the screen."""
    address = Address.parse(options.url)
    hub = Address(address.base)
    _refuse_what_does_not_go_together(options, address)
    watch_with_token(address, options.token_file)
    known_hubs.remember(hub, options.token_file, has_answered=False)
    if options.delay is not None:
        remember(delay_s=options.delay)
    if options.next:
        return start_screen(partial(_next_race_screen, hub, options.cues))
    if address.race is None:
        current = hub if options.current else None
        return start_app(live_first=True, operator=options.operator, current=current, delay_s=options.delay)
    config = load_config()
    return start_app(
        HubSource(
            address,
            delay_s=config.over(Preferences.load()).delay_s if options.delay is None else options.delay,
            record=options.record is not None or (config.record and not options.no_record),
            path=options.record,
            marks=tuple(options.marks),
            edition=options.edition,
            operator=options.operator,
            cues=tuple(options.cues),
        ),
        delay_s=options.delay,
    )


def _next_race_screen(hub: Address, cues: Sequence[CueLine]) -> Screen[None]:
    # Loaded here, not at the top: Textual is loaded when the screen is opened.
    from tui.screens.next_race import NextRaceScreen

    return NextRaceScreen(hub, cues)
