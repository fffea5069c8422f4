"""The colours of charts: of the page in its own light or dark scheme, or light for a file of its own.

They are those of Okabe and Ito, which the colour-blind can tell apart, as dark or as light as a line of them
must be to be seen. No chart is told apart by colour alone: lines have markers and a name at their end.
"""

from __future__ import annotations

from typing import NamedTuple


class Palette(NamedTuple):
    """The colours of a chart, as CSS writes them."""

    paper: str
    ink: str
    dim: str
    grid: str
    faster: str
    slower: str
    lines: tuple[str, ...]


LIGHT = Palette(
    paper="#ffffff",
    ink="#1b1b1f",
    dim="#5d5d66",
    grid="#dcdce2",
    faster="#0072b2",
    slower="#c04f00",
    lines=("#0072b2", "#c04f00", "#00785a", "#a04c86", "#8a6100", "#41414a"),
)

DARK = Palette(
    paper="#16161a",
    ink="#ededf0",
    dim="#a4a4ae",
    grid="#3a3a42",
    faster="#62bdf2",
    slower="#ff9a57",
    lines=("#62bdf2", "#ff9a57", "#35cf9f", "#e6a0cd", "#e5b94e", "#cfcfd6"),
)


def variables(palette: Palette) -> dict[str, str]:
    """The colours as the custom properties of a page."""
    plain = {name: colour for name, colour in palette._asdict().items() if name != "lines"}
    return plain | {f"line-{number}": colour for number, colour in enumerate(palette.lines)}


PAGE = Palette(
    **{name: f"var(--{name})" for name in ("paper", "ink", "dim", "grid", "faster", "slower")},
    lines=tuple(f"var(--line-{number})" for number in range(len(LIGHT.lines))),
)
"""The colours of whatever scheme a page is shown in."""
