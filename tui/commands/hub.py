"""`lapbell hub`: serve races, and say who may publish them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feeds.errors import FeedError

if TYPE_CHECKING:
    import ssl

    from feeds.hub import Settings

LISTEN = "127.0.0.1:8400"


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    hub = commands.add_parser("hub", help="serve races")
    hub.set_defaults(run=_hub)
    hub.add_argument("--listen", default=LISTEN, metavar="HOST:PORT", help=f"default {LISTEN}; port 0: any")
    _add_data(hub)
    hub.add_argument("--certificate", type=Path, metavar="FILE", help="serve wss://, with this PEM chain")
    hub.add_argument("--key", type=Path, metavar="FILE", help="its private key, where it is not in the chain")
    hub.add_argument(
        "--origin", action="append", default=[], metavar="URL", help="a web site that may connect"
    )
    hub.add_argument("--rate", type=_rate, default=2000.0, help="messages a second from a publisher (2000)")
    hub.add_argument("--quiet", action="store_true", help="report troubles only")
    more = hub.add_subparsers(title="more", metavar="token")
    token = more.add_parser("token", help="make a token with which a race can be published")
    token.set_defaults(run=_token)
    token.add_argument("race", metavar="RACE", help="the race's id, or * for every race")
    token.add_argument("source", metavar="SOURCE", help="who publishes: mat-a, finish-camera, announcer")
    token.add_argument(
        "--revoke", action="store_true", help="make the tokens of this race and source worthless"
    )
    _add_data(token)


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="where logs and tokens are kept"
    )


def _rate(text: str) -> float:
    rate = float(text) if text.replace(".", "", 1).isdecimal() else 0.0
    if not 1 <= rate <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of messages a second")
    return rate


def _folder(options: argparse.Namespace) -> Path:
    from replays.library import data_folder

    return getattr(options, "data", None) or data_folder() / "hub"


def _token(options: argparse.Namespace) -> None:
    from feeds.serving.tokens import Tokens

    tokens = Tokens(_folder(options))
    if not options.revoke:
        print(tokens.issue(options.race, options.source))
    elif not tokens.revoke(options.race, options.source):
        raise FeedError(f"there is no token for {options.race} and {options.source}")


def _hub(options: argparse.Namespace) -> int:
    import asyncio
    import logging

    from feeds.hub import Settings
    from feeds.serving.hub_reporting import Formatter, hub_log

    host, port = _address(options.listen)
    settings = Settings(
        host=host,
        port=port,
        folder=_folder(options),
        origins=tuple(options.origin),
        rate=options.rate,
        burst=options.rate * 5,
        tls=_tls(options.certificate, options.key),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter())
    hub_log.addHandler(handler)
    hub_log.setLevel(logging.WARNING if options.quiet else logging.INFO)
    asyncio.run(_serve(settings))
    return 0


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise FeedError(f"{text!r} is not HOST:PORT, as in {LISTEN}")
    return host.strip("[]") or "127.0.0.1", int(port)


def _tls(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    if certificate is None:
        if key is not None:
            raise FeedError("a key needs its certificate: --certificate FILE")
        return None
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        raise FeedError(f"cannot use {certificate}: {error.strerror or error}") from error
    return context


async def _serve(settings: Settings) -> None:
    import asyncio
    import signal

    from feeds.hub import Hub
    from feeds.hub_address import is_here
    from feeds.serving.hub_reporting import complain, report

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(name, stop.set)
        except NotImplementedError:
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
    try:
        async with Hub(settings=settings) as hub:
            report("hub listening", url=hub.base, data=settings.folder)
            if not settings.tls and not is_here(settings.host):
                complain("tokens and races go over the network unencrypted; see --certificate")
            await stop.wait()
            report("hub closing", viewers=hub.viewers)
    except OSError as error:
        raise FeedError(
            f"cannot serve on {settings.host}:{settings.port}: {error.strerror or error}"
        ) from error
