"""`lapbell picture` draws any view at any moment, and leaves nothing behind but the file."""

from __future__ import annotations

import re
import sys
from html import unescape
from pathlib import Path

import pytest

from feeds.log_header import read_start
from replays.library import data_folder, find
from replays.watching.followed import FollowedAthlete
from tui.cli import main
from tui.report.picture_files import picture_bytes
from tui.screens.race import RaceScreen
from tui.settings.preferences import remember


def words(path: Path) -> str:
    """The text of a picture."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))).split())


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("board", "Nuguse"),
        ("gap", "Behind"),
        ("places", "Place at each checkpoint"),
        ("lap", "Lap times, 400 m"),
        ("track", "finish"),
        ("announcer", "Next"),
    ],
)
def test_each_view(view: str, said: str, tmp_path: Path) -> None:
    """At a given moment, by the beginning of its name, and without fetching a font."""
    out = tmp_path / "picture.svg"

    assert main(["picture", "2026-london-dl-mile", "--at", "2:20", "--view", view, "-o", str(out)]) == 0

    assert said in words(out).replace("\xa0", " ")
    assert "m to go" in words(out).replace("\xa0", " ")
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", out.read_text(encoding="utf-8")).split("<style>")[1]


def test_a_picture_is_of_the_race_alone(tmp_path: Path) -> None:
    """No cursor, no playhead that stands still, no gold; with the keys all of it."""
    shown = {}
    for name, options in {"race": [], "screen": ["--keys"]}.items():
        out = tmp_path / f"{name}.svg"
        asked = ["picture", "2026-london-dl-mile", "--at", "2:20", "--view", "gaps", "-o", str(out), *options]
        assert main(asked) == 0
        shown[name] = words(out)

    for mine in ("paused", "›", "space Play"):
        assert mine in shown["screen"]
        assert mine not in shown["race"]


def test_a_screen_without_keys_comes_to_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is painted a few times, not again and again until the picture is taken."""
    paint, painted = RaceScreen.paint, []

    def counted(screen: RaceScreen) -> None:
        painted.append(screen)
        paint(screen)

    monkeypatch.setattr(RaceScreen, "paint", counted)

    assert main(["picture", "2026-london-dl-mile", "-o", str(tmp_path / "picture.svg")]) == 0

    assert 0 < len(painted) < 15


def test_nothing_is_remembered(tmp_path: Path) -> None:
    """Neither the theme, nor the view, nor that the race was open is stored."""
    before = {path: path.read_bytes() for path in data_folder().rglob("*") if path.is_file()}
    asked = ["picture", "2026-london-dl-mile", "--theme", "light", "--view", "track"]

    assert main([*asked, "-o", str(tmp_path / "picture.svg")]) == 0

    after = {path: path.read_bytes() for path in data_folder().rglob("*") if path.is_file()}
    assert before == after


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--view", "moon"], "--view takes one of board, splits,"),
        (["--size", "9x9"], "--size takes a size from 40x12 to 400x200, not '9x9'"),
        (["--theme", "plaid"], "there is no theme 'plaid'"),
        (
            ["--compare", "Kerr", "Kerr"],
            "--compare takes two athletes, and 'Kerr' and 'Kerr' are the same one",
        ),
        (["--compare", "Kerr", "Bolt"], "no one called 'Bolt' in 2026-london-dl-mile"),
        (["-o", "picture.jpg"], "a picture is an .svg or a .png, not '.jpg': -o picture.svg"),
    ],
)
def test_what_cannot_be_drawn(
    wrong: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says why, and there is no file."""
    out = tmp_path / "picture.svg"
    try:
        code = main(["picture", "2026-london-dl-mile", "-o", str(out), *wrong])
    except SystemExit as gone:
        code = int(gone.code or 0)

    [line] = capsys.readouterr().err.splitlines()
    assert (code, out.exists()) == (2, False)
    assert said in line


def test_a_png(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that ends in .png makes a PNG, twice as many pixels across as the SVG has units."""
    monkeypatch.chdir(tmp_path)
    asked = ["picture", "2026-london-dl-mile", "--at", "2:20", "--size", "80x24"]
    assert main([*asked, "-o", "a.png"]) == main([*asked, "-o", "a.svg"]) == 0

    found = re.search(r'viewBox="0 0 ([\d.]+)', Path("a.svg").read_text(encoding="utf-8"))
    png = Path("a.png").read_bytes()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert found is not None
    assert abs(int.from_bytes(png[16:20]) - 2 * float(found[1])) <= 2


@pytest.mark.parametrize(
    "text",
    [
        '<style>text { font-family: monospace, monospace; }</style><text y="20">Kerr</text>',
        """<text y="20" font-family="Arial, 'Liberation Sans', Helvetica, sans-serif">Kerr</text>""",
    ],
)
def test_a_png_has_its_text_whatever_fonts_there_are(text: str) -> None:
    """A screen and a chart: neither depends on the fonts that generic names stand for."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">{}</svg>'
    named = text.replace("monospace, monospace", "'DejaVu Sans Mono'").replace("Arial", "'DejaVu Sans'")
    blank, drawn, sure = (picture_bytes(svg.format(inside), Path("a.png")) for inside in ("", text, named))
    if sure == blank:
        pytest.skip("none of the fonts are installed that are looked for first")

    assert drawn != blank


def test_a_png_without_its_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says what to install, and there is no file, not an SVG in disguise either."""
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    out = tmp_path / "a.png"

    assert main(["picture", "2026-london-dl-mile", "-o", str(out)]) == 2

    assert "pip install 'lapbell[png]'" in capsys.readouterr().err
    assert not out.exists()


def test_the_two_of_a_comparison(tmp_path: Path) -> None:
    """Both are chosen, the second held against the first; in another view too."""
    out = tmp_path / "picture.svg"
    asked = ["picture", "2026-london-dl-mile", "--at", "2:50", "--compare", "Farken", "Kerr", "-o", str(out)]

    assert main(asked) == 0
    assert "Robert Farken GER – Josh Kerr GBR" in words(out).replace("\xa0", " ")

    assert main([*asked, "--view", "gaps"]) == 0
    assert "Behind Farken" in words(out).replace("\xa0", " ")


def test_an_athlete_who_is_picked_has_a_colour_in_the_picture_alone(tmp_path: Path) -> None:
    """Marked as one who is followed, whom the viewer does not follow afterwards."""
    out = tmp_path / "picture.svg"
    asked = ["picture", "2026-london-dl-mile", "--at", "2:20", "--view", "gaps", "-o", str(out)]

    assert main([*asked, "--pick", "Farken", "--pick", "KER"]) == 0
    assert {"\N{BLACK DIAMOND}Farken", "\N{BLACK DIAMOND}Kerr"} <= set(
        words(out).replace("\xa0", " ").split()
    )

    assert main(asked) == 0
    assert "\N{BLACK DIAMOND}" not in words(out)


def test_nothing_of_the_viewer(tmp_path: Path) -> None:
    """Neither the keys nor whom the viewer follows are in a picture, unless they are asked for."""
    _, start_list = read_start(find("2026-london-dl-mile"))
    assert start_list is not None
    remember(followed=(FollowedAthlete.of(start_list.entrants[3], "elsewhere"),))
    out = tmp_path / "picture.svg"
    asked = ["picture", "2026-london-dl-mile", "-o", str(out)]

    assert main(asked) == 0
    assert not {"\N{BLACK DIAMOND}", "Quit"} & set(words(out).split())

    assert main([*asked, "--keys", "--followed"]) == 0
    assert {"\N{BLACK DIAMOND}", "Quit"} <= set(words(out).replace("\xa0", " ").split())
