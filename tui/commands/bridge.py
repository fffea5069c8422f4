"""`lapbell bridge`: what a timing system sends, into a race."""

from __future__ import annotations

from argparse import REMAINDER
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date as Date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.bridges.bridge import Bridge, BridgeSettings
from feeds.bridges.find_bridge import bridge_names, find_bridge
from feeds.bridges.inputs.named_source import named_source
from feeds.bridges.inputs.recorded import Recorded
from feeds.bridges.mapping_file import read_chips, read_mapping
from feeds.bridges.raw_recording import recorded_bridge
from feeds.errors import UserError
from feeds.hub_address import Address
from feeds.publishing.hub_choice import HubLogin
from tui.commands import option_types
from tui.commands.bridge_run import BridgeWork, publish_bridge, say, try_bridge
from tui.commands.command import argument, parse_options
from tui.commands.find_race import find_race
from tui.commands.publish import publishing_tokens, with_race
from tui.commands.publish_stdin import OutboxOptions
from tui.commands.token_option import TOKEN
from tui.commands.write_output import print_note

if TYPE_CHECKING:
    from datetime import tzinfo

    from feeds.bridges.inputs.raw_source import RawSource

REPLAY = "replay"
"""In place of a bridge: a recording of the input of any."""


@dataclass(frozen=True, slots=True)
class Options:
    """The words after `lapbell bridge`."""

    name: str = argument(metavar="NAME", help="the bridge, or replay for a recording of what one received")
    words: list[str] = argument(
        metavar="...", nargs=REMAINDER, help="its options: `lapbell bridge NAME --help` shows them"
    )


