"""A hub's log: events with fields. A token is never among them."""

from __future__ import annotations

import logging

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


class Formatter(logging.Formatter):
    """One line for each event: time, level, event, then `name=value`, quoted where it is not plain."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of an event."""
        fields: dict[str, object] = getattr(record, "fields", {})
        parts = [self.formatTime(record, "%Y-%m-%dT%H:%M:%S"), record.levelname.lower(), record.getMessage()]
        parts += [f"{name}={_quoted(str(value))}" for name, value in fields.items()]
        if record.exc_info:
            parts.append(f"error={_quoted(repr(record.exc_info[1]))}")
        return " ".join(parts)


def _quoted(value: str) -> str:
    is_plain = value.isascii() and all(character.isalnum() or character in "._:/@+-" for character in value)
    return value if value and is_plain else ascii(value)
