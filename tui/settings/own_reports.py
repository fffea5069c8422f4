"""What the program reported, in a file of the state folder that begins anew before it is large.

It tells afterwards what went wrong: `lapbell info` prints its end.
"""

from __future__ import annotations

import logging
import os
import re
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from tui.text.safe_text import clean

if TYPE_CHECKING:
    from io import TextIOWrapper

FOLDER_VARIABLE = "LAPBELL_STATE"

NAME = "lapbell.log"

LARGEST = 256 * 1024
"""Bytes of the file; then it becomes `lapbell.log.1`, in place of the one before."""

LONGEST = 2000
"""Characters of a report; the end of a traceback says most."""

SECRET = re.compile(r"(?i)(\b(?:bearer|token)\b[\"']?\s*[=:]?\s*[\"']?|#)[\w.~+/=-]{12,}")
"""What may be a token: behind the word, or in the fragment of an address."""

_log = logging.getLogger("lapbell")


def state_folder() -> Path:
    """The folder of what is of use for a while: `LAPBELL_STATE`, or where the system keeps such files."""
    from platformdirs import user_state_path  # takes 10 ms to import

    return Path(os.environ.get(FOLDER_VARIABLE) or user_state_path("lapbell", appauthor=False))


def keep_reports() -> None:
    """From now on write what is reported to the loggers below `lapbell` into the file.

    A folder that cannot be written is left alone: reports are lost then, and nothing else.
    """
    if not any(isinstance(handler, _ReportFile) for handler in _log.handlers):
        _log.addHandler(_ReportFile())
        _log.setLevel(logging.INFO)


def report_mistake(command: str, text: str) -> None:
    """Keep what a command said was wrong."""
    keep_reports()
    _log.warning("lapbell %s: %s", command, text)


def report_crash(error: BaseException) -> None:
    """Keep the traceback of a fault of the program."""
    keep_reports()
    _log.error("the program has a fault", exc_info=error)


def last_reports(most: int) -> list[str]:
    """The last lines of the file, the newest last; empty where no file can be read."""
    try:
        with open(state_folder() / NAME, "rb") as file:
            file.seek(max(os.fstat(file.fileno()).st_size - LONGEST * most, 0))
            lines = file.read(LONGEST * most).decode("utf-8", "replace").splitlines()
    except OSError:
        return []
    return [clean(line) for line in lines[-most:]]


class _ReportFile(RotatingFileHandler):
    """Opens the file with the first report, for its owner alone, and never complains."""

    def __init__(self) -> None:
        super().__init__(state_folder() / NAME, maxBytes=LARGEST, backupCount=1, encoding="utf-8", delay=True)
        self.setFormatter(_OneLine("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S"))

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        opener = partial(os.open, mode=0o600)
        return open(self.baseFilename, self.mode, encoding=self.encoding, opener=opener)  # type: ignore[return-value]

    def handleError(self, record: logging.LogRecord) -> None:
        """Lose the report: the disk may be full."""


class _OneLine(logging.Formatter):
    """A report in one line, without secrets and without what a terminal would obey."""

    def format(self, record: logging.LogRecord) -> str:
        text = SECRET.sub(r"\1***", super().format(record))
        return clean(text if len(text) <= LONGEST else f"{text[: LONGEST // 4]} ... {text[-LONGEST // 2 :]}")
