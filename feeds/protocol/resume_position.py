"""How much of a log a viewer has: which history, up to which message."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from feeds.log import Log


class ResumePosition(NamedTuple):
    """A position in a log, which a viewer sends to the hub in the query of the feed's address."""

    epoch: str
    seq: int
    """The number of the last message that was applied."""
    chain: int
    """The log's running CRC-32 at that message; it differs if the hub lost messages and numbered anew."""

    @property
    def query(self) -> str:
        """`epoch=..&seq=..&chain=..`."""
        return urlencode(self._asdict())

    @classmethod
    def parse(cls, query: str) -> ResumePosition | None:
        """The position in a query; None if there is none that can be read."""
        try:
            fields = parse_qs(query, max_num_fields=10, errors="strict")
            (epoch,), (seq,), (chain,) = (fields[name] for name in cls._fields)
            return cls(epoch, int(seq), int(chain))
        except (KeyError, ValueError):
            return None

    @classmethod
    def at_end(cls, log: Log) -> ResumePosition:
        """The position of a viewer that has all of a log."""
        return cls(log.epoch, log.head, log.chain(log.head))

    def lies_in(self, log: Log) -> bool:
        """Whether a log continues from this position."""
        return self.epoch == log.epoch and 0 <= self.seq <= log.head and self.chain == log.chain(self.seq)
