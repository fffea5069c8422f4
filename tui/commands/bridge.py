"""`lapbell bridge`: what a timing system sends, into a race."""

from __future__ import annotations

from argparse import REMAINDER
from collections.abc import Callable
from dataclasses import replace
from datetime import date as Date
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.bridges.bridge import Bridge, BridgeSettings
from feeds.bridges.find_bridge import bridge_names, find_bridge
from feeds.bridges.inputs.named_source import connected_device
from feeds.bridges.inputs.raw_source import Opening
from feeds.bridges.inputs.recorded import Recorded
from feeds.bridges.mapping_file import read_chips, read_mapping
from feeds.bridges.raw_recording import recorded_bridge
from feeds.errors import UserError
from feeds.hub_address import Address
from feeds.publishing.hub_choice import HubLogin
from race.lazy_dataclass import dataclass
from tui.commands.bridge_meet import MeetHubs, RacePattern, publish_meet
from tui.commands.bridge_options import BridgeOptions, ReplayOptions
from tui.commands.bridge_run import BridgeWork, publish_bridge, say, try_bridge
from tui.commands.command import argument, parse_options, user_errors
from tui.commands.find_race import find_race
from tui.commands.publish import publishing_tokens, with_race
from tui.commands.publish_stdin import OutboxOptions
from tui.commands.token_option import watch_too
from tui.commands.write_output import print_note

if TYPE_CHECKING:
    from datetime import tzinfo

    from feeds.bridges.inputs.raw_source import RawSource

REPLAY = "replay"
"""In place of a bridge: a recording of the input of any."""


@dataclass(frozen=True, slots=True)
class Options:
    """The words after `lapbell bridge`."""

    name: str = argument(
        metavar="NAME", completes="bridges", help="the bridge, or replay for a recording of what one received"
    )
    words: list[str] = argument(
        metavar="...", nargs=REMAINDER, help="its options: `lapbell bridge NAME --help` shows them"
    )


EPILOG = f"""\
{fill(f"The bridges are {', '.join(bridge_names())}. Each shows an example:", 80, break_on_hyphens=False)}

  lapbell bridge table --help"""


class BridgeCommand(NamedTuple):
    """A bridge as a command."""

    Options: type[Any]
    EPILOG: str
    run: Callable[[Any], int | None]


def run(options: Options) -> int | None:
    """Run a bridge; returns the exit code."""
    chosen, summary = bridge_command(options.name)
    return chosen.run(parse_options(chosen, f"bridge {options.name}", summary, options.words))


def bridge_command(name: str) -> tuple[BridgeCommand, str]:
    """A bridge, or `replay`, as a command, and what it does. Raises UserError for another name."""
    if name == REPLAY:
        replay = BridgeCommand(
            ReplayOptions, "", lambda parsed: _run(recorded_bridge(Path(parsed.source)), parsed)
        )
        return replay, "give a bridge what was recorded of its input, with the options that it had"
    bridge = find_bridge(name)
    chosen = BridgeCommand(BridgeOptions, bridge.example, lambda parsed: _run(name, parsed))
    return chosen, f"bring {bridge.summary} into a race"


def _run(name: str, options: BridgeOptions) -> int:
    bridge = find_bridge(name)
    if options.write_script is not None:
        return _write_script(name, bridge.script, options.write_script)
    if not options.source:
        raise UserError(f"where does its input come from? See `lapbell bridge {name} --help`")
    mapping = read_mapping(options.map) if options.map is not None else {}
    if options.chips is not None:
        mapping["chips"] = {**read_chips(options.chips), **mapping.get("chips", {})}
    source = _source(name, bridge, options, mapping)
    pattern = _pattern(name, bridge, options)
    race, settings = _settings(bridge, options, mapping)
    made = bridge(settings)
    if _is_tried(options):
        return try_bridge(made, source)
    if not options.to:
        raise UserError("where to? Add --to HUB, or --try to see what would be published")
    if options.with_start_list and settings.start_list is None:
        raise UserError("--with-start-list goes with --start-list")
    addresses = [Address.parse(text) for text in options.to.split(",")]
    tokens = publishing_tokens(options.token_file, len(addresses))
    work = BridgeWork(
        name,
        made,
        source,
        options.record_raw,
        with_start_list=options.with_start_list,
        hears_guns=bridge.hears_guns and not isinstance(options, ReplayOptions),
    )
    if pattern is not None:
        hubs = MeetHubs(addresses, tokens, options.insecure)
        return publish_meet(hubs, pattern, work, refill=options.refill, fresh=options.fresh)
    named = [with_race(address, options.race or None, race) for address in addresses]
    logins = [
        HubLogin.of(address.publish, token, insecure=options.insecure)
        for address, token in zip(named, tokens, strict=True)
    ]
    outbox = OutboxOptions(options.outbox, options.resume_from_hub, options.refill, options.fresh)
    for address, token in zip(named, tokens, strict=True):
        watch_too(address, token)
    assert named[0].race
    return publish_bridge(logins, named[0].race, outbox, work)


def _write_script(name: str, script: Path | None, path: Path) -> int:
    """Write what has to be installed at a timing system; returns the exit code."""
    if script is None:
        raise UserError(f"{name} needs no script: nothing is installed at the timing system")
    path = path / script.name if path.is_dir() else path
    content = script.read_bytes().replace(b"\n", b"\r\n")
    with user_errors(f"write {path}"):
        if path.exists() and path.read_bytes() != content:
            raise UserError(f"{path} is there already, and says something else: delete it first")
        path.write_bytes(content)
    print_note(f"{path} is written")
    return 0


def _pattern(name: str, bridge: type[Bridge], options: BridgeOptions) -> RacePattern | None:
    """The pattern by which each heat is a race of its own; None where there is one race."""
    if not RacePattern.is_one(options.race):
        return None
    if not bridge.has_heats:
        raise UserError(f"--race: {name} has no heats; write the id of one race")
    for said, word in (
        (options.start_list, "--start-list"),
        (options.outbox, "--outbox"),
        (options.resume_from_hub, "--resume-from-hub"),
    ):
        if said:
            raise UserError(
                f"{word} is for one race: choose a heat with --only, and write its id after --race"
            )
    return RacePattern(options.race)


def _source(name: str, bridge: type[Bridge], options: BridgeOptions, table: dict[str, Any]) -> RawSource:
    if isinstance(options, ReplayOptions):
        return Recorded(Path(options.source), options.speed)
    return bridge.source(options.source, Opening(partial(say, name), options.once or options.dry, table))


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
    shows_all = _is_tried(options) and not options.only and start_list is None
    settings = BridgeSettings(
        start_list=start_list,
        zone=_zone(zone),
        date=_date(date),
        only=options.only,
        each_heat=bridge.has_heats and (shows_all or RacePattern.is_one(options.race)),
        device=connected_device(options.source),
        table=mapping,
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


def _is_tried(options: BridgeOptions) -> bool:
    """Whether what is made of the input is printed, and not published."""
    return options.dry or (isinstance(options, ReplayOptions) and not options.to)


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
