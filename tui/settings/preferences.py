"""What the program remembers of how somebody likes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from replays.playhead import SPEEDS
from replays.storage.json_store import load_json, save_json
from replays.watching.live_playhead import LONGEST_DELAY_S
from tui.text.column_choice import ColumnChoice

NAME = "preferences.json"

LONGEST_TEXT = 60
"""Characters of a name."""

MOST_FOLLOWED = 60

FASTEST_WATCHED = 4.0
"""At more than this a race is skimmed; the next one would be over before anybody had seen it."""

ALERTS = ("followed", "lead", "bell", "record")
"""What there may be an alert for."""

WAYS = ("bell", "desktop")
"""How it may come."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """How somebody likes the program; where nothing readable is remembered, as it comes."""

    theme: str = ""
    """The name of a theme; empty for the one that the program comes with."""
    view: str = ""
    """The name of the view that was open last."""
    order: str = ""
    """The name of the order that the library was in last."""
    speed: float = 1.0
    """Race time per time on the wall at which a recorded race begins."""
    delay_s: float = 0.0
    """How late live races are shown, in seconds."""
    columns: ColumnChoice = field(default_factory=ColumnChoice)
    alerts: frozenset[str] = frozenset()
    """Of `ALERTS`, those that are on."""
    alert_by: frozenset[str] = frozenset({"bell"})
    """Of `WAYS`, those in which alerts come."""
    followed: tuple[str, ...] = ()
    """Names of athletes."""

    @classmethod
    def load(cls) -> Preferences:
        """What was remembered last, by whatever program; anything damaged or foreign does not count."""
        saved, usual = _saved(), cls()
        return cls(
            theme=_text(saved.get("theme")),
            view=_text(saved.get("view")),
            order=_text(saved.get("order")),
            speed=_number(saved.get("speed"), SPEEDS[0], SPEEDS[-1], usual.speed),
            delay_s=_number(saved.get("delay_s"), 0, LONGEST_DELAY_S, usual.delay_s),
            columns=_columns(saved.get("columns")),
            alerts=_some_of(ALERTS, saved.get("alerts"), usual.alerts),
            alert_by=_some_of(WAYS, saved.get("alert_by"), usual.alert_by),
            followed=tuple(filter(None, map(_text, _list(saved.get("followed")))))[:MOST_FOLLOWED],
        )


def remember(**changes: Any) -> None:
    """Remember some of the preferences, by the names they have there. The others stay as they are."""
    written = {name: _plain(value) for name, value in changes.items()}
    save_json(NAME, {**_saved(), "version": 1, **written})


def remember_speed(speed: float) -> None:
    """Remember the speed at which a recorded race was left, unless that was to skim it."""
    if speed <= FASTEST_WATCHED and speed != Preferences.load().speed:
        remember(speed=speed)


def _saved() -> dict[str, Any]:
    saved = load_json(NAME)
    return saved if isinstance(saved, dict) else {}


def _plain(value: Any) -> Any:
    """A preference as JSON has it."""
    if isinstance(value, ColumnChoice):
        return {"order": list(value.order), "hidden": sorted(value.hidden)}
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value)[:MOST_FOLLOWED] if isinstance(value, tuple) else value


def _text(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= LONGEST_TEXT else ""


def _number(value: Any, least: float, most: float, usual: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and least <= value <= most else usual


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _some_of(names: tuple[str, ...], value: object, usual: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if name in value) if isinstance(value, list) else usual


def _columns(value: object) -> ColumnChoice:
    saved = value if isinstance(value, Mapping) else {}
    names = (name for name in _list(saved.get("order")) if isinstance(name, str))
    return ColumnChoice.of(names, (name for name in _list(saved.get("hidden")) if isinstance(name, str)))
