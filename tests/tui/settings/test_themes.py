"""The themes: readable in every style, told apart by those who see few colours, and the user's own."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import pytest
from rich.style import Style
from textual.color import Color, rgb_to_lab

from tests.tui.app_on_stage import BOWERMAN, on_stage
from tui.settings.preferences import Preferences, remember
from tui.settings.text_styles import TEXT_STYLES
from tui.settings.themes import COLOUR_BLIND, HIGH_CONTRAST, MADE_FOR, THEMES
from tui.settings.user_themes import LARGEST_FILE, user_themes
from tui.widgets.pane import Pane

STYLES = sorted(TEXT_STYLES)

CONTRAST = {theme.name: 4.5 for theme in THEMES} | {"textual-dark": 4.5, HIGH_CONTRAST.name: 7.0}
"""Web Content Accessibility Guidelines 2.1, 1.4.3 and 1.4.6."""

Rgb = tuple[int, int, int]

DICHROMATS = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}
"""Linear RGB as seen without one cone: F. Viénot, H. Brettel, J. D. Mollon, Color Res Appl 24 (1999) 243."""


def linear(value: float) -> float:
    """A component of sRGB as light."""
    value /= 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def contrast(style: Style, ground: Style) -> float:
    """The contrast of text on a background, by the same guidelines."""
    assert style.color
    assert style.color.triplet
    assert ground.bgcolor
    assert ground.bgcolor.triplet
    luminances = [
        sum(share * linear(v) for share, v in zip((0.2126, 0.7152, 0.0722), triplet, strict=True))
        for triplet in (style.color.triplet, ground.bgcolor.triplet)
    ]
    return (max(luminances) + 0.05) / (min(luminances) + 0.05)


def seen(colour: Color, sight: str) -> Color:
    """A colour as seen without one kind of cone."""
    light = [linear(value) for value in colour.rgb]
    mixed = (
        min(max(sum(share * v for share, v in zip(row, light, strict=True)), 0.0), 1.0)
        for row in DICHROMATS[sight]
    )
    shown = (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in mixed)
    red, green, blue = (round(v * 255) for v in shown)
    return Color(red, green, blue)


@pytest.mark.parametrize("theme", CONTRAST)
@pytest.mark.parametrize("keys", [[], ["question_mark"], ["o"]], ids=["race", "help", "options"])
async def test_every_style_is_readable(theme: str, keys: list[str]) -> None:
    """On the board and on what opens above it, under the cursor as elsewhere."""
    remember(theme=theme)
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        assert stage.app.theme == theme
        await stage.press(*keys)
        for pane in stage.app.screen.query(Pane):
            cursor = pane.cursor_style()
            for name in STYLES:
                style = pane.style(name)
                assert contrast(style, style) >= CONTRAST[theme], f"{name} on {pane.id}"
                assert contrast(style, cursor) >= CONTRAST[theme], f"{name} on the cursor"


@pytest.mark.parametrize("sight", DICHROMATS)
def test_lines_are_told_apart_without_a_cone(sight: str) -> None:
    """The colours that stand beside each other differ to those who lack a cone for red or green."""
    theme = COLOUR_BLIND
    names = (theme.primary, theme.warning, theme.success, theme.secondary, theme.foreground, theme.error)
    colours = [seen(Color.parse(name or ""), sight) for name in names]

    for one, other in combinations(colours, 2):
        a, b = rgb_to_lab(one), rgb_to_lab(other)
        distance = ((a.L - b.L) ** 2 + (a.a - b.a) ** 2 + (a.b - b.b) ** 2) ** 0.5
        assert distance > 8, (one.hex, other.hex)


async def test_a_theme_is_remembered_from_its_choice() -> None:
    """The theme that was chosen is there from the first paint of the next run."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.press("t", *["j"] * list(MADE_FOR).index("monochrome"), "enter")
        await stage.until(lambda: stage.app.theme == "monochrome", "the theme")
    assert Preferences.load().theme == "monochrome"

    async with on_stage(None) as stage:
        assert stage.app.theme == "monochrome"


async def test_the_theme_under_the_cursor_is_shown_and_escape_takes_it_back(data_folder: Path) -> None:
    """Ours stand first, then the user's own, then the others; the one that holds has a sign."""
    own(data_folder, "club.toml", 'primary = "#ff8800"\n')
    remember(theme="light")
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.press("t")
        names = [line.split("│")[1][4:].split()[0] for line in stage.lines if line.count("│") == 2]
        assert names[1 : len(MADE_FOR) + 2] == [*MADE_FOR, "club"]
        assert any("› ● light" in line for line in stage.lines)

        await stage.press("j")
        assert stage.app.theme == "high-contrast"
        assert "Kerr" in stage.text
        await stage.press("escape")

        assert stage.app.theme == "light"
    assert Preferences.load().theme == "light"


async def test_a_theme_that_no_longer_exists_gives_the_default() -> None:
    """The remembered name is kept until another theme is chosen."""
    remember(theme="gone")

    async with on_stage(BOWERMAN, "2:50.70") as stage:
        assert stage.app.theme == "textual-dark"
    assert Preferences.load().theme == "gone"


def own(data_folder: Path, name: str, text: str | bytes) -> None:
    """A theme file of the user's."""
    path = data_folder / "themes" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


async def test_a_theme_of_ones_own_is_one_of_the_list(data_folder: Path) -> None:
    """A file of colours is a theme, and can be the one to begin with."""
    own(data_folder, "club.toml", 'primary = "#ff8800"\nbackground = "#202020"\ndark = true\n')
    remember(theme="club")

    async with on_stage(BOWERMAN, "2:50.70") as stage:
        assert stage.app.theme == "club"
        assert stage.app.screen.styles.background.hex == "#202020"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.toml", "primary = 1 2\n", "at line 1"),
        ("a.toml", 'primry = "#fff"', "unknown key 'primry'; a theme has primary"),
        ("a.toml", 'accent = "#fff"', "a primary colour"),
        ("a.toml", 'primary = "#ff880080"', "must be a colour"),
        ("a.toml", 'primary = "ansi_red"', "must be a colour"),
        ("a.toml", "primary = 5", "must be a colour"),
        ("a.toml", 'primary = "#fff"\ndark = "no"', "true or false"),
        ("a.toml", b"\xff\xfe", "utf-8"),
        ("a.toml", "#" * (LARGEST_FILE + 1), "larger than 16 KiB"),
        ("a.toml", f"primary = {'[' * 8000}", "themes/a.toml: "),
        ("nord.toml", 'primary = "#fff"', "already"),
        ("a b.toml", 'primary = "#fff"', "letters"),
    ],
)
def test_a_broken_file_is_named_in_a_line(data_folder: Path, name: str, text: str | bytes, said: str) -> None:
    """The line says what is wrong; the other themes are loaded."""
    own(data_folder, name, text)
    own(data_folder, "good.toml", 'primary = "#ff8800"')

    themes, [trouble] = user_themes({"nord"})

    assert [theme.name for theme in themes] == ["good"]
    assert trouble.startswith(f"themes/{name}: ")
    assert said in trouble
    assert "\n" not in trouble


async def test_a_broken_file_stops_nothing(data_folder: Path) -> None:
    """The race is shown, and a notice names the file."""
    own(data_folder, "bad.toml", "\x1b[2J")
    with patch("tui.app.LapbellApp.notify") as notify:
        async with on_stage(BOWERMAN, "2:50.70") as stage:
            assert "Kerr" in stage.text

    [notice] = [call.args[0] for call in notify.call_args_list]
    assert notice.startswith("themes/bad.toml: ")
    assert "\x1b" not in notice
