"""A hub that is out of memory ends at once, to be started again: what it acknowledged is on disk.

Going on would leave it half alive: the task that ran out is gone, and whatever waits for it waits for ever.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NoReturn

from feeds.errors import OUT_OF_MEMORY
from feeds.serving.end_at_once import end_at_once

SENTENCE = b"lapbell hub: out of memory; it ends, to be started again. What it acknowledged is on disk.\n"

NO_THREAD = "can't start new thread"
"""What Python says where the system gives it no memory for one, or counts too many."""


def end_hub() -> NoReturn:
    """End the process, and say why."""
    end_at_once(SENTENCE, OUT_OF_MEMORY)


def is_out_of_memory(error: BaseException | None) -> bool:
    """Whether an error, or one of a group, is a lack of memory, for the stack of a thread too."""
    if isinstance(error, BaseExceptionGroup):
        return any(map(is_out_of_memory, error.exceptions))
    return isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and str(error) == NO_THREAD)


class OutOfMemoryHandler(logging.Handler):
    """Ends the hub at the first logged error that is one of memory.

    What a task, a callback of the event loop, a connection or a thread fails with is logged wherever it was
    raised: asyncio and the websocket library catch it, and go on.
    """

    def __init__(self, end: Callable[[], object] = end_hub) -> None:
        super().__init__(logging.ERROR)
        self._end = end

    def handle(self, record: logging.LogRecord) -> bool:
        """Look at a record, without formatting it: that would take memory."""
        if record.exc_info and is_out_of_memory(record.exc_info[1]):
            self._end()
        return False
