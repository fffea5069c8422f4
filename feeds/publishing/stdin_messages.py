"""Messages that another program writes line by line, as in a race file, to be published."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pydantic_core import ValidationError

from feeds import codec
from feeds.file_defaults import FileDefaults
from feeds.legal_text import faults_in
from feeds.line_checksum import without_checksum
from feeds.log import LONGEST_LINE
from feeds.newer_parts import sentences_on
from feeds.protocol.publisher_frames import SOURCE
from feeds.publishing.outbox import local_id
from race.messages import Message, Unknown

NAME = re.compile(rf"({SOURCE})?:\d+")
"""A message's id at a hub; in an outbox, without the source."""

HEADER = re.compile(rb'^\s*\{\s*"type"\s*:\s*"log"')


class StdinMessages:
    """Publishes lines. By an `id` in them only later lines can name them: the hub gives its own."""

    def __init__(self, publish: Callable[[Message], int], note: Callable[[str], None]) -> None:
        self._publish = publish
        self._note = note
        """Takes a sentence on what this version does not know of a line, or had to make legal."""
        self._known: dict[str, tuple[int, Message]] = {}
        self._defaults = FileDefaults()

    def take(self, line: bytes) -> int | None:
        """Publish the message of a line. Returns its number; None where the line holds nothing new.

        Raises ValueError, in words, for a line that cannot be published.
        """
        line, _ = without_checksum(line.strip())
        if not line or HEADER.match(line):
            return None
        if len(line) > LONGEST_LINE:
            raise ValueError(f"longer than {LONGEST_LINE} bytes")
        try:
            message = codec.decode(self._defaults.complete(line))
        except ValidationError as error:
            raise ValueError(codec.explain(error)[0]) from error
        self._defaults.learn(message)
        for sentence in faults_in(line):
            self._note(sentence)
        return self._take(message)

    def _take(self, message: Message) -> int | None:
        if isinstance(message, Unknown) and message.unread is None:
            raise ValueError(f"{message.type[:40]!r} is not a message type of this version")
        if message.id is not None and message.id in self._known:
            if self._known[message.id][1] != message:
                raise ValueError(f"id: {message.id!r} is used twice")
            return None
        for sentence in sentences_on(message):
            self._note(sentence)
        number = self._publish(replace(message.renamed(self._target), id=None))
        if message.id is not None:
            self._known[message.id] = number, message
        return number

    def _target(self, name: str) -> str:
        if name not in self._known and NAME.fullmatch(name):
            return name
        if name not in self._known:
            raise ValueError(f"no line before this one has the id {name!r}")
        return local_id(self._known[name][0])
