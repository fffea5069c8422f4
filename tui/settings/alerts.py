"""Alerts: which moments of a race somebody who looks elsewhere is called for."""

from __future__ import annotations

from collections.abc import Collection

from race.board import Board
from race.moments.finishes import has_record
from race.moments.moment import CHATTER, Moment
from replays.playhead import Clock, Playhead
from replays.watching.live_playhead import LivePlayhead
from replays.watching.session import Snapshot

LATE_MS = 15_000
"""Race time. What comes later than this, of a live race, is no news any more."""

APART_S = 2.0
"""Time on the wall between two alerts, at least."""


class Alerts:
    """What is new in a race that runs while it is watched, each moment once.

    What the playhead finds where it begins, or jumps over, is not new; nor is anything while it is behind
    a live race.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._jumps: int | None = None
        self._seen_ms = 0
        self._seen: frozenset[str] = frozenset()
        self._heard: set[str] = set()
        self._waiting: list[Moment] = []
        self._called_s = -APART_S

    def hear(
        self, view: Snapshot, playhead: Playhead, wanted: Collection[str], followed: Collection[str] = ()
    ) -> Moment | None:
        """The most important of the `wanted` moments that came since the last alert, if one is due.

        Wanted are kinds, of `tui.preferences.ALERTS`; `followed` are bibs.
        """
        if playhead.jumps != self._jumps:
            self._waiting.clear()
        fresh = self._fresh(view, playhead)
        self._waiting += [m for m in fresh if is_wanted(m, wanted, followed, view.board)]
        now_s = self._clock()
        if not self._waiting or now_s - self._called_s < APART_S:
            return None
        self._called_s = now_s
        called = max(self._waiting, key=lambda moment: moment.priority)
        self._waiting.clear()
        return called

    def _fresh(self, view: Snapshot, playhead: Playhead) -> list[Moment]:
        """Moments that were not there when it was asked last, though the playhead was near."""
        since_ms = view.clock_ms - LATE_MS if playhead.live else self._seen_ms
        is_behind = isinstance(playhead, LivePlayhead) and not playhead.live
        known = self._seen | self._heard
        fresh = [m for m in view.moments if m.when_ms > since_ms and _key(m) not in known]
        if is_behind or playhead.jumps != self._jumps:
            fresh = []
        self._heard.update(map(_key, fresh))
        self._jumps, self._seen_ms = playhead.jumps, view.clock_ms
        self._seen = frozenset(map(_key, view.moments))
        return fresh


def is_wanted(moment: Moment, wanted: Collection[str], followed: Collection[str], board: Board) -> bool:
    """Whether a moment is of one of the kinds that somebody wants to be called for."""
    is_record = moment.kind == "finish" and has_record(board.badges.get(moment.bib or "", ()))
    kinds = {
        "followed": moment.priority >= CHATTER and not set(followed).isdisjoint(moment.bibs),
        "lead": moment.kind == "lead" and bool(moment.others),
        "bell": moment.kind == "bell",
        "record": moment.kind == "record" or is_record,
    }
    return any(kinds[kind] for kind in wanted)


def _key(moment: Moment) -> str:
    """What makes it the same moment, though its time be corrected; there is one bell in a race."""
    return "bell" if moment.kind == "bell" else moment.text
