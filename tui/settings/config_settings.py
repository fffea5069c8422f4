"""The settings of `config.toml`: what each is for, and what may stand there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from race.lazy_named_tuple import NamedTuple
from replays.watching.live_playhead import LONGEST_DELAY_S
from tui.settings.preferences import ALERTS, DRAWING, LONGEST_TEXT, WAYS
from tui.text.board_columns import ON_REQUEST, ORDER

Value = str | float | bool | tuple[str, ...]

SLOWEST, FASTEST = 0.25, 64.0

MOST_NAMED = 12
"""Names in an error."""

LONGEST_SHOWN = 40
"""Characters of a value that is repeated in an error."""


class Setting(NamedTuple):
    """A setting, which a file and the environment can make."""

    name: str
    """In the file."""
    field: str
    """Of `Config`, and where the program remembers it too, of `Preferences`."""
    about: str
    default: Value
    least: float = 0.0
    most: float = 0.0
    """Of a number."""
    choices: tuple[str, ...] = ()
    """Of a list."""
    option: str = ""
    """The option of a command that goes before it."""

    @property
    def variable(self) -> str:
        """The environment variable that goes before the file."""
        return f"LAPBELL_{self.name.upper().replace('-', '_')}"

    @property
    def takes(self) -> str:
        """What may stand there, in words."""
        match self.default:
            case bool():
                return "true or false"
            case float():
                return f"a number from {self.least:g} to {self.most:g}"
            case tuple():
                return f"a list, [] or some of {', '.join(self.choices)}"
            case _:
                return "a text in quotes"

    def read(self, value: object) -> Value:
        """A value of the file. Raises ValueError, which says what may stand there."""
        match self.default, value:
            case bool(), bool():
                return value
            case (float(), bool()):
                pass
            case (float(), int() | float()) if self.least <= value <= self.most:
                return float(value)
            case (tuple(), list()) if all(word in self.choices for word in value):
                return tuple(dict.fromkeys(value))
            case (str(), str()) if 0 < len(value) <= LONGEST_TEXT:
                return value
            case _:
                pass
        raise ValueError(f"{self.name} takes {self.takes}, not {written(value)[:LONGEST_SHOWN]}")

    def read_text(self, text: str) -> Value:
        """A value of the environment, where the words of a list stand between commas. Raises ValueError."""
        value: object = text
        match self.default:
            case bool():
                value = {"true": True, "false": False}.get(text, text)
            case float():
                value = _number(text)
            case tuple():
                value = [word.strip() for word in text.split(",") if word.strip()]
        return self.read(value)


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


def written(value: object) -> str:
    """A value as it is written in TOML."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return f"{value:g}"
        case list() | tuple():
            return f"[{', '.join(map(written, value))}]"
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case _:
            return str(value)


SETTINGS: Sequence[Setting] = (
    Setting("theme", "theme", "The theme: one of Lapbell's or Textual's, or your own.", "textual-dark"),
    Setting(
        "speed",
        "speed",
        "How many times as fast as it was run a recorded race plays at first.",
        1.0,
        SLOWEST,
        FASTEST,
        option="replay --speed",
    ),
    Setting(
        "delay",
        "delay_s",
        "How many seconds late live races are shown, to match a television picture.",
        0.0,
        0.0,
        float(LONGEST_DELAY_S),
        option="watch --delay",
    ),
    Setting(
        "record",
        "record",
        "Whether live races are recorded while they are watched.",
        True,
        option="watch --no-record",
    ),
    Setting("alerts", "alerts", "What you are alerted to.", (), choices=ALERTS),
    Setting(
        "drawing",
        "drawing",
        "How charts and tracks are drawn: in blocks where the font lacks braille.",
        (),
        choices=DRAWING,
    ),
    Setting("alert-by", "alert_by", "How you are alerted.", ("bell",), choices=WAYS),
    Setting(
        "columns",
        "columns",
        "The columns of the board that are shown, from left to right; place and athlete always are.",
        tuple(name for name in ORDER if name not in ON_REQUEST),
        choices=ORDER,
    ),
)

BY_NAME = {setting.name: setting for setting in SETTINGS}


def nearest(name: str, names: Collection[str]) -> str:
    """What to write instead of a name that is none of the names."""
    near = get_close_matches(name, names, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(names)[:MOST_NAMED])}"
