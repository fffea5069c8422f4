"""The head of a race file: the race's id and its start list, without the rest."""

from __future__ import annotations

import zlib
from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import ValidationError

from feeds import codec
from feeds.errors import Problem, RaceFileError
from feeds.file_defaults import FileDefaults
from feeds.line_checksum import without_checksum
from feeds.log import race_lines
from feeds.message_limit import MessageLimit
from feeds.unpacked_file import unpacked
from race.fold.history import History

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.messages import Message, StartList

DECIDES = (b"start-list", b'"replaces"')
"""A line without any of these is not a start list, nor replaces one, and is not decoded."""


def read_start(path: Path) -> tuple[str, StartList | None]:
    """The race's id and the start list in force at the end of a race file. Little else in it is checked.

    Raises RaceFileError where these cannot be read.
    """
    try:
        with unpacked(path) as file:
            lines = race_lines(file)
            return _race(next(lines, b"")), History(_deciding(lines)).start_list
    except (OSError, EOFError, zlib.error) as error:
        reason = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise RaceFileError(path.name, [Problem(0, reason)]) from error
    except ValidationError as error:
        raise RaceFileError(path.name, [Problem(0, codec.explain(error)[0])]) from error


def _race(line: bytes) -> str:
    line, _ = without_checksum(line.strip())
    return codec.decode_header(line.removeprefix(BOM_UTF8)).race


def _deciding(lines: Iterator[bytes]) -> Iterator[Message]:
    """The messages that decide which start list holds: start lists, and whatever replaces something."""
    defaults, limit = FileDefaults(), MessageLimit()
    for line in lines:
        if any(sign in line for sign in DECIDES):
            text, crc = without_checksum(line.strip())
            message = codec.decode(text if crc is not None else defaults.complete(text))
            defaults.learn(message)
            if crc is None:
                limit.count(message)
            yield message
