"""Views, text and reports are made without a screen: none of their modules loads Textual."""

from __future__ import annotations

from tests.tui.run_lapbell import ROOT, lapbell

IMPORT_ALL = """
import importlib, pathlib, sys
root = pathlib.Path(sys.argv[1])
for room in ("tui/text", "tui/views", "tui/report"):
    for path in sorted((root / room).rglob("*.py")):
        module = path.relative_to(root).with_suffix("")
        importlib.import_module(".".join(module.parts).removesuffix(".__init__"))
print(*sys.modules)
"""


def test_views_text_and_reports_load_no_textual() -> None:
    """They are imported with nothing of Textual, and of Rich no more than the widths of characters."""
    done = lapbell(ROOT, code=IMPORT_ALL)
    modules = set(done.stdout.split())

    assert done.returncode == 0, done.stderr
    assert {"tui.text.board_cells", "tui.views.track.oval", "tui.views.charts.gaps"} <= modules
    assert not {name for name in modules if name.split(".")[0] == "textual"}
    of_rich = {name for name in modules if name.startswith("rich.")}
    assert {name for name in of_rich if not name.startswith("rich._")} <= {"rich.cells"}
