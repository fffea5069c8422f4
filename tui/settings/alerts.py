"""Alerts: which moments of a race are announced to a viewer who looks elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from race.moments.finishes import has_record
from race.moments.moment import CHATTER, Moment
from replays.watching.live_playhead import LivePlayhead
from tui.text.doubted_claims import doubt_moments

if TYPE_CHECKING:
    from race.board import Board
    from replays.playhead import Clock, Playhead
    from replays.watching.session import Snapshot

LATE_MS = 15_000
"""In a live race, a moment that is received later than this after it happened is not announced."""

APART_S = 2.0
"""Seconds of real time between two alerts at least."""


class Alerts:
    """The new moments of a race that is watched, each announced once.

    Moments before the start of watching, or jumped over, are not new; nor is any while the playhead is behind
    a live race.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._jumps: int | None = None
        self._seen_ms = 0
        self._seen: frozenset[str] = frozenset()
        self._known: set[str] = set()
        self._waiting: list[Moment] = []
        self._announced_s = -APART_S

    def next_alert(
        self, snapshot: Snapshot, playhead: Playhead, wanted: Collection[str], followed: Collection[str] = ()
    ) -> Moment | None:
        """The most important new moment since the last alert, if an alert is due.

        `wanted` are kinds of alerts, of `tui.settings.preferences.ALERTS`; `followed` are bibs.
        """
        if playhead.jumps != self._jumps:
            self._waiting.clear()
        fresh = self._fresh(snapshot, playhead)
        self._waiting += [m for m in fresh if is_wanted(m, wanted, followed, snapshot.board)]
        now_s = self._clock()
        if not self._waiting or now_s - self._announced_s < APART_S:
            return None
        self._announced_s = now_s
        alert = max(self._waiting, key=lambda moment: moment.priority)
        self._waiting.clear()
        return alert

    def _fresh(self, snapshot: Snapshot, playhead: Playhead) -> list[Moment]:
        """The moments that are new since the last call, unless the playhead has jumped or is behind."""
        since_ms = snapshot.clock_ms - LATE_MS if playhead.live else self._seen_ms
        is_behind = isinstance(playhead, LivePlayhead) and not playhead.live
        known = self._seen | self._known
        moments = [*snapshot.moments, *doubt_moments(snapshot.doubts, snapshot.clock_ms)]
        fresh = [m for m in moments if m.when_ms > since_ms and _key(m) not in known]
        if is_behind or playhead.jumps != self._jumps:
            fresh = []
        self._known.update(map(_key, fresh))
        self._jumps, self._seen_ms = playhead.jumps, snapshot.clock_ms
        self._seen = frozenset(map(_key, moments))
        return fresh


def is_wanted(moment: Moment, wanted: Collection[str], followed: Collection[str], board: Board) -> bool:
    """Whether a moment is of one of the `wanted` kinds of alerts."""
    is_record = moment.kind == "finish" and has_record(board.badges.get(moment.bib or "", ()))
    kinds = {
        "followed": moment.priority >= CHATTER and not set(followed).isdisjoint(moment.bibs),
        "lead": moment.kind in ("lead", "bell") and bool(moment.others),
        "bell": moment.kind == "bell",
        "record": moment.kind == "record" or moment.is_inside_pace or is_record,
        "doubt": moment.kind == "doubt",
    }
    return any(kinds[kind] for kind in wanted)


def _key(moment: Moment) -> str:
    """What identifies a moment even if its time is corrected; a race has only one bell.

    What is wrong with a claim may come to be said in other words.
    """
    if moment.kind == "doubt":
        return f"doubt {moment.text.partition(': ')[0]}"
    return "bell" if moment.kind == "bell" else moment.text
