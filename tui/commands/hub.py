"""`lapbell hub`: a hub that serves races to viewers and takes them from publishers."""

from __future__ import annotations

import asyncio
import logging
import signal
import ssl
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feeds.errors import UserError
from feeds.hub import Hub, Settings
from feeds.hub_address import is_here
from feeds.serving.hub_reporting import Formatter, complain, hub_log, report
from replays.library import data_folder
from tui.commands import option_types
from tui.commands.command import argument, user_errors

LISTEN = "127.0.0.1:8400"

EPILOG = """\
A publisher needs a token: `lapbell hub token RACE SOURCE` makes one."""


DATA: dict[str, Any] = {
    "type": Path,
    "metavar": "DIR",
    "help": "the folder for the hub's races and tokens (default: hub in Lapbell's data folder)",
}


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
        action="append",
        default=[],
        metavar="URL",
        help="allow web pages from this origin, like https://example.org, to connect; may be repeated",
    )
    rate: float = argument(
        "--rate",
        type=option_types.rate,
        default=2000.0,
        metavar="N",
        help="accept at most N messages per second from each publisher, on average (default 2000)",
    )
    quiet: bool = argument("--quiet", action="store_true", help="report only problems")


def folder(data: Path | None) -> Path:
    """The hub's folder, from the option."""
    return data or data_folder() / "hub"


def run(options: Options) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    host, port = _host_and_port(options.listen)
    settings = Settings(
        host=host,
        port=port,
        folder=folder(options.data),
        origins=tuple(options.origins),
        rate=options.rate,
        burst=options.rate * 5,
        tls=_tls(options.certificate, options.key),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter())
    hub_log.addHandler(handler)
    hub_log.setLevel(logging.WARNING if options.quiet else logging.INFO)
    asyncio.run(_serve(settings))


def _host_and_port(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise UserError(f"--listen takes HOST:PORT, as in {LISTEN}, not {text!r}")
    return host.strip("[]") or "127.0.0.1", int(port)


def _tls(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    if certificate is None:
        if key is not None:
            raise UserError("--key needs the certificate too: --certificate FILE")
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with user_errors(f"use {certificate}"):
        context.load_cert_chain(certificate, key)
    return context


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(name, stop.set)
        except NotImplementedError:  # on Windows
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
    with user_errors(f"serve on {settings.host}:{settings.port}"):
        async with Hub(settings=settings) as hub:
            report("hub listening", url=hub.base, data=settings.folder)
            if not settings.tls and not is_here(settings.host):
                complain("tokens and races go over the network unencrypted; see --certificate")
            await stop.wait()
            report("hub closing", viewers=hub.viewers)
