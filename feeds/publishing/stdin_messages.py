"""Messages that another program writes line by line, as in a race file, to be published."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from pydantic_core import ValidationError, from_json

from feeds import codec
from feeds.file_defaults import FileDefaults
from feeds.legal_json import faults_in
from feeds.line_checksum import without_checksum
from feeds.log import LONGEST_LINE
from feeds.newer_parts import sentences_on
from feeds.protocol.publisher_frames import SOURCE
from feeds.protocol.source_chain import without_id
from feeds.publishing.outbox import local_id
from race.messages import Message, Unknown

NAME = re.compile(rf"({SOURCE})?:\d+")
"""A message's id at a hub; in an outbox, without the source."""

HEADER = re.compile(rb'^\s*\{\s*"type"\s*:\s*"log"')


Publish = Callable[[Message, str | None], int]
"""Publishes a message, which may have a name among those of its outbox, and returns its number."""


class StdinMessages:
    """Publishes lines, but those that an earlier run has published: the same input may come twice.

    By an `id` in them only lines of the same outbox can name them, since the hub gives its own. A line is one
    of an earlier run if it says the same and has the same `id`, or if the earlier one has none. Each message
    in the outbox stands for one line, so what comes twice within a run is published twice.
    """

    def __init__(self, publish: Publish, note: Callable[[str], None], earlier: Iterable[bytes] = ()) -> None:
        self._publish = publish
        self._note = note
        """Takes a sentence on what this version does not know of a line, or had to make legal."""
        self._known: dict[str, tuple[int, Message]] = {}
        self._defaults = FileDefaults()
        self.repeated = 0
        """How many lines an earlier run had published."""
        self._earlier: defaultdict[tuple[str | None, bytes], list[int]] = defaultdict(list)
        """By name and content, the numbers of the messages of earlier runs that no line has stood for yet."""
        self._names: dict[str, int] = {}
        """The number of the newest message of earlier runs by each name."""
        for number, line in enumerate(earlier, start=1):
            content = without_id(line)
            name = None if content == line else str(from_json(line)["id"])
            self._earlier[name, content].append(number)
            if name is not None:
                self._names[name] = number

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
        named = replace(message.renamed(self._target), id=None)
        number = self._number_of(message.id, codec.encode(replace(named, heard_ms=None)))
        if number is None:
            for sentence in sentences_on(message):
                self._note(sentence)
            number = self._publish(named, message.id)
        else:
            self.repeated += 1
        if message.id is not None:
            self._known[message.id] = number, message
        return number

    def _number_of(self, name: str | None, content: bytes) -> int | None:
        """The number of a message of an earlier run, which then stands for this line."""
        for key in ((name, content), (None, content)):
            if self._earlier.get(key):
                return self._earlier[key].pop(0)
        return None

    def _target(self, name: str) -> str:
        if name in self._known:
            return local_id(self._known[name][0])
        if name in self._names:
            return local_id(self._names[name])
        if NAME.fullmatch(name):
            return name
        raise ValueError(f"no line before this one has the id {name!r}")
