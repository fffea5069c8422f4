"""A list whose entries take several lines each. The cursor goes from entry to entry."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from tui.widgets.pane import EMPTY, Pane

if TYPE_CHECKING:
    from tui.text.styled_line import StyledLine

T = TypeVar("T")


class WrappedListPane(Pane, Generic[T]):
    """Entries of a list, each wrapped to the width.

    `wrap` makes the lines of an entry for a width in cells; an entry is held by its `key`.
    """

    def __init__(
        self,
        wrap: Callable[[T, int], list[StyledLine]],
        key: Callable[[T], Hashable],
        *,
        has_title: bool = True,
        id: str | None = None,  # noqa: A002  # as in Textual
    ) -> None:
        super().__init__(has_title=has_title, id=id)
        self._wrap, self._key = wrap, key
        self._entries: Sequence[T] = ()
        self._heading: StyledLine = EMPTY
        self._owners: list[int] = []
        """By line, which entry it belongs to."""
        self._newest: tuple[Sequence[T], StyledLine] = self._entries, self._heading
        self._wrapped_for: tuple[object, ...] = ()

    def show_entries(self, entries: Sequence[T], heading: StyledLine = EMPTY) -> None:
        """Show entries. The cursor stays on top, or with its entry."""
        if (entries, heading, self.line_width) == self._wrapped_for:
            return
        self._newest = entries, heading
        if not self.line_width:
            return  # it is hidden, and wraps them when it gets a width
        held = self._key(self.entry(self.cursor)) if self.cursor and self._owners else None
        self._entries, self._heading = entries, heading
        self._wrapped_for = (entries, heading, self.line_width)
        wrapped = [self._wrap(entry, self.line_width) for entry in entries]
        self._owners = [index for index, lines in enumerate(wrapped) for _ in lines]
        lines: list[StyledLine] = [line for entry in wrapped for line in entry]
        self.show(len(lines), lines.__getitem__, heading)
        if held is not None:
            self._hold(held)
            self.call_after_refresh(self._hold, held)  # it cannot scroll further than it was laid out

    def entry(self, line: int) -> T:
        """The entry that a line belongs to."""
        return self._entries[self._owners[line]]

    @property
    def chosen(self) -> T | None:
        """The entry under the cursor; None in an empty list."""
        return self.entry(self.cursor) if self.cursor < len(self._owners) else None

    def on_resize(self) -> None:
        """Wrap the entries for the new width."""
        super().on_resize()
        self.show_entries(*self._newest)

    def action_move(self, steps: int) -> None:
        """Move the cursor by entries."""
        if self._owners:
            self._go_to(min(max(self._owners[self.cursor] + steps, 0), len(self._entries) - 1))

    def _hold(self, key: Hashable) -> None:
        """Put the cursor on an entry, if that is still listed."""
        index = next((i for i, entry in enumerate(self._entries) if self._key(entry) == key), None)
        if index is not None:
            self._go_to(index)

    def _go_to(self, index: int) -> None:
        """Put the cursor on an entry, with all its lines in sight where there is room."""
        first, last = self._owners.index(index), len(self._owners) - 1 - self._owners[::-1].index(index)
        self.put_cursor(last)
        self.put_cursor(first)
