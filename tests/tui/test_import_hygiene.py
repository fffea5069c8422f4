"""What is loaded is what is shown: no screen to print a few lines, no view but the board for the board."""

from __future__ import annotations

import pytest

from replays.library import RACES
from tests.tui.run_lapbell import BOWERMAN, ROOT, lapbell

MODULES = """
import sys
from tui.cli import main
main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
"""


BOARD = """
import asyncio, sys
from replays.library import find
from tui.app import LapbellApp
from tui.race_sources import RecordedSource

async def show():
    app = LapbellApp(RecordedSource(find(sys.argv[1]), at_ms=170_700))
    async with app.run_test(size=(100, 30)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause(0.1)
        print(*sorted(sys.modules))
        print(*(strip.text for strip in app.screen._compositor.render_strips()), file=sys.stderr)

asyncio.run(show())
"""

FOR_THE_BOARD = {
    "tui.views": {"view_registry", "scene", "who_is_drawn"},
    "tui.screens": {
        "navigation",
        "race",
        "race_actions",
        "race_keys",
        "race_layout",
        "race_notices",
        "race_painting",
        "race_panes",
    },
    "tui.widgets": {
        "board",
        "footer",
        "fresh_times",
        "kept_lines",
        "key_hints",
        "legal_segments",
        "moments",
        "pane",
        "repaint_pacing",
        "view_pane",
        "wrapped_list",
    },
    "feeds.serving": {
        "admission",
        "broadcast",
        "client_address",
        "connection_quota",
        "connection_service",
        "encoded_once",
        "host_names",
        "http_pages",
        "http_response",
        "hub_metrics",
        "hub_reporting",
        "hub_settings",
        "incoming_connection",
        "level_viewers",
        "paced_transport",
        "page_origins",
        "race_registry",
        "race_status",
        "rate_limit",
        "recent_troubles",
        "request_head",
        "shared_work",
        "standing_task",
        "stuck_viewers",
        "viewer_session",
    },
}
"""What the first board of a replay needs from folders that hold much besides."""

MOST_MODULES = 283
"""Of our own, before the first board: each takes a tenth of a millisecond to find and load, however small."""


@pytest.mark.parametrize(
    "arguments",
    [
        ["board", BOWERMAN],
        ["races"],
        ["athlete", "Kerr"],
        ["head-to-head", "Kerr", "Nuguse"],
        ["check", str(RACES / f"{BOWERMAN}.jsonl")],
        ["grade", BOWERMAN],
        ["follow", BOWERMAN],
        ["schema"],
        ["schema", "--output", "board"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_commands_that_print_load_no_screen(arguments: list[str]) -> None:
    """Neither Textual nor Rich's console nor the sockets are loaded for a few lines of text."""
    done = lapbell(*arguments, code=MODULES)
    modules = set(done.stderr.split())

    assert done.returncode == 0
    assert "tui.cli" in modules
    assert not {name for name in modules if name.split(".")[0] in ("textual", "websockets", "asyncio")}
    of_rich = {name for name in modules if name.startswith("rich.")}
    assert {name for name in of_rich if not name.startswith("rich._")} <= {"rich.cells"}


def test_the_first_board_loads_nothing_else() -> None:
    """No other view, no screen that may be opened later, nothing to publish with."""
    done = lapbell(BOWERMAN, code=BOARD)
    modules = set(done.stdout.split())

    assert done.returncode == 0, done.stderr
    assert "Kerr leads" in done.stderr
    for folder, needed in FOR_THE_BOARD.items():
        loaded = {name.removeprefix(f"{folder}.") for name in modules if name.startswith(f"{folder}.")}
        assert loaded <= needed, f"{folder}: {sorted(loaded - needed)}"
    own = [name for name in modules if name.split(".")[0] in ("race", "feeds", "replays", "tui")]
    assert len(own) <= MOST_MODULES, f"{len(own)} modules: what is not needed for a board can be loaded later"
    assert not modules & {"feeds.publisher", "feeds.protocol.publisher_frames", "feeds.protocol.schema"}
    unneeded = {"race.event_names", "replays.watching.mark_text", "tui.settings.own_keys", "tomllib"}
    of_coverage = {"tomllib"} if "coverage" in modules else set()
    assert not modules & (unneeded - of_coverage)


def test_the_rooms_below_know_no_screen() -> None:
    """A race, a feed and a replay are imported without Textual or Rich."""
    code = """
import importlib, pathlib, sys
for room in ("race", "feeds", "replays"):
    for path in sorted((pathlib.Path(sys.argv[1]) / room).rglob("*.py")):
        module = path.relative_to(sys.argv[1]).with_suffix("")
        importlib.import_module(".".join(module.parts).removesuffix(".__init__"))
print(*sys.modules)
"""

    done = lapbell(ROOT, code=code)

    assert done.returncode == 0, done.stderr
    assert not {name for name in done.stdout.split() if name.split(".")[0] in ("textual", "rich", "tui")}
