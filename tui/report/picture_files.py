"""Pictures in files: an SVG as it is, or rendered as a PNG by resvg, an optional dependency."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

PNG_HINT = (
    "a PNG needs resvg: pip install 'lapbell[png]' (pipx: pipx inject lapbell resvg-py); without it, .svg"
)

GENERIC = re.compile(r"(font-family[:=][^;>]*?)\b(monospace|sans-serif)\b")

FONTS = {
    "monospace": "'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', 'Noto Sans Mono', monospace",
    "sans-serif": "'DejaVu Sans', 'Noto Sans', sans-serif",
}
"""Fonts that systems come with. For a generic name alone resvg takes Courier New or Arial, and where that is
missing it draws no text at all."""

PNG_SCALE = 2.0
"""Pixels a unit of the SVG."""


def picture_bytes(svg: str, path: Path) -> bytes:
    """What is written to a file: an SVG where its name ends in .svg or has no ending, a PNG for .png.

    Raises UserError for any other ending, and for a PNG where resvg is not installed.
    """
    match path.suffix.lower():
        case ".svg" | "":
            return svg.encode()
        case ".png":
            return _png(svg)
    raise UserError(f"a picture is an .svg or a .png, not {path.suffix!r}: -o {path.stem}.svg")


def _png(svg: str) -> bytes:
    try:
        import resvg_py  # an optional dependency
    except ImportError:
        raise UserError(PNG_HINT) from None
    return resvg_py.svg_to_bytes(svg_string=_with_fonts(svg), zoom=PNG_SCALE)


def _with_fonts(svg: str) -> str:
    """An SVG that names fonts before each generic name of one."""
    return GENERIC.sub(lambda found: found[1] + FONTS[found[2]], svg)
