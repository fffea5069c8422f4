"""A recorded race of which most splits are in columns."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from race.fold.garbage_search import GarbageSearchPause, pass_over_all
from replays.reconstruction import reconstruct_large
from replays.watching.recorded_race import RecordedRace
from replays.watching.unread_parts import UnreadParts

if TYPE_CHECKING:
    from feeds.large_log import LargeLog
    from race.fold.history import History
    from race.fold.large_history import LargeHistory


class LargeRace(RecordedRace):
    """A large race that has ended; its missing splits are estimated when they are asked for."""

    def __init__(self, log: LargeLog) -> None:
        self.race = log.race
        self.unread = UnreadParts()
        self._published = log.history
        self._step_times = {}

    def history(self, *, estimates: bool = True) -> History:
        """The race with the estimated splits, or with published figures alone."""
        return self._estimated if estimates else self._without_estimates

    @cached_property
    def _estimated(self) -> LargeHistory:
        with GarbageSearchPause():
            history = reconstruct_large(self._published)
        pass_over_all()
        return history

    @cached_property
    def _without_estimates(self) -> LargeHistory:
        """With the times at which messages without one take effect."""
        return self._published.with_estimates(self._estimated.others, ())
