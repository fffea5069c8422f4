"""The moments: what happened, newest first, to jump to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from race.moments.moment import Moment
from tui.text.formatting import moment_time
from tui.text.moment_lines import moment_lines
from tui.text.safe_text import clean
from tui.widgets.wrapped_list import WrappedListPane

if TYPE_CHECKING:
    from tui.text.styled_line import StyledLine


class MomentsPane(WrappedListPane[Moment]):
    """The moments up to the playhead. Enter goes to the moment under the cursor."""

    class Rewrapped(Message):
        """The sentences were wrapped for another width, and may take another number of lines."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # as in Textual
        super().__init__(self._lines, _key, has_title=False, id=id)
        self._last: Moment | None = None

    def show_moments(self, moments: list[Moment]) -> None:
        """Show moments, the last on top. The cursor stays on top, or with its moment."""
        self._last = moments[-1] if moments else None
        self.show_entries(moments[::-1])

    def on_resize(self) -> None:
        """Wrap the sentences for the new width."""
        before = self.count
        super().on_resize()
        if self.count != before:
            self.post_message(self.Rewrapped())

    def copied(self) -> str:
        """The moment under the cursor, whole."""
        moment = self.chosen
        return f"{moment_time(moment)}  {clean(moment.text)}" if moment is not None else ""

    def _lines(self, moment: Moment, width: int) -> list[StyledLine]:
        return moment_lines(moment, width, is_newest=moment is self._last)


def _key(moment: Moment) -> tuple[int, str, str]:
    return moment.when_ms, moment.kind, moment.text
