"""Commands that print do not load the screen, and the rooms below do not know it."""

from __future__ import annotations

import pytest

from replays.library import RACES
from tests.tui.shell import BOWERMAN, ROOT, lapbell

MODULES = """
import sys
from tui.command import main
main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["board", BOWERMAN],
        ["races"],
        ["athlete", "Kerr"],
        ["duel", "Kerr", "Ingebrigtsen"],
        ["check", str(RACES / f"{BOWERMAN}.jsonl")],
        ["schema"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_commands_that_print_load_no_screen(arguments: list[str]) -> None:
    """Neither Textual nor Rich's console nor the sockets are loaded for a few lines of text."""
    done = lapbell(*arguments, code=MODULES)
    modules = set(done.stderr.split())

    assert done.returncode == 0
    assert "tui.command" in modules
    assert not {name for name in modules if name.split(".")[0] in ("textual", "websockets", "asyncio")}
    of_rich = {name for name in modules if name.startswith("rich.")}
    assert {name for name in of_rich if not name.startswith("rich._")} <= {"rich.cells"}


def test_the_rooms_below_know_no_screen() -> None:
    """A race, a feed and a replay are imported without Textual or Rich."""
    code = """
import importlib, pathlib, sys
for room in ("race", "feeds", "replays"):
    for path in sorted((pathlib.Path(sys.argv[1]) / room).glob("*.py")):
        importlib.import_module(f"{room}.{path.stem}")
print(*sys.modules)
"""

    done = lapbell(ROOT, code=code)

    assert done.returncode == 0, done.stderr
    assert not {name for name in done.stdout.split() if name.split(".")[0] in ("textual", "rich", "tui")}
