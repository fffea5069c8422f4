"""What is known of an outbox: whose messages it has, and to which logs they went.

It stands in a file beside the outbox. Outboxes are found by it: each source has its own, even if two of them
publish the same race from one computer.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic_core import ValidationError

from feeds.atomic_write import atomic_write
from feeds.cached_schemas import Schema, Strict
from feeds.data_file import read_data
from feeds.errors import FeedError, NewLog, OtherHistory
from feeds.journal import Journal
from feeds.log_recovery import Damaged
from feeds.protocol.publisher_frames import SOURCE
from race.lazy_dataclass import dataclass
from race.limits import Pattern

if TYPE_CHECKING:
    from feeds.protocol.publisher_frames import Ready

SUFFIX = ".hubs"

LARGEST = 4 * 1024 * 1024
"""Bytes of a record."""

LONGEST_HOST = 80
"""Characters of a host in the name of a file."""


@dataclass(slots=True, kw_only=True)
class _Known(Strict):
    source: Annotated[str, Pattern(f"^{SOURCE}$")] | None = None
    tokens: list[str] = field(default_factory=list)
    """The beginnings of the hashes of the tokens that stand for the source."""
    logs: dict[str, str] = field(default_factory=dict)
    """By hub, the epoch of the log to which the messages went."""


_known: Schema[_Known] = Schema("outbox-record", _Known, (_Known,))


class OutboxRecord:
    """The record of one outbox. With `refill`, its messages may go to a new log."""

    def __init__(self, outbox: Path, token: str, *, refill: bool = False) -> None:
        """Read the record, if there is one. Raises FeedError where it cannot be read."""
        self._path = outbox.with_name(outbox.name + SUFFIX)
        self._token = _fingerprint(token)
        self._refill = refill
        self._met: set[str] = set()
        self._known = _read(self._path)

    @property
    def source(self) -> str | None:
        """The source of the messages; None before a hub has named it."""
        return self._known.source

    def meet(self, host: str, ready: Ready, earlier: int) -> None:
        """Note that the outbox meets the log of a hub, which it has sent `earlier` messages before.

        Raises:
            OtherHistory: When the outbox has the messages of another source, or the hub has more than this
                run has begun with.
            NewLog: When the messages went to another log of this hub, and the one that is there has none.
            FeedError: When the record cannot be written.
        """
        known = self._known
        if known.source not in (None, ready.source):
            raise OtherHistory(
                f"the messages here are of the source {known.source}, and the token stands for {ready.source}"
            )
        is_new = known.logs.get(host, ready.epoch) != ready.epoch and ready.last == 0
        if is_new and earlier and not self._refill:
            raise NewLog(
                f"{host} has a new log of {ready.race}, without the messages of {ready.source} that went to "
                f"the one before ({earlier})"
            )
        if host not in self._met and ready.last > earlier:
            raise OtherHistory.longer(ready.source, ready.last, earlier)
        self._met.add(host)
        known.source = ready.source
        known.logs[host] = ready.epoch
        if self._token not in known.tokens:
            known.tokens.append(self._token)
        self._write()

    def _write(self) -> None:
        try:
            with atomic_write(self._path, mode=0o600) as file:
                file.write(_known.write(self._known, indent=2) + b"\n")
        except OSError as error:
            raise FeedError(f"cannot write {self._path}: {error.strerror or error}") from error


def default_outbox(folder: Path, race: str, host: str, source: str | None) -> Path:
    """The outbox of a source for a race at a hub; of no source, as earlier versions named it."""
    end = "" if source is None else f".{source}"
    return folder / f"{race}@{_file_name(host)}{end}.jsonl"


def known_source(folder: Path, host: str, token: str) -> str | None:
    """The source that a token stands for at a hub, if it was used from this computer before."""
    fingerprint = _fingerprint(token)
    for path in sorted(folder.glob(f"*@{_file_name(host)}.*{SUFFIX}")):
        known = _read(path)
        if fingerprint in known.tokens:
            return known.source
    return None


def put_outbox_aside(outbox: Path, race: str) -> Path | None:
    """Rename an outbox and its record, so that a new one can be begun. Returns its new path, if it was there.

    Raises OSError, or Locked where another program has it open.
    """
    if not outbox.exists():
        return None
    with suppress(Damaged):
        Journal.open(outbox, race).close()
    number = 1
    while (aside := outbox.with_name(f"{outbox.name}.old-{number}")).exists():
        number += 1
    record = outbox.with_name(outbox.name + SUFFIX)
    if record.exists():
        record.replace(aside.with_name(aside.name + SUFFIX))
    return outbox.replace(aside)


def _file_name(host: str) -> str:
    return re.sub(r"[^a-z0-9.-]", "_", host.lower())[:LONGEST_HOST]


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def _read(path: Path) -> _Known:
    try:
        return _known.read(read_data(path, LARGEST))
    except FileNotFoundError:
        return _Known()
    except OSError as error:
        raise FeedError(f"cannot read {path}: {error.strerror or error}") from error
    except ValidationError:
        raise FeedError(f"{path} is damaged; without it, it is not known where its outbox was sent") from None
