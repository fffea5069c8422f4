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


FOLDER: dict[str, Any] = {**DATA, "nargs": "?"}
"""The same as an argument."""


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
    standby: bool = argument(
        "--standby",
        action="store_true",
        help="if another hub serves DIR, wait until it has ended, however it ends, and take its place",
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
    asyncio.run(_serve(settings, standby=options.standby))


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


async def _serve(settings: Settings, *, standby: bool) -> None:
    stop, reread, hub = asyncio.Event(), asyncio.Event(), Hub(settings=settings)
    _on_signals(stop, "SIGINT", "SIGTERM")
    _on_signals(reread, "SIGHUP")
    if standby and not await _stood_by(hub, stop):
        return
    with user_errors(f"serve on {settings.host}:{settings.port}"):
        async with hub:
            rereading = asyncio.create_task(_reread_when_asked(hub, reread))
            report("hub listening", url=hub.base, data=settings.folder)
            if not settings.tls and not is_here(settings.host):
                complain("tokens and races go over the network unencrypted; see --certificate")
            await stop.wait()
            report("hub closing", viewers=hub.viewers)
            rereading.cancel()


def _on_signals(event: asyncio.Event, *names: str) -> None:
    """Set an event at any of some signals, of those that this system has."""
    loop = asyncio.get_running_loop()
    for number in (getattr(signal, name) for name in names if hasattr(signal, name)):
        try:
            loop.add_signal_handler(number, event.set)
        except NotImplementedError:  # on Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(event.set))


async def _stood_by(hub: Hub, stop: asyncio.Event) -> bool:
    """Wait for the folder; False if the hub was stopped before that."""
    report("hub standing by", data=hub.settings.folder)
    waiting, stopped = asyncio.create_task(hub.stand_by()), asyncio.create_task(stop.wait())
    await asyncio.wait((waiting, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not waiting.done():
        waiting.cancel()
        return False
    await waiting
    return True


async def _reread_when_asked(hub: Hub, asked: asyncio.Event) -> None:
    """Whenever it is asked for, take what the operator has changed."""
    while await asked.wait():
        asked.clear()
        try:
            await hub.reread()
        except (UserError, OSError) as error:
            complain("not read again", reason=str(error))
        else:
            report("read again", races=len(hub.registry.broadcasts), not_served=len(hub.registry.unserved))
