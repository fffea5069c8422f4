"""What comes from a timing system, as it came: bytes, with where from and when."""

from __future__ import annotations

from typing import Literal, NamedTuple

PieceKind = Literal["opened", "data", "idle", "closed", "file", "gone", "post", "guns"]

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of a file that is rewritten as a whole."""

LARGEST_READ = 64 * 1024
"""Bytes that are read in one go from anything that grows or streams."""


class Piece(NamedTuple):
    """A piece of raw input.

    Streams (`opened`, then `data`, then `closed`) are cut anywhere. A file of a folder comes whole each time
    it has changed (`file`), and once more without bytes when it is gone (`gone`); of one that is only added
    to, what is added comes as `data`. While a connection is silent, `idle` comes for bridges that ask for it
    (`Bridge.idle_s`); it is not recorded, as no message may follow from it.
    What is posted by HTTP comes whole (`post`), and is answered.
    `guns` come from no device: they are those that hold at the hub, as `feeds.bridges.guns_in_force` writes
    them.
    """

    received_ms: int
    """When it was received: milliseconds since 1970 in UTC, by this computer's clock."""
    origin: str
    """The name of the file, or the address of the other side: different for all that are open at once."""
    kind: PieceKind
    data: bytes = b""
