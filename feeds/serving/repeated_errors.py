"""Errors that come again and again: the first of each is logged, and after a while how many there were."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from feeds.serving.hub_reporting import place_of
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Hashable

PERIOD_S = 30.0

AT_FIRST = 5
"""Complaints of one kind that are logged before they are counted; of what was raised, one."""

MOST_KINDS = 100
"""Kinds of errors that are told apart at a time; beyond that they count as one."""


@dataclass(slots=True)
class _Repeats:
    until_s: float
    logged: int = 1
    count: int = 0
    last: logging.LogRecord | None = None


class RepeatedErrors:
    """Counts errors that are the same but for what came with them."""

    def __init__(self) -> None:
        self._kinds: dict[Hashable, _Repeats] = {}
        self._lock = threading.Lock()

    def is_repeated(self, record: logging.LogRecord, now_s: float) -> bool:
        """Whether a record is an error that was logged a short while ago; then it is counted."""
        if record.levelno < logging.WARNING:
            return False
        kind = _kind(record)
        with self._lock:
            if kind not in self._kinds and len(self._kinds) >= MOST_KINDS:
                kind = None
            known = self._kinds.get(kind)
            if known is None:
                self._kinds[kind] = _Repeats(now_s + PERIOD_S)
                return False
            if known.logged < AT_FIRST and not record.exc_info:
                known.logged += 1
                return False
            known.count += 1
            known.last = record
            return True

    def summaries(self, now_s: float, *, all_of_them: bool = False) -> list[logging.LogRecord]:
        """The last of each kind of errors, with how many came since the first; those that are due."""
        with self._lock:
            due = {
                kind: known for kind, known in self._kinds.items() if all_of_them or known.until_s <= now_s
            }
            for kind in due:
                del self._kinds[kind]
        return [_with_count(known.last, known.count) for known in due.values() if known.last is not None]


def _kind(record: logging.LogRecord) -> Hashable:
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        return type(error), place_of(error)
    fields: dict[str, object] = getattr(record, "fields", {})
    return record.msg, tuple((name, str(value)) for name, value in fields.items())


def _with_count(record: logging.LogRecord, count: int) -> logging.LogRecord:
    record.fields = {**getattr(record, "fields", {}), "repeated": count}
    return record
