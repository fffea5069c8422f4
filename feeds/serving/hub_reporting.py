"""A hub's log: events with fields. A token is never among them."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path

from websockets.exceptions import WebSocketException

LONGEST_LINE = 2000
"""Characters of a line; the rest is left out."""

hub_log = logging.getLogger("lapbell.hub")
hub_log.addHandler(logging.NullHandler())

wire_log = logging.getLogger("lapbell.wire")
"""Takes what the websocket library logs; it is shown only on request."""
wire_log.addHandler(logging.NullHandler())
wire_log.propagate = False


def report(event: str, **fields: object) -> None:
    """Log something that happened as it should."""
    hub_log.info(event, extra={"fields": fields})


def complain(event: str, **fields: object) -> None:
    """Log something that the operator should look at."""
    hub_log.error(event, extra={"fields": fields})


def error_record(event: str, **fields: object) -> logging.LogRecord:
    """The record of an error, for a handler that has one itself."""
    return hub_log.makeRecord(hub_log.name, logging.ERROR, "", 0, event, (), None, extra={"fields": fields})


class Formatter(logging.Formatter):
    """One line for each event: time, level, event, then `name=value`, quoted where it is not plain."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of an event."""
        fields: dict[str, object] = getattr(record, "fields", {})
        event = " ".join(record.getMessage().split())
        parts = [self.formatTime(record, "%Y-%m-%dT%H:%M:%S"), record.levelname.lower(), event]
        parts += [f"{name}={_quoted(str(value))}" for name, value in fields.items()]
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            parts += [f"error={_quoted(repr(error)[:500])}", f"at={_quoted(place_of(error))}"]
        return " ".join(parts)


def log_to(handler: logging.Handler, level: int, watcher: logging.Handler) -> None:
    """Write the hub's log to a handler, and the errors of asyncio and of the websocket library with it.

    `watcher` sees all records first, also errors that are due to what another computer sent.
    """
    hub_log.addHandler(watcher)
    hub_log.addHandler(handler)
    hub_log.setLevel(level)
    for log in (logging.getLogger("asyncio"), wire_log):
        log.addHandler(watcher)
        log.addHandler(_OnlyErrors(handler))
        log.propagate = False
    sys.unraisablehook = threading.excepthook = _log_unraised


def _log_unraised(error: sys.UnraisableHookArgs | threading.ExceptHookArgs) -> None:
    """Log what was raised where it can go no further; Python would write its traceback to stderr."""
    value = error.exc_value
    if value is not None:
        hub_log.error("cannot be raised", exc_info=(type(value), value, value.__traceback__))


class _OnlyErrors(logging.Handler):
    """Passes on errors that are not due to what another computer sent, or to its connection."""

    def __init__(self, handler: logging.Handler) -> None:
        super().__init__(logging.ERROR)
        self._handler = handler

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a record on."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, WebSocketException | ConnectionError | EOFError | TimeoutError):
            self._handler.handle(record)


def place_of(error: BaseException) -> str:
    """Where an error was raised: the file and the line."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return f"{Path(step.tb_frame.f_code.co_filename).name}:{step.tb_lineno}" if step is not None else ""


def _quoted(value: str) -> str:
    is_plain = value.isascii() and all(character.isalnum() or character in "._:/@+-" for character in value)
    return value if value and is_plain else ascii(value)
