"""The named styles of text in a pane, in the colours of a theme.

They are not CSS component classes: every pane would match each of those against the stylesheet whenever its
own styles may have changed.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color

from race.lazy_named_tuple import NamedTuple


class TextStyle(NamedTuple):
    """A style in terms of the variables of a theme."""

    colour: str
    strength: str = ""
    """The variable with the opacity of the colour; empty for an opaque one."""
    text_style: str = ""
    """A style of Rich, such as `bold`."""


TEXT_STYLES = {
    "text": TextStyle("foreground"),
    "title": TextStyle("foreground", "quiet", "underline"),
    "dim": TextStyle("foreground", "quiet"),
    "strong": TextStyle("foreground", text_style="bold"),
    "double": TextStyle("foreground", text_style="bold"),
    "accent": TextStyle("text-accent", text_style="bold"),
    "estimated": TextStyle("foreground", "guess", "italic"),
    "gained": TextStyle("text-success"),
    "lost": TextStyle("text-error"),
    "other": TextStyle("foreground", "guess"),
    "followed-1": TextStyle("text-primary", text_style="bold"),
    "followed-2": TextStyle("text-success", text_style="bold"),
    "followed-3": TextStyle("text-error", text_style="bold"),
}
"""`accent` is the athlete under the cursor, `followed-1` to `followed-3` are the followed ones, `other` is
everyone else in the race, and `dim` who is out of it or sets the pace."""

CURSOR = "surface-lighten-1"
"""The background of the line with the cursor."""


def text_style(name: str, theme: Mapping[str, str], background: Color) -> Style:
    """A named style on a background, with the variables of a theme."""
    variable, strength, style = TEXT_STYLES[name]
    colour = Color.parse(theme[variable])
    if strength:
        colour = colour.multiply_alpha(float(theme[strength].removesuffix("%")) / 100)
    return Style.parse(style) + _style(background + colour, background)


def cursor_style(theme: Mapping[str, str], background: Color) -> Style:
    """The style of all text on the line with the cursor."""
    ground = background + Color.parse(theme[CURSOR])
    return _style(ground + Color.parse(theme["foreground"]), ground)


def _style(colour: Color, background: Color) -> Style:
    return Style.from_color(colour.rich_color, background.rich_color)
