"""Which race of a hub to watch for someone who wants the one that is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.protocol.race_notice import RaceNotice

RUNNING = "running"
BEFORE = "before"


class CurrentRace:
    """Follows the list of a hub's races from one answer to the next.

    The race that is on is the one whose gun went last. It stays until another gun goes, even when it is over.
    When it is over, an earlier race that is still on comes back with its next message: one that was left
    unfinished, as no one said who dropped out, does not. Before any gun it is the next race.
    """

    def __init__(self) -> None:
        self.race: RaceNotice | None = None
        """The race to watch; None before the first answer, and of a hub without races."""
        self.also_on: tuple[RaceNotice, ...] = ()
        """Other races that are on, by their guns."""
        self._guns_ms: dict[str, int] = {}
        """When the gun of each race went; of one without a time of day, when it was first seen."""
        self._heads: dict[str, int] = {}
        """The messages of each race by the last answer."""
        self._followed_ms = 0
        """The latest gun of a race that was watched."""

    def look(self, races: Sequence[RaceNotice], now_ms: int, delay_ms: int = 0) -> None:
        """Take an answer: the races in the order of the timetable, and the hub's clock.

        A race that is shown late counts as on when its gun can be seen.
        """
        seen_ms = now_ms - delay_ms
        on = [race for race in races if race.shown_state == RUNNING and (race.gun_ms or 0) <= seen_ms]
        for race in on:
            first_seen_ms = self._guns_ms.get(race.race, seen_ms if self._heads else 0)
            self._guns_ms[race.race] = first_seen_ms if race.gun_ms is None else race.gun_ms
        on.sort(key=lambda race: self._guns_ms[race.race])
        grown = [race for race in on if race.head > self._heads.get(race.race, race.head)]
        self._heads = {race.race: race.head for race in races}
        before = next((race for race in races if self.race and race.race == self.race.race), None)
        self.race = _first(races, on) if before is None else self._next(before, on, grown)
        if self.race is not None:
            self._followed_ms = max(self._followed_ms, self._guns_ms.get(self.race.race, 0))
        self.also_on = tuple(race for race in on if self.race and race.race != self.race.race)

    def _next(self, shown: RaceNotice, on: Sequence[RaceNotice], grown: Sequence[RaceNotice]) -> RaceNotice:
        """The race to watch after one that is watched."""
        if on and self._guns_ms[on[-1].race] > self._followed_ms:
            return on[-1]
        return grown[-1] if shown.shown_state != RUNNING and grown else shown


def races_to_come(races: Sequence[RaceNotice]) -> list[RaceNotice]:
    """The races that have not begun, in the order of the timetable."""
    return [race for race in races if race.shown_state == BEFORE]


def _first(races: Sequence[RaceNotice], on: Sequence[RaceNotice]) -> RaceNotice | None:
    """What is on, or else what comes next, or else what was last."""
    if on:
        return on[-1]
    last = max(races, key=lambda race: race.gun_ms or 0, default=None)
    return next(iter(races_to_come(races)), last)
