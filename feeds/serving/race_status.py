"""What a hub announces about a race to those who have not opened it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import from_json

from feeds import codec
from feeds.legal_text import legal
from feeds.protocol.race_notice import RaceNotice
from race.board import Phase, phase
from race.fold.history import History
from race.fold.race_clock import RaceClock
from race.later_pattern import later_pattern
from race.messages import StartList, Void
from race.order.awaited import is_still_awaited
from race.planned_start import first_planned

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.log import Log
    from feeds.protocol.device_state import DeviceState
    from race.times import TimeOfDay

CHECKPOINT = later_pattern(rb'"checkpoint":"((?:[^"\\]|\\.)*)"')


class RaceStatus:
    """Follows a log, as far as it takes to know the state of the race.

    It folds only the messages that can change the state: after the first split, none but those at the finish.
    """

    def __init__(self, log: Log, now_ms: Callable[[], int]) -> None:
        self._log = log
        self._now_ms = now_ms
        self._read = 0
        self._history = History()
        self._race_clock = RaceClock(self._history)
        self._finish: str | None = None
        self._has_split = False
        self._state: Phase = "before"
        """As far as the messages tell, whatever time it is."""
        self._shown: Phase | None = None
        self._start_list: StartList | None = None
        self._first_planned: TimeOfDay | None = None
        self._has_limit = False
        self._awaited = ""
        """Someone whose finish is still to come: as long as that is so, no one else need be looked at."""

    def notice(self, publishers: int, viewers: int, devices: tuple[DeviceState, ...] = ()) -> RaceNotice:
        """The race as it was at the last `refresh`."""
        start_list, first = self._start_list, self._first_planned
        planned = start_list.planned if start_list else None
        gun_ms = self._race_clock.zero_ms
        return RaceNotice(
            race=self._log.race,
            name=start_list.name if start_list else "",
            meet=start_list.meet if start_list else "",
            date=start_list.date if start_list else "",
            event=start_list.event if start_list else "",
            state=self._shown or "before",
            head=self._log.head,
            publishers=publishers,
            viewers=viewers,
            zone=start_list.zone if start_list else "",
            planned_ms=_since_1970(planned.utc_ms) if planned else None,
            first_planned_ms=_since_1970(first.utc_ms) if planned and first else None,
            gun_ms=_since_1970(gun_ms) if gun_ms is not None else None,
            devices=devices,
        )

    @property
    def is_known(self) -> bool:
        """Whether the log was read to its end at least once."""
        return self._shown is not None

    @property
    def unread(self) -> int:
        """How many messages are still to be read."""
        return self._log.head - self._read

    def refresh(self) -> None:
        """Read what is new in the log. Of a long one that takes seconds: it is for one thread at a time.

        Raises ValueError if a message cannot be read.
        """
        if self._read < self._log.head:
            self._catch_up()
        self._shown = self._phase()

    @property
    def is_settled(self) -> bool:
        """Whether all of the log was read, and time alone changes nothing in what is announced."""
        if self._read < self._log.head:
            return False
        if self._has_limit:
            return self._state == "official"
        zero_ms = self._race_clock.zero_ms
        return zero_ms is None or self._now_ms() >= zero_ms

    def _phase(self) -> Phase:
        zero_ms = self._race_clock.zero_ms
        race_ms = self._now_ms() - zero_ms if zero_ms is not None else 0
        if race_ms >= 0 and not self._has_limit:
            return self._state
        return phase(self._history.at(self._history.end_ms), max(-race_ms, 0), race_ms)

    def _catch_up(self) -> None:
        fresh = self._log.lines[self._read :]
        relevant = [codec.decode(line) for line in fresh if self._is_relevant(line)]
        self._read += len(fresh)
        if not relevant:
            return
        self._history.extend(relevant)
        self._race_clock.catch_up()
        state = self._history.at(self._history.end_ms)
        course = state.course
        finish = course.checkpoints[course.finish].id if course else None
        if finish != self._finish:
            self._finish, self._read, self._history, self._has_split = finish, 0, History(), False
            self._race_clock = RaceClock(self._history)
            self._catch_up()
            return
        self._start_list = state.start_list
        if any(isinstance(message, StartList | Void) for message in relevant):
            self._first_planned = first_planned(self._history.messages)
        self._has_limit = course is not None and course.limit_ms is not None
        runs_on = self._state == "running" and state.guns and not state.officials
        if not runs_on or not is_still_awaited(self._awaited, state):
            self._state = phase(state)
            from_behind = reversed(state.runners)
            self._awaited = next((bib for bib in from_behind if is_still_awaited(bib, state)), "")

    def _is_relevant(self, line: bytes) -> bool:
        if not line.startswith(b'{"type":"split"') or b'"replaces"' in line or not self._has_split:
            self._has_split |= line.startswith(b'{"type":"split"')
            return True
        match = CHECKPOINT.search(line)
        return match is not None and _text(match[1]) == self._finish


def _since_1970(utc_ms: int) -> int | None:
    """A time of day that can be announced; None for one before 1970, as of an old race."""
    return utc_ms if utc_ms >= 0 else None


def _text(written: bytes) -> str:
    """The text that a line of JSON has between two quotes."""
    return written.decode() if written.isalnum() else legal(from_json(b'"%s"' % written))
