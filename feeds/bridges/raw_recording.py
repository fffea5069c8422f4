"""A recording of raw input: JSON lines, the first saying of which bridge, each other one a piece.

    {"type":"raw","version":1,"bridge":"table"}
    {"at":1777712400000,"from":"reads.csv","kind":"file","data":"MTIzNCwwOTowMDowMC41LEZpbmlzaAo="}

`at` is when the piece was received, in milliseconds since 1970; `data` is base64. In its place `packed` is
base64 of the data deflated (RFC 1950), as files are that are written anew again and again. What a bridge has
made of its input follows from the recording alone, so it is on disk before anything is made of it.
"""

from __future__ import annotations

import os
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, get_args

from pydantic_core import from_json, to_json

from feeds.bridges.raw_input import LARGEST_FILE, Piece, PieceKind
from feeds.data_file import open_data
from feeds.errors import FeedError
from feeds.file_lock import try_lock
from feeds.legal_text import legal

VERSION = 1

LONGEST_LINE = 2 * LARGEST_FILE
"""Bytes: the largest piece in base64, and what stands beside it."""

LARGEST = 1024 * 1024 * 1024
"""Bytes of a recording. A bridge that cannot record ends: after a kill it could not go on with the rest."""

SHORTEST_PACKED = 1000
"""Bytes of a piece up to which it is written as it is."""

KINDS = frozenset(get_args(PieceKind))


class RawRecording:
    """A recording that pieces are added to. What earlier runs have written stays, but half a line at its end.

    Raises FeedError where the file cannot be written, is in use, or is a recording of another bridge.
    """

    def __init__(self, path: Path, bridge: str) -> None:
        self.path = path
        self._file: IO[bytes] = _opened(path)
        try:
            if not try_lock(self._file):
                raise FeedError(f"{path} is being written by another program")
            self._size = _whole_lines(self._file)
            self._file.truncate(self._size)
            self.is_new = not self._size
            if self.is_new:
                self._write([to_json({"type": "raw", "version": VERSION, "bridge": bridge})])
            elif (other := recorded_bridge(path)) != bridge:
                raise FeedError(f"{path} is a recording of the bridge {other}, not of {bridge}")
        except BaseException:
            self._file.close()
            raise

    def append(self, pieces: Sequence[Piece]) -> None:
        """Add pieces, on disk when this returns. Raises FeedError; nothing of them is left then."""
        if self._size >= LARGEST:
            raise FeedError(
                f"{self.path} has {LARGEST >> 20} MiB, the most that a recording may have: "
                "go on as another source, with a token and a recording of its own"
            )
        self._write([_line(piece) for piece in pieces])

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, lines: Sequence[bytes]) -> None:
        data = b"".join(line + b"\n" for line in lines)
        try:
            self._file.seek(self._size)
            self._file.write(data)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise FeedError(f"cannot write {self.path}: {error.strerror or error}") from error
        self._size += len(data)


def recorded_bridge(path: Path) -> str:
    """The name of the bridge whose input a file is a recording of. Raises FeedError."""
    with _readable(path) as file:
        try:
            header = from_json(file.readline(LONGEST_LINE))
            if header["type"] != "raw" or not isinstance(header["bridge"], str):
                raise ValueError
            version = header["version"]
        except (ValueError, TypeError, KeyError):
            raise FeedError(f"{path} is not a recording of a bridge") from None
    if version != VERSION:
        raise FeedError(f"{path} is a recording of version {str(version)[:20]}; this is version {VERSION}")
    return legal(header["bridge"])[:64]


def recorded_pieces(path: Path) -> Iterator[Piece]:
    """The pieces of a recording, without half a line at its end. Raises FeedError for any other line."""
    with _readable(path) as file:
        file.readline(LONGEST_LINE)
        for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), start=2):
            if not line.endswith(b"\n") and len(line) < LONGEST_LINE:
                return
            try:
                yield _piece(from_json(line))
            except (ValueError, TypeError, KeyError, zlib.error):
                raise FeedError(f"{path}: line {number} is not a piece of raw input") from None


def _piece(value: dict[str, object]) -> Piece:
    at, origin, kind = (value[key] for key in ("at", "from", "kind"))
    packed = value.get("packed")
    data = value["data"] if packed is None else packed
    if (
        not isinstance(at, int)
        or not isinstance(origin, str)
        or kind not in KINDS
        or not isinstance(data, str)
    ):
        raise ValueError
    content = b64decode(data, validate=True)
    if packed is not None:
        content = zlib.decompressobj().decompress(content, LARGEST_FILE)
    return Piece(at, legal(origin), kind, content)  # type: ignore[arg-type]


def _line(piece: Piece) -> bytes:
    packed = zlib.compress(piece.data) if len(piece.data) > SHORTEST_PACKED else piece.data
    name, data = ("packed", packed) if len(packed) < len(piece.data) else ("data", piece.data)
    line = {"at": piece.received_ms, "from": legal(piece.origin), "kind": piece.kind}
    return to_json({**line, name: b64encode(data).decode()})


def _opened(path: Path) -> IO[bytes]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    except OSError as error:
        raise FeedError(f"cannot write {path}: {error.strerror or error}") from error


def _readable(path: Path) -> IO[bytes]:
    try:
        return open_data(path)
    except OSError as error:
        raise FeedError(f"cannot read {path}: {error.strerror or error}") from error


def _whole_lines(file: IO[bytes]) -> int:
    """Bytes up to the last end of a line."""
    end = file.seek(0, os.SEEK_END)
    while end:
        start = max(end - 65_536, 0)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
