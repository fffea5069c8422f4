"""`lapbell report` writes a page or one chart, or says in a line why it cannot."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from replays.library import find
from tests.tui.run_lapbell import lapbell
from tui.cli import main

LONDON = "2026-london-dl-mile"

MODULES = "import sys; from tui.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"


def test_a_page(tmp_path: Path) -> None:
    """It is written as a whole, or printed."""
    out = tmp_path / "race.html"

    assert main(["report", LONDON, "-o", str(out)]) == 0

    html = out.read_text(encoding="utf-8")
    assert html.lstrip().startswith("<!doctype html>")
    assert html.rstrip().endswith("</html>")


def test_no_screen_is_loaded() -> None:
    """A report is made without Textual, asyncio or sockets."""
    done = lapbell("report", LONDON, code=MODULES)

    assert done.returncode == 0
    assert "Kerr wins" in done.stdout
    assert not {name for name in done.stderr.split() if name.split(".")[0] in ("textual", "websockets")}


@pytest.mark.parametrize("chart", ["gaps", "places", "laps", "packs"])
def test_one_chart(chart: str, tmp_path: Path) -> None:
    """As an SVG of its own, in colours that need no page."""
    out = tmp_path / "chart.svg"

    assert main(["report", LONDON, "--only", chart, "-o", str(out)]) == 0

    svg = out.read_text(encoding="utf-8")
    assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in svg
    assert ">1200<" in svg.replace(" ", "")
    assert ">Mile (men), London Diamond League 2026, 18 Jul 2026<" in svg


def test_one_chart_as_png(tmp_path: Path) -> None:
    """By the ending of the name."""
    out = tmp_path / "chart.png"

    assert main(["report", LONDON, "--only", "gaps", "-o", str(out)]) == 0

    assert out.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--rival", "KER"], "--rival takes another runner than Josh Kerr"),
        (["--runner", "KER", "--at", "5"], "no two times are known by which Josh Kerr could be compared"),
        (["--runner", "Bolt"], "no one called 'Bolt' in 2026-london-dl-mile"),
        (["--compare", "KER", "KER"], "--compare takes two runners, and both are Josh Kerr"),
        (["--only", "gaps", "-o", "x.pdf"], "a chart is .svg or .png, not '.pdf'"),
        (["-o", "x.png"], "a report is .html or .htm, not '.png'; --only gaps writes a chart"),
        (["-o", "x.pdf"], "a report is .html or .htm, not '.pdf'"),
        (
            ["--only", "gaps", "--at", "0", "-o", "x.svg"],
            "there is nothing to show yet in the chart of gaps",
        ),
        (["--only", "moon"], "--only"),
    ],
)
def test_what_cannot_be_reported(
    wrong: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One line says why, and there is no file."""
    monkeypatch.chdir(tmp_path)
    try:
        code = main(["report", LONDON, "-o", "race.html", *wrong])
    except SystemExit as gone:
        code = int(gone.code or 0)

    [line] = capsys.readouterr().err.splitlines()
    assert code == 2
    assert said in line
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("library", ["jinja2", "vl_convert"])
def test_without_its_libraries(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says what to install."""
    monkeypatch.setitem(sys.modules, library, None)

    assert main(["report", LONDON, "-o", str(tmp_path / "race.html")]) == 2

    assert "pip install 'lapbell[report]'" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_no_start_list_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to report before it is there."""
    path = tmp_path / "late.jsonl"
    lines = find(LONDON).read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace('"type":"start-list"', '"type":"start-list","when":"1:00.0"')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert main(["report", str(path), "--at", "10"]) == 2

    assert "has no start list by then, so there is nothing to report of it" in capsys.readouterr().err
