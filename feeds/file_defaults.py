"""The evidence and the source that a start list gives for a whole race file.

They are filled in where lines of a file are read, so that what is stored, sent and folded is complete.
"""

from __future__ import annotations

from dataclasses import field

from pydantic_core import from_json, to_json

from race.lazy_dataclass import dataclass
from race.messages import Message, StartList

EVIDENCE = ("split", "order")
SOURCE = ("split", "order", "status")
"""The types of messages that are completed."""


@dataclass(slots=True)
class FileDefaults:
    """What the newest start list gives to the lines below it."""

    _given: dict[str, dict[str, str]] = field(default_factory=dict)
    """By type of message, the fields that it may leave out."""

    def learn(self, message: Message) -> None:
        """Take the defaults of a start list; other messages have none."""
        if isinstance(message, StartList):
            evidence = {"evidence": message.evidence} if message.evidence else {}
            source = {"source": message.source} if message.source else {}
            given = {kind: (evidence if kind in EVIDENCE else {}) | source for kind in SOURCE}
            self._given = {kind: fields for kind, fields in given.items() if fields}

    def complete(self, line: bytes) -> bytes:
        """A line with the fields that it leaves out. One that is not JSON, or is complete, stays as it is."""
        if not self._given:
            return line
        try:
            body = from_json(line)
        except ValueError:
            return line
        given = self._given.get(str(body.get("type")), {}) if isinstance(body, dict) else {}
        return line if given.keys() <= body.keys() else to_json(body | (given | body))
