"""The source of raw input that a word on the command line names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import UserError

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import RawSource, Say

_LISTEN = re.compile(r"(?:listen|udp):(?:(?P<host>[^:\[\]]+|\[[0-9a-fA-F:]+\]):)?(?P<port>\d{1,5})")
_SERIAL = re.compile(r"serial:(?P<name>[^@\0]+)(?:@(?P<speed>\d{1,7}))?")
_CONNECT = re.compile(r"(?P<host>[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})")

LOOPBACK = "127.0.0.1"
"""The address to listen at unless another is given; only this computer can reach it."""


def named_source(
    text: str,
    say: Say,
    *,
    patterns: Sequence[str] = (),
    files_grow: bool = False,
    idle_s: float | None = None,
    silence_s: float | None = None,
    once: bool = False,
) -> RawSource:
    """The source that a word on the command line names. Raises UserError.

    Args:
        text: `-`, `HOST:PORT`, `listen:[ADDRESS:]PORT`, `udp:[ADDRESS:]PORT`, `serial:LINE[@SPEED]`, or the
            path of a file or a folder.
        say: Takes sentences on how the source is.
        patterns: Which files of a folder are meant.
        files_grow: Whether those are added to, and not rewritten.
        idle_s: So often it is said that a connection is silent.
        silence_s: After so many seconds without a byte a connection is made anew.
        once: Whether a file or a folder is read once, and not watched.
    """
    # Loaded here, not at the top: one of them is needed, and the modules for sockets and threads are large.
    if text == "-":
        from feeds.bridges.inputs.stdin import Stdin

        return Stdin()
    if (address := listening_address(text)) is not None:
        from feeds.bridges.inputs.listener import TcpListener, UdpListener

        if text.startswith("udp:"):
            return UdpListener(*address, say)
        return TcpListener(*address, say, idle_s=idle_s, silence_s=silence_s)
    if match := _SERIAL.fullmatch(text):
        from feeds.bridges.inputs.serial_line import SPEED, SerialLine

        return SerialLine(match["name"], int(match["speed"] or SPEED), say)
    path = Path(text)
    if path.is_char_device():
        raise UserError(f"{path} is no file; if it is a serial line, write serial:{path}@9600")
    if not path.exists() and (match := _CONNECT.fullmatch(text)):
        from feeds.bridges.inputs.tcp_client import TcpClient

        return TcpClient(match["host"].strip("[]"), _port(match["port"]), say, silence_s, idle_s=idle_s)
    return _files(path, say, patterns, files_grow=files_grow, once=once)


def _files(path: Path, say: Say, patterns: Sequence[str], *, files_grow: bool, once: bool) -> RawSource:
    """A file or a folder. Raises UserError."""
    if path.is_dir() and files_grow:
        from feeds.bridges.inputs.growing_folder import GrowingFolder

        return GrowingFolder(path, patterns or ("*",), say, once=once)
    if path.is_dir():
        from feeds.bridges.inputs.folder import Folder

        return Folder(path, patterns or ("*",), say, once=once)
    if once and not path.exists():
        raise UserError(f"{path} does not exist")
    if files_grow and any(Path(path.name.lower()).match(pattern) for pattern in patterns):
        from feeds.bridges.inputs.growing_folder import GrowingFolder

        ends = [Path(pattern).suffix for pattern in patterns if "/" not in pattern]
        return GrowingFolder(path.parent, [f"{escape(path.stem)}{end}" for end in ends], say, once=once)
    if patterns and not files_grow:
        from feeds.bridges.inputs.folder import Folder

        return Folder(path.parent, (escape(path.name),), say, once=once)
    from feeds.bridges.inputs.growing_file import GrowingFile

    return GrowingFile(path, say, once=once)


def listening_address(text: str) -> tuple[str, int] | None:
    """The host and the port of `listen:[ADDRESS:]PORT` and `udp:[ADDRESS:]PORT`; None of anything else.

    Raises UserError for what is not a port.
    """
    match = _LISTEN.fullmatch(text)
    return ((match["host"] or LOOPBACK).strip("[]"), _port(match["port"])) if match else None


def connected_device(text: str) -> str:
    """The device that a word names, if it is one to connect to, as its pieces name it; else empty."""
    match = _CONNECT.fullmatch(text)
    return f"{match['host'].strip('[]')}:{_port(match['port'])}" if match and not Path(text).exists() else ""


def _port(text: str) -> int:
    if not 0 < int(text) < 65_536:
        raise UserError(f"{text} is not a port (1 to 65535)")
    return int(text)
