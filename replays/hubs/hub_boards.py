"""The boards that a hub makes of its races, as `lapbell board --json` prints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from feeds import codec
from race.board import Board as RaceBoard
from race.board_json import board_json
from race.doubted_claims import doubted_claims
from race.projection.board_model import BoardModel
from replays.watching.live_race import LiveRace
from replays.watching.viewer_time import time_of_day

if TYPE_CHECKING:
    from feeds.protocol.device_state import DeviceState
    from feeds.serving.followed_race import Board
    from race.row_choice import RowChoice


class HubBoards:
    """Follows the log of one race on its hub. `now_ms` is the hub's clock."""

    def __init__(self, race: str, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._publishers = 0
        self._devices: tuple[DeviceState, ...] = ()
        self._attended_ms = 0
        """When the race last had a publisher, as far as it was looked at."""
        self._heard_ms = 0
        self._live = LiveRace(race, now_ms, self._lost_ms, devices=self._device_texts)

    def take(self, lines: Sequence[bytes]) -> None:
        """Take in more of the log. Raises ValueError where a message cannot be read."""
        messages = [codec.decode(line) for line in lines]
        self._live.extend(messages)
        self._heard_ms = max([self._heard_ms, *(message.heard_ms or 0 for message in messages)])

    def board(self, publishers: int, devices: tuple[DeviceState, ...]) -> Callable[[RowChoice], Board]:
        """The board now, by publishers and devices, with the rows that are wanted."""
        self._publishers, self._devices = publishers, devices
        if publishers:
            self._attended_ms = self._now_ms()
        live = self._live
        clock_ms, history = live.clock_ms(), live.history()
        state = history.at(history.end_ms)
        shown = RaceBoard.at(live.race, clock_ms, state, BoardModel(None))
        shown.move_to(clock_ms, live.edge)
        doubts = doubted_claims(history, state, history.end_ms)

        return lambda choice: cast("Board", board_json(shown, doubts, choice=choice))

    def _lost_ms(self) -> float | None:
        """Since when no message can come, by the hub's clock; None while publisher and device are well."""
        since_ms = [] if self._publishers else [self._attended_ms or self._heard_ms or self._now_ms()]
        if len(self._devices) >= (self._publishers or 1) and not any(one.is_well for one in self._devices):
            since_ms.append(max(one.since_ms for one in self._devices))
        return min(since_ms, default=None)

    def _device_texts(self) -> tuple[str, ...]:
        """How each timing device is, in words."""
        start_list = self._live.history().start_list
        zone, now_ms = start_list.zone if start_list else "", self._now_ms()
        return tuple(one.text(time_of_day(one.since_ms, zone, now_ms)) for one in self._devices)
