"""`lapbell hub status`: how a hub is, and what its operator should look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.client.fetch_hub_health import hub_health
from feeds.hub_address import Address
from race.lazy_dataclass import dataclass
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.hub import LISTEN
from tui.commands.token_option import WATCH_TOKEN, watch_with_token
from tui.commands.write_output import print_json, print_line

if TYPE_CHECKING:
    from feeds.protocol.hub_health import HubHealth

EPILOG = """\
The exit code is 0 if all is well, 1 if something needs attention, and 2 if
the hub does not answer."""

TROUBLE = 1


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell hub status`."""

    hub: str = argument(
        metavar="HUB", nargs="?", default=LISTEN, help=f"the address of the hub (default {LISTEN})"
    )
    token_file: Path | None = argument("--token-file", **WATCH_TOKEN)
    json: bool = argument("--json", **option_types.JSON)


def run(options: Options) -> int:
    """Ask the hub, and print what it says."""
    address = Address.parse(options.hub)
    watch_with_token(address, options.token_file)
    health = hub_health(address)
    if options.json:
        print_json(asdict(health))
    else:
        for line in _lines(health):
            print_line(line)
    return TROUBLE if health.status == "trouble" or health.clocks else 0


def _lines(health: HubHealth) -> Iterator[str]:
    counts = (health.races, "race"), (health.publishers, "publisher"), (health.viewers, "viewer")
    words = [f"{count} {word}{'s' * (count != 1)}" for count, word in counts]
    yield f"{health.status}: {', '.join(words)}"
    for race in health.not_served:
        yield f"not served: {race.race}: {race.reason}"
    yield from (f"trouble: {text}" for text in health.troubles)
    yield from (f"slow: {text}" for text in health.slow)
    yield from (f"clock: {text}" for text in health.clocks)
    yield from (f"device: {text}" for text in health.devices)
    yield from (f"contested: {text}" for text in health.contested)
    yield from (f"note: {text}" for text in health.notes)
