"""Opens the screen."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

from feeds.errors import UserError
from replays.hubs import known_hubs
from tui.settings.text_scale import PROBE, VARIABLE, may_scale_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from feeds.hub_address import Address
    from tui.race_sources import RaceSource


def start_app(
    source: RaceSource | None = None,
    *,
    live_first: bool = False,
    operator: bool = False,
    current: Address | None = None,
    delay_s: float | None = None,
) -> int:
    """Show a race, or the home screen, until the user quits; returns the exit code.

    With `current`, the race that is on at a hub is shown, one after the other.
    With `delay_s`, live races are so late, whatever has been set.
    Raises UserError where there is no terminal to show it.
    """
    if not _has_terminal():
        is_live = source is not None and source.address is not None
        instead = "lapbell follow URL" if is_live else "lapbell board RACE" if source else "lapbell races"
        raise UserError(f"the screen needs a terminal; `{instead}` prints without one")
    if source is None and not live_first and current is None:
        known_hubs.forget_silent()
    if files := known_hubs.token_files():
        # Loaded here, not at the top: only where private races were watched.
        from tui.commands.token_option import watch_known_hubs

        watch_known_hubs(files)
    return _run(source=source, live_first=live_first, operator=operator, current=current, delay_s=delay_s)


def start_screen(first: Callable[[], Screen[None]]) -> int:
    """Show a screen until the user quits; returns the exit code. Raises UserError without a terminal."""
    refuse_without_terminal()
    return _run(first=first)


def refuse_without_terminal() -> None:
    """Raise UserError where there is no terminal to show a screen."""
    if not _has_terminal():
        raise UserError("the screen needs a terminal")


WEB_DRIVER = "textual.drivers.web_driver:WebDriver"
"""What `textual-serve` sets as TEXTUAL_DRIVER: the screen is drawn in a browser, and there is no terminal."""


def _has_terminal() -> bool:
    if os.environ.get("TEXTUAL_DRIVER") == WEB_DRIVER:
        return True
    return os.environ.get("TERM") != "dumb" and sys.stdin.isatty() and sys.stderr.isatty()


def _run(**options: Any) -> int:
    os.environ.setdefault("TEXTUAL_FPS", "500")
    if may_scale_text(os.environ):
        # Loaded here, not at the top: only where a terminal has to be asked.
        from tui.commands.measured_cells import cells_of
        from tui.text.safe_stream import safe

        os.environ[VARIABLE] = "2" if cells_of([PROBE], safe(sys.stderr).raw) == [2] else "1"
    gc.disable()
    # Loaded here, not at the top: Textual reads TEXTUAL_FPS when it is imported. A frame waits for the next
    # tick of a timer, which stands still in between; how often there is one is decided in `RepaintPacing`.
    from tui.app import LapbellApp
    from tui.settings.own_reports import keep_reports

    keep_reports()
    app = LapbellApp(**options)
    app.run()
    return app.return_code or 0
