"""Whether a file, a folder or a page can be read: a trouble is said once, and that it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.bridges.inputs.raw_source import DeviceCondition

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Say


class ReadCondition(DeviceCondition):
    """The condition of something that is looked at again and again."""

    def __init__(self, name: str, say: Say) -> None:
        super().__init__("connected")
        self._name, self._say, self._trouble = name, say, ""

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
