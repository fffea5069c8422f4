"""What a hub reports of itself: an event and its fields. No token is ever among them."""

from __future__ import annotations

import logging

hub_log = logging.getLogger("lapbell.hub")
hub_log.addHandler(logging.NullHandler())

wire_log = logging.getLogger("lapbell.wire")
"""What the websocket library has to say; nobody reads it unless they ask for it."""
wire_log.addHandler(logging.NullHandler())
wire_log.propagate = False


def report(event: str, **fields: object) -> None:
    """Something happened as it should."""
    hub_log.info(event, extra={"fields": fields})


def complain(event: str, **fields: object) -> None:
    """Something happened that somebody should look at."""
    hub_log.error(event, extra={"fields": fields})


class Formatter(logging.Formatter):
    """A line an event: time, level, event, then `name=value`; what is not plain is quoted as in JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        fields: dict[str, object] = getattr(record, "fields", {})
        told = [self.formatTime(record, "%Y-%m-%dT%H:%M:%S"), record.levelname.lower(), record.getMessage()]
        told += [f"{name}={_quoted(str(value))}" for name, value in fields.items()]
        if record.exc_info:
            told.append(f"error={_quoted(repr(record.exc_info[1]))}")
        return " ".join(told)


def _quoted(value: str) -> str:
    is_plain = value.isascii() and all(character.isalnum() or character in "._:/@+-" for character in value)
    return value if value and is_plain else ascii(value)
