"""The head of a race file: the race's id and its start list, without the rest."""

from __future__ import annotations

import zlib
from codecs import BOM_UTF8
from pathlib import Path
from typing import BinaryIO

from pydantic_core import ValidationError

from feeds import codec
from feeds.errors import Problem, RaceFileError
from feeds.line_checksum import without_checksum
from feeds.log import LONGEST_LINE, opened
from race.messages import StartList

START_LIST = b"start-list"
"""A line without this is not a start list, and is not decoded."""


def read_start(path: Path) -> tuple[str, StartList | None]:
    """The race's id and the last start list of a race file. Nothing else in the file is checked.

    Raises RaceFileError where these cannot be read.
    """
    try:
        with opened(path) as file:
            return _race(file), _newest_start_list(file)
    except (OSError, EOFError, zlib.error) as error:
        reason = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise RaceFileError(path.name, [Problem(0, reason)]) from error
    except ValidationError as error:
        raise RaceFileError(path.name, [Problem(0, codec.explain(error)[0])]) from error


def _race(file: BinaryIO) -> str:
    line, _ = without_checksum(file.readline(LONGEST_LINE).strip())
    return codec.decode_header(line.removeprefix(BOM_UTF8)).race


def _newest_start_list(file: BinaryIO) -> StartList | None:
    newest: StartList | None = None
    while line := file.readline(LONGEST_LINE):
        if START_LIST in line:
            text, _ = without_checksum(line.strip())
            message = codec.decode(text)
            newest = message if isinstance(message, StartList) else newest
    return newest
