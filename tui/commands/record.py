"""`lapbell record`: the races of hubs recorded without a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from feeds.errors import UserError
from feeds.hub_address import Address
from race.lazy_dataclass import dataclass
from replays.hubs.hub_recording import record_hubs
from replays.library import own_races
from tui.commands.command import argument
from tui.commands.signals import on_signals
from tui.commands.token_option import WATCH_TOKEN, watch_with_token
from tui.text.background_stream import printing_in_background
from tui.text.safe_text import clean

EPILOG = """\
Every race of the hubs is recorded, those that begin later too, byte for byte as
the hub has it. A file with the same history is continued, any other is left
alone, and a new one is begun beside it. A hub that is gone is waited for.
Ctrl-C or SIGTERM ends recording."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell record`."""

    hubs: Sequence[str] = argument(
        metavar="URL",
        nargs="+",
        help="a hub (HOST:PORT), for all its races, or a race on it (HOST:PORT/v1/races/RACE)",
    )
    into: Path | None = argument(
        "--into",
        type=Path,
        metavar="DIR",
        help="the folder for the files (default: races in Lapbell's data folder, as the library); with "
        "several hubs, each has a folder in it",
    )
    once: bool = argument(
        "--once", action="store_true", help="end once there are races and the result of each is official"
    )
    token_file: Path | None = argument("--token-file", **WATCH_TOKEN)


def run(options: Options) -> None:
    """Record until stopped."""
    addresses = [Address.parse(text) for text in options.hubs]
    if len(set(addresses)) < len(addresses):
        raise UserError("the same is named twice")
    for address in addresses:
        watch_with_token(address, options.token_file)
    into = options.into or own_races()
    several = len({address.base for address in addresses}) > 1
    places = [(address, into / _folder_name(address) if several else into) for address in addresses]
    with printing_in_background():
        asyncio.run(_record(places, once=options.once))


def _folder_name(address: Address) -> str:
    """A hub's address as the name of a folder."""
    return "".join(letter if letter.isalnum() or letter in ".-" else "_" for letter in address.host)


async def _record(places: list[tuple[Address, Path]], *, once: bool) -> None:
    stop = asyncio.Event()
    on_signals(stop, "SIGINT", "SIGTERM")
    recording = asyncio.create_task(record_hubs(places, _say, once=once))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait((recording, stopped), return_when=asyncio.FIRST_COMPLETED)
    is_over = recording.done()
    for task in (recording, stopped):
        task.cancel()
    await asyncio.gather(recording, stopped, return_exceptions=True)
    if is_over:
        recording.result()


def _say(text: str) -> None:
    print(clean(f"{datetime.now():%Y-%m-%dT%H:%M:%S} {text}"), flush=True)
