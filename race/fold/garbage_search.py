"""Searches for garbage, paused while many messages are read and folded.

All that is made of them stays, and nothing refers back to what refers to it: to look for garbage in it
takes a third of the time and finds none.
"""

from __future__ import annotations

import gc

MANY = 100
"""So many messages are worth a pause: they make as many objects as a search waits for."""


class GarbageSearchPause:
    """Pauses the searches while many messages are read or folded; a pause may lie within another one."""

    def __init__(self, messages: int = MANY) -> None:
        self._pauses = messages >= MANY and gc.isenabled()

    def __enter__(self) -> None:
        if self._pauses:
            gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._pauses:
            gc.enable()


def pass_over_all() -> None:
    """Look for garbage only among what is made from now on: the objects of a large race stay."""
    gc.freeze()
