"""What is left of a growing log after a crash, or after something has happened to its file.

The first line of such a log says how many messages are known to be on disk (`kept`). So an incomplete end,
which a crash leaves and of which nothing was acknowledged, can be told from one that is damaged or gone.
"""

from __future__ import annotations

import zlib
from functools import lru_cache

from pydantic_core import ValidationError

from feeds import codec
from feeds.errors import FeedError
from feeds.line_checksum import with_checksum, without_checksum
from feeds.log import LONGEST_LINE, Log
from race.lazy_dataclass import dataclass

KEPT_DIGITS = 12
"""The first line is padded with blanks, so that a `kept` of so many digits can be written in its place."""


LONGEST_FIRST_LINE = 512
"""Bytes; so much of a disk is written as a whole or not at all."""

LONGEST_ROW = 2 * LONGEST_LINE
"""Bytes; a longer line is not one of a log."""

BEGINNING = 200
"""Bytes of a file that show whose log it is."""

NO_LOG = "it is not the log of a hub"


class Damaged(FeedError):
    """A log that is not as it was written, or is none."""

    def __init__(self, name: str, reason: str, recovered: RecoveredLog | None = None) -> None:
        self.reason = reason
        self.recovered = recovered
        """What is before the damage; None if the file is not the log of this race."""
        super().__init__(f"{name}: {reason}")


@dataclass(slots=True)
class RecoveredLog:
    """The whole lines of a file, from its first one on."""

    log: Log
    end: int = 0
    """Bytes of the whole lines."""
    is_ended: bool = True
    """Whether the last of them has its line end."""
    width: int = 0
    """Bytes of the first line, if a larger `kept` can be written in its place; else 0."""
    kept: int | None = None
    """How many messages were known to be on disk; None where the file does not say."""

    @property
    def lost(self) -> int:
        """How many messages are missing that were on disk once."""
        return max((self.kept or 0) - self.log.head, 0)


def first_line(log: Log, kept: int, width: int = 0) -> bytes:
    """The first line of a growing log, with its line end, as long as `width` or as a new one has to be."""
    line = b'%s,"kept":%d}' % (_header(log.race, log.named_epoch), kept)
    line = with_checksum(line, zlib.crc32(line))
    return line.ljust(width or len(line) + KEPT_DIGITS - len(str(kept))) + b"\n"


@lru_cache
def _header(race: str, epoch: str | None) -> bytes:
    """The first line up to `kept`. It is written with every group, and encoding takes longer than that."""
    return codec.encode_header(codec.Header(version=1, race=race, epoch=epoch))[:-1]


def begins_log(data: bytes, race: str, *, whole: bool = False) -> bool:
    """Whether the first bytes of a file are those of a race's log, as far as they go; or `whole`."""
    begun = b'{"type":"log","version":1,"race":"%s"' % race.encode()
    return (not whole or len(data) >= len(begun)) and data[: len(begun)] == begun[: len(data)]


def recover(data: bytes, name: str, race: str) -> RecoveredLog:
    """The log in the bytes of a file; an empty one, without an epoch, if not even the first line is whole.

    Raises:
        Damaged: When something that was on disk is not as it was written, or the file is not this log.
    """
    found = RecoveredLog(Log(race, complete=False))
    stop = data.find(b"\n")
    if stop < 0:
        is_torn = not data.strip(b"\0") or begins_log(data, race)
        if len(data) > LONGEST_FIRST_LINE or not is_torn:
            raise Damaged(name, NO_LOG)
        return found
    fault = _read_first_line(data[:stop], name, found)
    found.end = stop + 1
    _read_messages(data, found)
    if fault is not None:
        raise Damaged(name, fault, found if found.log.head else None)
    _refuse_damage(data[found.end :], name, found)
    return found


def _read_first_line(line: bytes, name: str, found: RecoveredLog) -> str | None:
    """Take what the first line says. Returns what is wrong with it.

    Raises:
        Damaged: When it is whole and that of another race, whose messages must not be served as this one's.
    """
    header, crc = without_checksum(line.rstrip(b" "))
    try:
        read = codec.decode_header(header)
    except ValidationError as error:
        return f"line 1: {codec.explain(error)[0]}"
    if read.race != found.log.race:
        fault = f"it is the log of {read.race}, not of {found.log.race}"
        if crc == zlib.crc32(header):
            raise Damaged(name, fault)
        return fault
    if crc is None and read.epoch is None:
        return NO_LOG
    if crc != zlib.crc32(header) or read.epoch is None:
        return "line 1 has changed since it was written"
    found.log.named_epoch, found.kept = read.epoch, read.kept
    found.width = len(line) if read.kept is not None else 0
    return None


def _read_messages(data: bytes, found: RecoveredLog) -> None:
    while found.is_ended and 0 <= found.end < len(data):
        stop = data.find(b"\n", found.end)
        found.is_ended = stop >= 0
        stop = stop if found.is_ended else len(data)
        line, crc = without_checksum(data[found.end : min(stop, found.end + LONGEST_ROW)])
        if crc is None or zlib.crc32(line, found.log.chain(found.log.head)) != crc:
            found.is_ended = True
            return
        found.log.keep(line)
        found.end = stop + found.is_ended


def _refuse_damage(rest: bytes, name: str, found: RecoveredLog) -> None:
    """Raise Damaged if what follows the whole lines is no incomplete end.

    Messages that were on disk may be missing, as in a file that was cut; but their bytes may not be there and
    be others. Where the file does not say how many there were, a line whose checksum continues that of the
    line before it was written completely: unless it is in the log already, something before it is lost.
    """
    line = found.log.head + 2
    if found.kept is not None:
        if found.lost and (b"\n" in rest or b"\0" in rest):
            reason = f"line {line} is damaged, and {found.kept} messages were on disk"
            raise Damaged(name, reason, found)
        return
    known = set(found.log.chains)
    before: int | None = None
    for row in rest.split(b"\n"):
        message, crc = without_checksum(row)
        fits = crc is not None and before is not None and zlib.crc32(message, before) == crc
        if fits and crc not in known:
            raise Damaged(name, f"line {line} is damaged, and whole messages follow it", found)
        before = crc
