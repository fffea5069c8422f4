"""The guns of a race that hold at its hub, whoever published them: bridges count laps by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pydantic_core import from_json, to_json

from race.fold.history import History
from race.messages import Gun, Message
from race.times import TimeOfDay

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WAVES = 1000
"""Of which guns are heard."""


class GunsInForce:
    """Follows the log of a race, as far as it is about guns."""

    def __init__(self) -> None:
        self._about_guns: list[Message] = []
        self._names: set[str] = set()
        """The ids of these messages."""

    def take(self, messages: Iterable[Message]) -> bool:
        """Take the next messages of the log. Returns whether any is about a gun."""
        before = len(self._about_guns)
        for message in messages:
            if isinstance(message, Gun) or message.replaces in self._names:
                self._about_guns.append(message)
                if message.id is not None:
                    self._names.add(message.id)
        return len(self._about_guns) > before

    def of_others(self, source: str) -> dict[str, TimeOfDay | None]:
        """The time of day of each wave's gun; None for one that was taken back.

        The newest in force counts. Where that is of a source itself, and where its time of day is not known,
        the wave is left out.
        """
        history, newest = History(self._about_guns), dict[str, Gun | None]()
        for message in self._about_guns:
            if isinstance(message, Gun):
                newest.setdefault(message.wave, None)
                if history.holds(message):
                    newest[message.wave] = message
        return {
            wave: gun.clock if gun is not None else None
            for wave, gun in list(newest.items())[:MOST_WAVES]
            if gun is None or (gun.clock is not None and not (gun.id or "").startswith(f"{source}:"))
        }


def written(guns: Mapping[str, TimeOfDay | None]) -> bytes:
    """Guns as a piece of raw input: `{"":"2026-05-02T17:40:00.0Z","B":null}`."""
    return to_json({wave: clock.show() if clock is not None else None for wave, clock in guns.items()})


def read_guns(data: bytes) -> dict[str, TimeOfDay | None]:
    """The guns of a piece. Raises ValueError."""
    found = from_json(data)
    if not isinstance(found, dict):
        raise ValueError("not guns by wave")
    return dict(_guns(found))


def _guns(found: dict[str, object]) -> Iterator[tuple[str, TimeOfDay | None]]:
    for wave, clock in found.items():
        if clock is not None and not isinstance(clock, str):
            raise ValueError(f"not a time of day: {str(clock)[:40]!r}")
        yield wave, TimeOfDay.parse(clock) if clock is not None else None
