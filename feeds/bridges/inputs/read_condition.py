"""Whether a file, a folder or a page can be read: a trouble is said once, and that it is over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from feeds.bridges.inputs.raw_source import DeviceCondition
from feeds.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feeds.bridges.inputs.raw_source import Say

T = TypeVar("T")


class ReadCondition(DeviceCondition):
    """The condition of something that is looked at again and again."""

    def __init__(self, name: str, say: Say) -> None:
        super().__init__("connected")
        self._name, self._say, self._trouble = name, say, ""

    async def look(self, path: Path, look: Callable[[], T], *, once: bool) -> T | None:
        """What a look finds; None while the path cannot be read. With `once` that raises UserError."""
        try:
            found = await asyncio.to_thread(look)
        except OSError as error:
            if once:
                raise UserError(f"cannot read {path}: {error.strerror or error}") from error
            self.cannot(error)
            return None
        self.mend()
        return found

    def cannot(self, error: OSError) -> None:
        """It could not be read."""
        self.fail(f"{self._name} cannot be read: {error.strerror or error}; trying again")

    def fail(self, trouble: str) -> None:
        """Note a trouble, in a sentence."""
        if trouble != self._trouble:
            self._say(trouble)
        self._trouble = trouble
        self.become("unreadable")

    def mend(self) -> None:
        """Note that it was read."""
        if self._trouble:
            self._say(f"{self._name} is read again")
        self._trouble = ""
        self.become("connected")
