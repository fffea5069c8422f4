"""When each runner's wave started: guns that were stated, pressed at a device, or heard at the hub."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from feeds.bridges.reads.reads_map import ReadsMap
    from race.times import TimeOfDay

SAME_PRESS_MS = 60_000
"""Presses of gun buttons that are less apart are the same gun."""


MOST_PRESSES = 1_000


class Press(NamedTuple):
    """What a press of a gun button is."""

    remark: str
    news: str = ""
    starts: Mapping[str, TimeOfDay] = MappingProxyType({})
    """The waves whose guns are other ones now."""


class WaveGuns:
    """The guns of one race. The newest of a wave counts; a wave without one starts with the general gun."""

    def __init__(self, reads_map: ReadsMap) -> None:
        self._map = reads_map
        self._own = {wave: clock.utc_ms for wave, clock in reads_map.guns.items()}
        """Those that were stated or pressed, by wave."""
        self._heard: dict[str, int | None] = {}
        """Those that others have published; None for one that was taken back."""
        self._presses: list[TimeOfDay] = []
        """In the order of time."""

    def of_runner(self, bib: str) -> int | None:
        """The gun of a runner, in milliseconds since 1970; None while it is not known."""
        own = self.of_wave(self._map.waves.get(bib, ""))
        return self.of_wave("") if own is None else own

    def of_wave(self, wave: str) -> int | None:
        """The gun of a wave alone."""
        return self._heard[wave] if wave in self._heard else self._own.get(wave)

    def hear(self, guns: Mapping[str, TimeOfDay | None]) -> str:
        """Take all guns that others have published. Returns what has changed, in words."""
        heard = {wave: clock and clock.utc_ms for wave, clock in guns.items()}
        waves = sorted({*heard, *self._heard})
        before = {wave: self.of_wave(wave) for wave in waves}
        self._heard = heard
        changed = [wave for wave in waves if self.of_wave(wave) != before[wave]]
        return "; ".join(_sentence(wave, guns) for wave in changed)

    def press(self, clock: TimeOfDay) -> Press:
        """Take a press of a device's gun button."""
        waves, said = self._map.device_guns, f"the gun went at {clock.show()}"
        if any(abs(clock.utc_ms - other.utc_ms) < SAME_PRESS_MS for other in self._presses):
            return Press("the same gun again")
        if not self._map.is_of_race(clock):
            said += ", before the race"
            return Press(said, f"{said}; to take it, add it to [guns]")
        if len(self._presses) >= MOST_PRESSES:
            return Press("too many presses of the gun button")
        insort(self._presses, clock, key=lambda press: press.utc_ms)
        number = self._presses.index(clock)
        if number >= len(waves):
            news = f"{said}; to take it, add it to [guns]"
        elif waves[number] in self._map.guns:
            news = f"{said}; the one that was stated counts"
        else:
            news = f"{said}: the start of {waves[number] or 'the race'}"
        return Press(said, news, self._started())

    def recall(self) -> None:
        """Forget the presses: the next one takes the place of the first."""
        self._presses.clear()

    def _started(self) -> dict[str, TimeOfDay]:
        """The guns that are others now: the first press is that of the first wave, and so on."""
        pressed = dict(zip(self._map.device_guns, self._presses, strict=False))
        starts = {
            wave: clock
            for wave, clock in pressed.items()
            if wave not in self._map.guns and self._own.get(wave) != clock.utc_ms
        }
        for wave, clock in starts.items():
            self._own[wave] = clock.utc_ms
            self._heard.pop(wave, None)
        return starts


def _sentence(wave: str, guns: Mapping[str, TimeOfDay | None]) -> str:
    whose = f"wave {wave}" if wave else "the race"
    if wave not in guns:
        return f"the gun of {whose} is the bridge's own again"
    clock = guns[wave]
    if clock is None:
        return f"the gun of {whose} was taken back at the hub"
    return f"the gun of {whose} went at {clock.show()}, as the hub has it"
