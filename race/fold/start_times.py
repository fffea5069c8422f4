"""The guns of a race: from times of day to elapsed times, and from those to race time."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from race.lazy_dataclass import dataclass
from race.messages import Gun, Message, Split, StartList
from race.people.folding import folded_words
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from collections.abc import Iterable

HAND_DIGITS = 1
"""Decimals that a time taken by hand is known to: it is shown as the next tenth, on the road the next second
(World Athletics Technical Rule 19, on hand timing). Its milliseconds stay, as they decide the order."""


@dataclass(slots=True)
class StartTimes:
    """The guns, as far as known. A wave without a gun of its own starts with the general one."""

    gun_times: dict[str, TimeOfDay | None] = field(default_factory=lambda: {"": None})
    """Time of day of each wave's gun; None where unknown."""
    start_ms: int | None = None
    """The first gun, in milliseconds since 1970 in UTC; None while no gun's time of day is known."""
    delays_ms: dict[str, int] = field(default_factory=lambda: {"": 0})
    """From the first gun to each wave's own."""
    fired: frozenset[str] = frozenset()
    """The waves whose guns are known to have gone, whenever that was; empty for the general one."""
    waves: dict[str, str] = field(default_factory=dict)
    """The wave of each entrant who is in one, by bib."""
    idle_guns: dict[str, str] = field(default_factory=dict)
    """The waves of guns in which no entrant is, where entrants are in any; with each the wave that is written
    almost like it, or nothing."""

    @classmethod
    def of(cls, messages: Iterable[Message]) -> StartTimes:
        """From guns and start lists in the order of the log; the latest count."""
        guns: dict[str, Gun] = {}
        start_list: StartList | None = None
        for message in messages:
            if isinstance(message, Gun):
                guns[message.wave] = message
            elif isinstance(message, StartList):
                start_list = message
        fired = frozenset(guns)
        guns = {"": Gun()} | guns
        gun_times = {wave: gun.clock for wave, gun in guns.items()}
        known_ms = (gun_time.utc_ms for gun_time in gun_times.values() if gun_time is not None)
        start_times = cls(gun_times, min(known_ms, default=None), fired=fired)
        start_times.delays_ms = {wave: start_times.gun_ms(gun) for wave, gun in guns.items()}
        start_times.waves = {e.bib: e.wave for e in start_list.entrants if e.wave} if start_list else {}
        start_times.idle_guns = start_times._idle_guns()
        return start_times

    def _idle_guns(self) -> dict[str, str]:
        waves = {tuple(folded_words(wave)): wave for wave in sorted(set(self.waves.values()))}
        idle = sorted(set(self.gun_times) - {"", *waves.values()}) if waves else []
        return {wave: waves.get(tuple(folded_words(wave)), "") for wave in idle}

    def gun_ms(self, gun: Gun) -> int:
        """Race time of a gun: from the first one known, else as its `when` says."""
        if gun.clock is not None:
            start_ms = self.start_ms
            return gun.clock.utc_ms - start_ms if start_ms is not None else 0
        return gun.when.ms if gun.when is not None else 0

    def elapsed(self, split: Split) -> Time | None:
        """Time from the entrant's own gun, negative before it; None for a time of day without the gun's."""
        if split.time is not None:
            return split.time
        gun_time = self.gun_times[self.wave_of(split.bib)]
        if gun_time is None or split.clock is None:
            return None
        digits = min(split.clock.digits, gun_time.digits)
        if split.evidence == "hand":
            digits = min(digits, HAND_DIGITS)
        return Time(split.clock.utc_ms - gun_time.utc_ms, digits)

    def race_ms(self, split: Split) -> int | None:
        """Race time in milliseconds from the first gun; None while it is not known."""
        elapsed = split.time or self.elapsed(split)
        if elapsed is None:
            return None
        return elapsed.ms + (self.delay_ms(split.bib) if self.waves else self.delays_ms[""])

    def time_of_day_ms(self, message: Message) -> int | None:
        """When a split was that says only how long after the gun, in milliseconds since 1970 in UTC."""
        if self.start_ms is None or not isinstance(message, Split) or message.time is None:
            return None
        return self.start_ms + (self.race_ms(message) or 0)

    def delay_ms(self, bib: str) -> int:
        """From the first gun to an entrant's own."""
        return self.delays_ms[self.wave_of(bib)]

    def gun_time(self, bib: str) -> TimeOfDay | None:
        """Time of day of an entrant's gun; None where unknown."""
        return self.gun_times[self.wave_of(bib)]

    def has_started(self, bib: str) -> bool:
        """Whether the gun of an entrant is known to have gone."""
        return self.wave_of(bib) in self.fired

    def wave_of(self, bib: str) -> str:
        """The wave whose gun counts for an entrant."""
        wave = self.waves.get(bib, "")
        return wave if wave in self.gun_times else ""
