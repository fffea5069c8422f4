"""The themes of Lapbell, in addition to those of Textual."""

from __future__ import annotations

from typing import Any

from textual.theme import Theme

HUES = ("primary", "secondary", "warning", "error", "success", "accent")

QUIET = {"quiet": "68%", "guess": "82%"}
"""The opacity of titles and other quiet text, and of estimates, unless a theme has its own."""


def _theme(name: str, *, dark: bool = True, quiet: str = "", **colours: Any) -> Theme:
    """A theme in which coloured text has exactly the given colours, not shades of them."""
    variables = {f"text-{hue}": colours[hue] for hue in HUES}
    variables |= {"quiet": quiet, "guess": quiet} if quiet else {}
    variables["surface-lighten-1"] = colours.pop("cursor")
    return Theme(name, dark=dark, variables=variables, **colours)


LIGHT = _theme(
    "light",
    dark=False,
    primary="#004578",
    secondary="#6b3fa0",
    warning="#7a4a00",
    error="#a3153c",
    success="#0b6b2e",
    accent="#8a4600",
    foreground="#1a1a1a",
    background="#fbfbf8",
    surface="#f0f0ec",
    cursor="#dde7f3",
    panel="#e6e6e0",
)

HIGH_CONTRAST = _theme(
    "high-contrast",
    quiet="100%",
    primary="#66d9ff",
    secondary="#ff9dff",
    warning="#ffd75f",
    error="#ffafaf",
    success="#7dff7d",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    cursor="#303030",
    panel="#000000",
)

COLOUR_BLIND = _theme(
    "colour-blind",
    primary="#56b4e9",
    secondary="#cc79a7",
    warning="#e69f00",
    error="#e8743b",
    success="#00b98a",
    accent="#f0e442",
    foreground="#e6e6e6",
    background="#101418",
    surface="#181d22",
    cursor="#242c34",
    panel="#1c2228",
)
"""The colours of M. Okabe and K. Ito, Color Universal Design (2008), the two darkest made lighter."""

MONOCHROME = _theme(
    "monochrome",
    primary="#e4e4e4",
    secondary="#e4e4e4",
    warning="#e4e4e4",
    error="#e4e4e4",
    success="#e4e4e4",
    accent="#ffffff",
    foreground="#e4e4e4",
    background="#101010",
    surface="#181818",
    cursor="#303030",
    panel="#202020",
)

THEMES = (LIGHT, HIGH_CONTRAST, COLOUR_BLIND, MONOCHROME)

DEFAULT = "textual-dark"
"""The theme without a choice."""

MADE_FOR = {
    DEFAULT: "everyday use",
    LIGHT.name: "a bright room",
    HIGH_CONTRAST.name: "a laptop in the sun",
    COLOUR_BLIND.name: "colour-blind viewers",
    MONOCHROME.name: "one colour",
}
"""What the themes that are tested with the views are for, in the order of the list."""
