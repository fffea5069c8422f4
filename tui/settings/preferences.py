"""The preferences that the program remembers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, field, fields

from race.lazy_dataclass import dataclass
from replays.storage.json_store import load_json, save_json
from replays.watching.followed import FollowedAthlete
from replays.watching.live_playhead import LONGEST_DELAY_S
from tui.text.column_choice import ColumnChoice

NAME = "preferences.json"

LONGEST_TEXT = 60
"""Characters of a name."""

MOST_FOLLOWED = 60

ALERTS = ("followed", "lead", "bell", "record", "doubt")
"""The kinds of alerts."""

WAYS = ("bell", "desktop")
"""How alerts are given."""

DRAWING = ("blocks",)
"""How charts and tracks are drawn: in blocks where the font lacks braille."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """The preferences; each has its default unless something valid was remembered."""

    theme: str = ""
    """The name of a theme; empty for the default."""
    order: str = ""
    """The name of the last order of the library."""
    delay_s: float = 0.0
    """The delay of live races, in seconds."""
    columns: ColumnChoice = field(default_factory=ColumnChoice)
    alerts: frozenset[str] = frozenset()
    """Those of `ALERTS` that are on."""
    alert_by: frozenset[str] = frozenset({"bell"})
    """Those of `WAYS` that are on."""
    drawing: frozenset[str] = frozenset()
    """Those of `DRAWING` that are on."""
    followed: tuple[FollowedAthlete, ...] = ()

    @classmethod
    def load(cls) -> Preferences:
        """The remembered preferences; damaged or unknown content is ignored."""
        saved, default = _saved(), cls()
        return cls(
            theme=_text(saved.get("theme")),
            order=_text(saved.get("order")),
            delay_s=_number(saved.get("delay_s"), 0, LONGEST_DELAY_S, default.delay_s),
            columns=_columns(saved.get("columns")),
            alerts=_some_of(ALERTS, saved.get("alerts"), default.alerts),
            alert_by=_some_of(WAYS, saved.get("alert_by"), default.alert_by),
            drawing=_some_of(DRAWING, saved.get("drawing"), default.drawing),
            followed=tuple(filter(None, map(_athlete, _list(saved.get("followed")))))[:MOST_FOLLOWED],
        )


def remember(**changes: object) -> None:
    """Remember some preferences, by the names of their fields; the others stay unchanged."""
    written = {name: _plain(value) for name, value in changes.items()}
    save_json(NAME, {**_saved(), "version": 1, **written})


def _saved() -> dict[str, object]:
    saved = load_json(NAME)
    return saved if isinstance(saved, dict) else {}


def _plain(value: object) -> object:
    """A preference as JSON."""
    if isinstance(value, ColumnChoice):
        return {"order": list(value.order), "hidden": sorted(value.hidden)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_described(athlete) for athlete in value[:MOST_FOLLOWED]]
    return value


def _described(athlete: FollowedAthlete) -> dict[str, str]:
    return {name: text for name, text in asdict(athlete).items() if text}


def _athlete(value: object) -> FollowedAthlete | None:
    """A followed athlete; earlier versions remembered the name alone."""
    saved = value if isinstance(value, Mapping) else {"name": value}
    known = {detail.name: _text(saved.get(detail.name)) for detail in fields(FollowedAthlete)}
    return FollowedAthlete(**known) if known["name"] else None


def _text(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= LONGEST_TEXT else ""


def _number(value: object, least: float, most: float, default: float) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        return default
    return float(value)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _some_of(names: tuple[str, ...], value: object, default: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if name in value) if isinstance(value, list) else default


def _columns(value: object) -> ColumnChoice:
    saved = value if isinstance(value, Mapping) else {}
    names = (name for name in _list(saved.get("order")) if isinstance(name, str))
    return ColumnChoice.of(names, (name for name in _list(saved.get("hidden")) if isinstance(name, str)))
