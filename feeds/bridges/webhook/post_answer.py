"""What is answered to a post: how many of its reads were taken, and what is wrong with the others.

An answer is a status of HTTP, a blank, and a body of JSON.
"""

from __future__ import annotations

from http import HTTPStatus

from pydantic_core import to_json

from feeds.legal_json import legal_json
from race.lazy_dataclass import dataclass

MOST_FAULTS = 100
"""Rejected reads that are named in an answer."""

_COUNTS = (
    rb' \{"accepted":\d+,"repeated":\d+,"rejected":\d+,"faults":\['
    rb'(\{"index":\d+,"field":"\w*","reason":"[^\n]*"\},?)*\]\}'
)

TAKEN, REJECTED = b"202" + _COUNTS, b"422" + _COUNTS
"""Regular expressions of answers to reads, of which some are kept, or none."""

REFUSED = rb'\d{3} \{"error":"[a-z-]+","reason":"[^\n]*"\}'
"""The same of a post that was not read."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A read that was rejected."""

    index: int
    """In the list, from 0."""
    field: str
    """`chip`, `time`, `id`; empty where the read is no object of JSON."""
    reason: str


class PostAnswer:
    """Counts what becomes of the reads of a post."""

    def __init__(self) -> None:
        self.accepted = 0
        self.repeated = 0
        """Sent before."""
        self.rejected = 0
        self._faults: list[Fault] = []

    def reject(self, index: int, field: str, reason: str) -> None:
        """Note a read that cannot be taken."""
        self.rejected += 1
        if len(self._faults) < MOST_FAULTS:
            self._faults.append(Fault(index, field, reason))

    def encoded(self) -> bytes:
        """The answer: 202, or 422 where each read was rejected."""
        is_taken = self.accepted or self.repeated or not self.rejected
        status = HTTPStatus.ACCEPTED if is_taken else HTTPStatus.UNPROCESSABLE_ENTITY
        body = {
            "accepted": self.accepted,
            "repeated": self.repeated,
            "rejected": self.rejected,
            "faults": self._faults,
        }
        return b"%d %s" % (status, legal_json(to_json(body)))


def refused(status: HTTPStatus, error: str, reason: str) -> bytes:
    """The answer to a post that is not read, with a word for machines and a sentence for people."""
    return b"%d %s" % (status, legal_json(to_json({"error": error, "reason": reason})))