EPILOG = f"""\
The bridges are {", ".join(bridge_names())}. Each shows an example:

  lapbell bridge table --help"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeOptions:
    """The options of every bridge."""

    source: str = argument(
        metavar="SOURCE",
        help="a file that grows, a folder, - for stdin, HOST:PORT to connect to, listen:PORT or udp:PORT "
        "to wait for a device, on this computer alone unless an ADDRESS: is put before the port",
    )
    dry: bool = argument(
        "--try",
        action="store_true",
        help="print what is made of each record, and publish nothing; a file is read once",
    )
    to: str = argument(
        "--to",
        default="",
        metavar="URL[,URL]",
        help="the hub: wss://HOST or HOST:PORT; after a comma, the hub to go to when that is gone",
    )
    race: str = argument(
        "--race",
        default="",
        metavar="ID",
        help="the id of the race on the hub (default: that of the start list)",
    )
    start_list: str = argument(
        "--start-list", default="", metavar="RACE|FILE", help="the race file with checkpoints and entrants"
    )
    with_start_list: bool = argument(
        "--with-start-list", action="store_true", help="publish that start list too, before everything else"
    )
    map: Path | None = argument(
        "--map", **option_types.FILE, help="the mapping file: places, chips, guns (docs/bridges.md)"
    )
    chips: Path | None = argument(
        "--chips", **option_types.FILE, help="a table with a chip and a bib in each line"
    )
    zone: str = argument(
        "--zone",
        default="",
        metavar="AREA/CITY",
        help="the time zone of the device's times (default: that of the mapping file or the start list)",
    )
    date: str = argument(
        "--date", default="", metavar="YYYY-MM-DD", help="the day of the first time (default: likewise)"
    )
    only: str = argument(
        "--only",
        default="",
        metavar="WORDS",
        help="the event, heat or run that is meant, as the device names it",
    )
    once: bool = argument("--once", action="store_true", help="end when a file or a folder was read once")
    record_raw: Path | None = argument(
        "--record-raw",
        **option_types.FILE,
        help="keep what the device sends in this file (default: beside the outbox)",
    )
    outbox: Path | None = argument(
        "--outbox",
        **option_types.FILE,
        help="keep the messages in this file (default: in Lapbell's data folder)",
    )
    resume_from_hub: bool = argument(
        "--resume-from-hub",
        action="store_true",
        help="first fetch the messages of this source that the hub has and the outbox lacks",
    )
    fresh: bool = argument(
        "--fresh",
        action="store_true",
        exclusive="log",
        help="put outbox and recording of this source aside, and begin with empty ones",
    )
    refill: bool = argument(
        "--refill",
        action="store_true",
        exclusive="log",
        help="if the hub has a new log of the race, send it all that the outbox has",
    )
    token_file: Path | None = argument(
        "--token-file", **option_types.FILE, help=f"read the token from this file instead of {TOKEN}"
    )
    insecure: bool = argument(
        "--insecure", action="store_true", help="allow the token to be sent over an unencrypted connection"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayOptions(BridgeOptions):
    """The options of `lapbell bridge replay`."""

    source: str = argument(metavar="FILE", help="a recording: what --record-raw has written, or a .raw file")
    speed: float | None = argument(
        "--speed",
        type=option_types.replay_speed,
        metavar="N|max",
        help="N times as fast as it came, up to 1000 (default: max, without waiting)",
    )


class _Chosen(NamedTuple):
    """A bridge as a command."""

    Options: type[Any]
    EPILOG: str
    run: Callable[[Any], int | None]


def run(options: Options) -> int | None:
    """Run a bridge; returns the exit code."""
    name = options.name
    if name == REPLAY:
        chosen = _Chosen(ReplayOptions, "", lambda parsed: _run(recorded_bridge(Path(parsed.source)), parsed))
        summary = "give a bridge what was recorded of its input, with the options that it had"
    else:
        bridge = find_bridge(name)
        chosen = _Chosen(BridgeOptions, bridge.example, lambda parsed: _run(name, parsed))
        summary = f"bring {bridge.summary} into a race"
    return chosen.run(parse_options(chosen, f"bridge {name}", summary, options.words))


def _run(name: str, options: BridgeOptions) -> int:
    bridge = find_bridge(name)
    mapping = read_mapping(options.map) if options.map is not None else {}
    if options.chips is not None:
        mapping["chips"] = {**read_chips(options.chips), **mapping.get("chips", {})}
    source = _source(name, bridge, options)
    race, settings = _settings(bridge, options, mapping)
    made = bridge(settings)
    if options.dry or (isinstance(options, ReplayOptions) and not options.to):
        return try_bridge(made, source)
    if not options.to:
        raise UserError("where to? Add --to HUB, or --try to see what would be published")
    if options.with_start_list and settings.start_list is None:
        raise UserError("--with-start-list goes with --start-list")
    addresses = [Address.parse(text) for text in options.to.split(",")]
    tokens = publishing_tokens(options.token_file, len(addresses))
    named = [with_race(address, options.race or None, race) for address in addresses]
    hubs = [
        HubLogin.of(address.publish, token, insecure=options.insecure)
        for address, token in zip(named, tokens, strict=True)
    ]
    outbox = OutboxOptions(options.outbox, options.resume_from_hub, options.refill, options.fresh)
    work = BridgeWork(name, made, source, options.record_raw, with_start_list=options.with_start_list)
    assert named[0].race
    return publish_bridge(hubs, named[0].race, outbox, work)


def _source(name: str, bridge: type[Bridge], options: BridgeOptions) -> RawSource:
    if isinstance(options, ReplayOptions):
        return Recorded(Path(options.source), options.speed)
    once = options.once or options.dry
    return named_source(
        options.source,
        partial(say, name),
        patterns=bridge.patterns,
        files_grow=bridge.files_grow,
        idle_s=bridge.idle_s,
        silence_s=bridge.silence_s,
        once=once,
    )


def _settings(
    bridge: type[Bridge], options: BridgeOptions, mapping: dict[str, Any]
) -> tuple[str | None, BridgeSettings]:
    """The id of the race if it is known, and what is said of it. What is not is assumed where it is tried."""
    race = start_list = None
    if options.start_list:
        found = find_race(options.start_list)
        race, start_list = found.log().race, found.start_list()
        if start_list is None:
            raise UserError(f"{options.start_list} has no start list")
    zone = options.zone or str(mapping.get("zone", "")) or (start_list.zone if start_list else "")
    date = options.date or str(mapping.get("date", "")) or (start_list.date if start_list else "")
    settings = BridgeSettings(
        start_list=start_list, zone=_zone(zone), date=_date(date), only=options.only, table=mapping
    )
    if options.dry and bridge.needs_clock:
        assumed = []
        if settings.zone is None:
            settings = replace(settings, zone=_zone("UTC"))
            assumed.append("the times are UTC")
        if settings.date is None:
            settings = replace(settings, date=Date.today(), is_date_assumed=True)
            assumed.append(f"the day is {settings.date}")
        if start_list is None:
            assumed.append("each chip is a bib and each place a checkpoint, as there is no --start-list")
        if assumed:
            print_note(f"assumed: {'; '.join(assumed)}")
    return race, settings


def _zone(text: str) -> tzinfo | None:
    # Loaded here, not at the top: not every bridge has a zone.
    from zoneinfo import ZoneInfo

    if not text:
        return None
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise UserError(
            f"{text!r} is no time zone that this computer knows; write one as Europe/Berlin"
        ) from None


def _date(text: str) -> Date | None:
    try:
        return Date.fromisoformat(text) if text else None
    except ValueError:
        raise UserError(f"{text!r} is no date; write one as 2026-05-02") from None
