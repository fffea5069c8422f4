"""What is read over the timing screen, while runners go on passing: its keys, and what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.screens.help import HelpScreen
from tui.screens.overlay import OverlayScreen
from tui.text.safe_text import clean
from tui.text.styled_line import hanging_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

    from tui.text.styled_line import StyledLine
    from tui.widgets.key_hints import Key

    Tapped = Callable[[events.Key], bool]


class TimingHelp(HelpScreen):
    """Keys and signs; a key that takes a time does so here too."""

    def __init__(self, keys: list[Key], about: str, tapped: Tapped) -> None:
        """`tapped` takes the time of a key, and returns whether it is one that takes times."""
        super().__init__(keys, about)
        self._tapped = tapped

    def on_key(self, event: events.Key) -> None:
        """Take a time."""
        _take(event, self._tapped)


class TimingNotices(OverlayScreen):
    """What the hub, the clock and the start list had to say; a key that takes a time does so here too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,N,q", "dismiss", "Close", id="window.close")
    ]

    def __init__(self, notices: Sequence[str], tapped: Tapped) -> None:
        """`tapped` is as for the help."""
        super().__init__()
        self._notices, self._tapped = notices, tapped

    def lines(self, width: int) -> list[StyledLine]:
        """The newest first."""
        lines: list[StyledLine] = [(("What was said, the newest first", "title"),)]
        for notice in reversed(self._notices):
            lines += hanging_lines(clean(notice), "text", width)
        return lines if self._notices else [(("Nothing was said", "dim"),)]

    def on_key(self, event: events.Key) -> None:
        """Take a time."""
        _take(event, self._tapped)


def _take(event: events.Key, tapped: Tapped) -> None:
    if tapped(event):
        event.stop()
        event.prevent_default()
