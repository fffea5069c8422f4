"""The options of `lapbell bridge NAME`, which all bridges have."""

from __future__ import annotations

from pathlib import Path

from race.lazy_dataclass import dataclass
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.token_option import TOKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeOptions:
    """The options of every bridge."""

    source: str = argument(
        metavar="SOURCE",
        nargs="?",
        default="",
        help="a file that grows, a folder, - for stdin, HOST:PORT to connect to, listen:PORT or udp:PORT "
        "to wait for a device, on this computer alone unless an ADDRESS: is put before the port; "
        "serial:LINE@SPEED for a serial line, https://... for a page that `poll` looks at",
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
        help="the id of the race on the hub (default: that of the start list); where there are several "
        "heats, a pattern such as 2026-club-{event}-{round}-{heat} makes each a race of its own",
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
    write_script: Path | None = argument(
        "--write-script",
        **option_types.FILE,
        help="write the script that has to be installed at the timing system, where it needs one, and end",
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
