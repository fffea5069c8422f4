"""How text looks in a pane, by the names of its styles, in the colours of a theme.

They are worked out for what is drawn. Were they styles of CSS, every pane would match each of them against
the stylesheet whenever its own styles may have changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.style import Style
from textual.color import Color


class Look(NamedTuple):
    """A colour and more, each by its name in a theme."""

    colour: str
    strength: str = ""
    """How much of the colour is seen on the background; all of it where nothing is said."""
    text_style: str = ""
    """As Rich has it."""


LOOKS = {
    "text": Look("foreground"),
    "title": Look("foreground", "quiet", "underline"),
    "dim": Look("foreground", "quiet"),
    "strong": Look("foreground", text_style="bold"),
    "accent": Look("text-accent", text_style="bold"),
    "estimated": Look("foreground", "guess", "italic"),
    "gained": Look("text-success"),
    "lost": Look("text-error"),
    "line-1": Look("text-primary"),
    "line-2": Look("text-warning"),
    "line-3": Look("text-success"),
    "line-4": Look("text-secondary"),
    "line-5": Look("foreground"),
    "line-6": Look("text-error"),
}

CURSOR = "surface-lighten-1"
"""The background of the line with the cursor."""


def look(name: str, theme: Mapping[str, str], background: Color) -> Style:
    """How text of a style looks on a background, with the variables of a theme."""
    variable, strength, text_style = LOOKS[name]
    colour = Color.parse(theme[variable])
    if strength:
        colour = colour.multiply_alpha(float(theme[strength].removesuffix("%")) / 100)
    return Style.parse(text_style) + _style(background + colour, background)


def cursor_look(theme: Mapping[str, str], background: Color) -> Style:
    """How all text looks on the line with the cursor."""
    ground = background + Color.parse(theme[CURSOR])
    return _style(ground + Color.parse(theme["foreground"]), ground)


def _style(colour: Color, background: Color) -> Style:
    return Style.from_color(colour.rich_color, background.rich_color)
