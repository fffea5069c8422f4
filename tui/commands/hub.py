"""`lapbell hub`: a hub that serves races to viewers and takes them from publishers."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from ipaddress import ip_network
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feeds.codec import RACE_ID
from feeds.errors import UserError
from feeds.hub import Settings
from feeds.hub_address import SEGMENT
from feeds.serving.background_log import BackgroundHandler
from feeds.serving.certificate import Certificate
from feeds.serving.client_address import LOOPBACK
from feeds.serving.connection_quota import ConnectionLimits
from feeds.serving.hub_reporting import log_to
from feeds.serving.log_file_output import LogFileOutput
from feeds.serving.open_files import MOST_KEPT, raise_file_limit
from feeds.serving.out_of_memory import OutOfMemoryHandler, end_hub
from feeds.serving.token_command import EVERY
from race.lazy_dataclass import dataclass
from replays.library import data_folder
from tui.commands import option_types
from tui.commands.command import argument, user_errors
from tui.commands.hub_run import HubRun

if TYPE_CHECKING:
    from feeds.serving.followed_race import BoardMaker

LISTEN = "127.0.0.1:8400"

LIMITS = ConnectionLimits()

HOST = r"([a-z0-9_.-]+|\[[0-9a-f:.]+\])"
"""A name, or an IP address, as in an address of the web."""

EPILOG = """\
A publisher needs a token: `lapbell hub token RACE SOURCE` makes one."""


DATA: dict[str, Any] = {
    "type": Path,
    "metavar": "DIR",
    "help": "the folder for the hub's races and tokens (default: hub in Lapbell's data folder)",
}


FOLDER: dict[str, Any] = {**DATA, "nargs": "?"}
"""The same as an argument."""


def _prefix(text: str) -> str:
    if not re.fullmatch(rf"({SEGMENT})*/?", text):
        raise ArgumentTypeError(f"takes a path like /lapbell, not {text!r}")
    return text.rstrip("/")


def _origin(text: str) -> str:
    """As a browser writes it: lower case, without a path."""
    origin = text.lower().removesuffix("/")
    if not re.fullmatch(rf"[a-z][a-z0-9+.-]*://{HOST}(:\d+)?", origin):
        raise ArgumentTypeError(f"takes the origin of a web page, like https://example.org, not {text!r}")
    return origin


def _host(text: str) -> str:
    if not re.fullmatch(HOST, text.lower()):
        raise ArgumentTypeError(f"takes a name like race.example.org, without a port, not {text!r}")
    return text


def _network(text: str) -> str:
    try:
        return str(ip_network(text, strict=False)) if text else text
    except ValueError:
        raise ArgumentTypeError(f"takes an address or a network like 10.0.0.0/8, not {text!r}") from None


def _race(text: str) -> str:
    if text != EVERY and not re.fullmatch(RACE_ID, text):
        raise ArgumentTypeError(f"takes the id of a race, not {text!r}")
    return text


def _count(text: str) -> int:
    return int(option_types.number(text, "a number", 1, 1_000_000))


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell hub`."""

    listen: str = argument(
        "--listen",
        default=LISTEN,
        metavar="HOST:PORT",
        help=f"the address to serve on (default {LISTEN}); port 0 takes any free port",
    )
    data: Path | None = argument("--data", **DATA)
    certificate: Path | None = argument(
        "--certificate", **option_types.FILE, help="serve wss:// with this certificate chain (PEM)"
    )
    key: Path | None = argument(
        "--key", **option_types.FILE, help="the private key, if it is not in the certificate file"
    )
    origins: Sequence[str] = argument(
        "--origin",
        type=_origin,
        action="append",
        default=[],
        metavar="URL",
        help="allow web pages from this origin, like https://example.org, to connect; may be repeated",
    )
    names: Sequence[str] = argument(
        "--host",
        type=_host,
        action="append",
        default=[],
        metavar="NAME",
        help="a name by which the hub is reached without encryption, or through a proxy, such as "
        "race.example.org (addresses and names of a local network need not be given); may be repeated",
    )
    prefix: str = argument(
        "--path-prefix",
        type=_prefix,
        default="",
        metavar="/PATH",
        help="the path that a proxy leaves in front of the hub's own, like /lapbell",
    )
    proxies: Sequence[str] = argument(
        "--trust-proxy",
        type=_network,
        action="append",
        nargs="?",
        const="",
        default=[],
        metavar="ADDRESS",
        help="believe the X-Forwarded-For of a proxy at this address or network (without one: on this "
        "computer), and limit its clients by their own addresses; may be repeated",
    )
    private: Sequence[str] = argument(
        "--private",
        type=_race,
        action="append",
        nargs="?",
        const=EVERY,
        default=[],
        metavar="RACE",
        help="let only those with a token watch this race (without RACE: any race), see `lapbell hub token "
        "--watch`; may be repeated",
    )
    connections: int = argument(
        "--connections",
        type=_count,
        default=LIMITS.connections,
        metavar="N",
        help=f"accept at most N connections (default {LIMITS.connections}); publishers with a token are not "
        "counted",
    )
    an_address: int = argument(
        "--connections-per-address",
        type=_count,
        default=LIMITS.an_address,
        metavar="N",
        help=f"accept at most N connections from one address (default {LIMITS.an_address}): a press room is "
        "one address",
    )
    handshakes: float = argument(
        "--requests-per-address",
        type=_count,
        default=LIMITS.handshakes_an_address,
        metavar="N",
        help="answer at most N requests a second from one address, twice as many at once (default "
        f"{LIMITS.handshakes_an_address:g})",
    )
    rate: float = argument(
        "--rate",
        type=option_types.rate,
        default=2000.0,
        metavar="N",
        help="accept at most N messages per second from each publisher, on average (default 2000)",
    )
    standby: bool = argument(
        "--standby",
        action="store_true",
        help="if another hub serves DIR, wait until it has ended, however it ends, and take its place",
    )
    quiet: bool = argument("--quiet", action="store_true", help="report only problems")
    log: Path | None = argument(
        "--log",
        **option_types.FILE,
        help="report into this file instead of to standard error; if it is moved away, a new one is begun",
    )


