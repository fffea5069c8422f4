"""`lapbell line`: a race in one line, for the prompt of a shell or the status line of a terminal."""

from __future__ import annotations

from pathlib import Path

from feeds.errors import UserError
from feeds.hub_address import Address, is_address
from race.lazy_dataclass import dataclass
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.open_race import open_race
from tui.commands.race_line import race_line
from tui.commands.token_option import WATCH_TOKEN, watch_with_token

EPILOG = """\
Of a hub it is the race that is on, or else the next one. With --watch there is a new
line whenever it changes, at most one a second, until Ctrl-C: tmux shows the last one.

  tmux set -g status-right '#(lapbell line --watch --width 60 HOST:8400)'
  PS1='$(lapbell line --width 60 HOST:8400 2>/dev/null)\\n\\$ '"""

WIDTH = 80


def _width(text: str) -> int:
    return option_types.whole_number(text, "a number of cells", 20, 1000)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell line`."""

    race: str = argument(
        metavar="URL|RACE|FILE",
        help="a hub, HOST:PORT, a race on it, HOST:PORT/v1/races/RACE, or a recorded race",
    )
    watch: bool = argument("--watch", action="store_true", help="print a new line whenever it changes")
    width: int = argument(
        "--width",
        type=_width,
        default=WIDTH,
        metavar="CELLS",
        help=f"as long as a line may be, from 20 to 1000 cells (default {WIDTH})",
    )
    token_file: Path | None = argument("--token-file", **WATCH_TOKEN)


def run(options: Options) -> None:
    """Print the line, once or whenever it changes."""
    if not is_address(options.race):
        _print_recorded(options)
        return
    # Loaded here, not at the top: a recorded race needs neither asyncio nor sockets.
    from tui.commands.line_live import print_lines, print_once

    address = Address.parse(options.race)
    watch_with_token(address, options.token_file)
    (print_lines if options.watch else print_once)(address, options.width)


def _print_recorded(options: Options) -> None:
    if options.watch:
        raise UserError("--watch takes a hub or a race on one: a recorded race does not change")
    print(race_line(*open_race(options.race, options.token_file), options.width))
