"""`lapbell watch`: a live race, or the races of a hub, on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import UserError
from feeds.hub_address import Address
from replays.hubs import known_hubs
from replays.watching.live_playhead import LONGEST_DELAY_S
from tui.commands import mark_options, option_types
from tui.commands.command import argument
from tui.commands.start_app import start_app
from tui.commands.token_option import WATCH_TOKEN, watch_with_token
from tui.race_sources import HubSource
from tui.settings.preferences import Preferences, remember

if TYPE_CHECKING:
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
        "(default: the last delay used, or 0)",
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
        action="store_true",
        help="of a hub, show the race that is on, and the next one when its gun goes",
    )
    token_file: Path | None = argument("--token-file", **WATCH_TOKEN)
    no_record: bool = argument(
        "--no-record", exclusive="recording", action="store_true", help="do not record the race"
    )


def run(options: Options) -> int:
    """Open the screen."""
    address = Address.parse(options.url)
    if options.current and address.race is not None:
        raise UserError(f"--current takes a hub, {address.host}, not one of its races")
    watch_with_token(address, options.token_file)
    known_hubs.remember(Address(address.base), options.token_file)
    if options.delay is not None:
        remember(delay_s=options.delay)
    if address.race is None:
        current = Address(address.base) if options.current else None
        return start_app(live_first=True, operator=options.operator, current=current)
    return start_app(
        HubSource(
            address,
            delay_s=Preferences.load().delay_s,
            record=not options.no_record,
            path=options.record,
            marks=tuple(options.marks),
            edition=options.edition,
            operator=options.operator,
        )
    )