def folder(data: Path | None) -> Path:
    """The hub's folder, from the option."""
    return data or data_folder() / "hub"


def existing_folder(data: Path | None) -> Path:
    """The same for a command that only looks after what is there."""
    path = folder(data)
    if not path.is_dir():
        raise UserError(f"there is no folder {path}; name that of the hub")
    return path


def run(options: Options) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    host, port = _host_and_port(options.listen)
    certificate = _certificate(options.certificate, options.key)
    raise_file_limit(options.connections + MOST_KEPT)
    settings = Settings(
        host=host,
        port=port,
        folder=folder(options.data),
        names=tuple(options.names),
        prefix=options.prefix,
        trusted_proxies=tuple(chain.from_iterable([text] if text else LOOPBACK for text in options.proxies)),
        private=tuple(options.private),
        limits=ConnectionLimits(
            connections=options.connections,
            an_address=options.an_address,
            handshakes_an_address=options.handshakes,
        ),
        origins=tuple(options.origins),
        rate=options.rate,
        burst=options.rate * 5,
        tls=certificate.context if certificate is not None else None,
        certificate=certificate,
        boards=_boards,
    )
    with user_errors(f"write {options.log}"):
        log = LogFileOutput(options.log) if options.log is not None else None
    handler = BackgroundHandler(sys.stderr.fileno() if log is None else log.descriptor)
    log_to(handler, logging.WARNING if options.quiet else logging.INFO, OutOfMemoryHandler())
    try:
        asyncio.run(_serve(settings, log, standby=options.standby))
    except MemoryError:
        end_hub()
    finally:
        handler.close()


def _boards(race: str, now_ms: Callable[[], int]) -> BoardMaker:
    # Loaded when a board is asked for: most hubs are asked for none.
    from replays.hubs.hub_boards import HubBoards

    return HubBoards(race, now_ms)


async def _serve(settings: Settings, log: LogFileOutput | None, *, standby: bool) -> None:
    await HubRun(settings, log).serve(standby=standby)


def _host_and_port(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise UserError(f"--listen takes HOST:PORT, as in {LISTEN}, not {text!r}")
    return host.strip("[]") or "127.0.0.1", int(port)


def _certificate(file: Path | None, key: Path | None) -> Certificate | None:
    if file is None:
        if key is not None:
            raise UserError("--key needs the certificate too: --certificate FILE")
        return None
    return Certificate(file, key)
