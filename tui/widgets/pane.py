"""A pane: lines of styled text in one widget, of which only those in sight are drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.settings.text_styles import cursor_style, text_style
from tui.text.safe_text import fit
from tui.widgets.kept_lines import KeptLines

if TYPE_CHECKING:
    from rich.style import Style
    from textual import events

    from tui.text.styled_line import StyledLine

EMPTY: StyledLine = ()

EDGE = 2
"""Cells at the left of every line, where the cursor stands."""


class Pane(KeptLines, ScrollView, can_focus=True, inherit_bindings=False):
    """Lines of styled text. `show` repaints only the lines that changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="list.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="list.up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.page-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.page-up"),
        Binding("enter", "choose", "Open", show=False, id="list.choose"),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    """The line that the keys are on."""

    stays_lit: reactive[bool] = reactive(False)
    """Whether the cursor is shown while the keys go elsewhere."""

    class Chosen(Message):
        """The line under the cursor was chosen."""

        def __init__(self, pane: Pane, index: int) -> None:
            super().__init__()
            self.pane = pane
            self.index = index

        @property
        def control(self) -> Pane:
            """The pane it was chosen in."""
            return self.pane

    def __init__(
        self,
        *,
        has_title: bool = False,
        has_cursor: bool = True,
        can_focus: bool = True,
        id: str | None = None,  # noqa: A002  # as in Textual
    ) -> None:
        super().__init__(id=id)
        self.can_focus = can_focus
        self._has_cursor = has_cursor
        self.hides_cursor = False
        """Whether the cursor is not shown, though there is one."""
        self.count = 0
        self.instead: StyledLine = EMPTY
        """What is shown where there are no lines."""
        self._draw: Callable[[int], StyledLine] = _nothing
        self._title: StyledLine = EMPTY
        self._title_lines = 1 if has_title else 0
        # Lines that are as they were drawn are not repainted: that halves the processor time in motion.
        self._drawn: dict[int, tuple[str, StyledLine]] = {}
        # By index and width. A line that is repainted is asked for twice, by `show` and when it is rendered;
        # drawing it once saves 5 % of the processor time in motion.
        self._made: dict[tuple[int, int], StyledLine] = {}
        # A style takes 10 us to work out, and a whole board has over a thousand pieces.
        self._named_styles: dict[str, Style] = {}
        self._strips: dict[int, tuple[tuple[str, StyledLine, bool], Strip]] = {}
        """By the line of the pane, what is on it and how that is drawn."""
        self._strips_for: object = None
        """The width and the filters that they were drawn for."""
        self._place: tuple[int, int] | None = None
        """The width of the lines that are being rendered, and how far they are scrolled."""

    @property
    def line_width(self) -> int:
        """Cells that a line may fill."""
        return max(self.scrollable_content_region.width - EDGE, 0)

    def show(self, count: int, draw: Callable[[int], StyledLine], title: StyledLine = EMPTY) -> None:
        """Show `count` lines, each drawn when it comes in sight; repaint the ones that differ."""
        self._draw, self._title = draw, title
        self._made.clear()
        if count != self.count:
            self.count = count
            if self.styles.overflow_y != "hidden":  # it would be laid out for nothing
                self.virtual_size = Size(0, count + self._title_lines)
            self.cursor = min(self.cursor, max(count - 1, 0))
        region, top, width = self.scrollable_content_region, self.scroll_offset.y, self.size.width
        changed = []
        for y in range(region.height):
            line = self._line_at(y, region.width, top)
            if self._drawn.get(y) != line:
                self._drawn[y] = line
                changed.append(Region(0, y, width, 1))
        if changed:
            self.refresh(*changed)

    def show_lines(self, lines: list[StyledLine]) -> None:
        """Show lines that are drawn already."""
        self.show(len(lines), lines.__getitem__)

    def drawn_lines(self, crop: Region) -> list[Strip]:
        """Lines of the pane, all for the same place, which takes long to ask for."""
        self._place = self.scrollable_content_region.width, self.scroll_offset.y
        # Textual looks for a border, padding and effects at each line, which takes as long as to draw it.
        is_bare = not (any(self.styles.gutter) or crop.x)
        strips = self._bare_lines(crop) if is_bare else super().drawn_lines(crop)
        self._place = None
        return strips

    def _bare_lines(self, crop: Region) -> list[Strip]:
        """Lines without anything around them, of which those that show what they did are kept."""
        filters = tuple(self.get_line_filters())
        if self._strips_for != (crop.width, filters):
            self._strips_for = crop.width, filters
            self._strips.clear()
        base, background = self.style("text"), self.background_colors[1]
        for y in crop.line_range:
            content, kept = self._content(y), self._strips.get(y)
            if kept is None or kept[0] != content:
                strip = self.render_line(y).adjust_cell_length(crop.width, base)
                for line_filter in filters:
                    strip = strip.apply_filter(line_filter, background)
                self._strips[y] = content, strip
        return [self._strips[y][1] for y in crop.line_range]

    def render_line(self, y: int) -> Strip:
        """One line of the pane, `y` counted from its top."""
        sign, line, on_cursor = self._content(y)
        self._drawn[y] = sign, line
        base = self._style_of("text", on_cursor)
        edge = Segment(fit(("›" if on_cursor else " ") + sign, EDGE), base)
        segments = [Segment(text, self._style_of(name, on_cursor)) for text, name in line]
        width, _ = self._place_now
        return Strip([edge, *segments]).adjust_cell_length(width, base)

    def _content(self, y: int) -> tuple[str, StyledLine, bool]:
        """The sign and the text of a line, counted from the top of the pane, and whether the cursor shows."""
        width, top = self._place_now
        index = y + top - self._title_lines
        is_under = self._has_cursor and index == self.cursor < self.count and not self.hides_cursor
        return *self._line_at(y, width, top), is_under and (self.has_focus or self.stays_lit)

    @property
    def _place_now(self) -> tuple[int, int]:
        return self._place or (self.scrollable_content_region.width, self.scroll_offset.y)

    def _style_of(self, name: str, on_cursor: bool) -> Style:
        return self.style(name) + self.cursor_style() if on_cursor else self.style(name)

    def sign(self, _index: int) -> str:
        """A sign of one cell before a line."""
        return ""

    def _line_at(self, y: int, width: int, top: int) -> tuple[str, StyledLine]:
        """The sign and the text of a line, counted from the top of the pane, scrolled by so many."""
        if y < self._title_lines:
            return "", self._title
        index = y + top - self._title_lines
        if not 0 <= index < self.count:
            return "", self.instead if index == self.count == 0 else EMPTY
        key = index, width
        if key not in self._made:
            self._made[key] = self._draw(index)
        return self.sign(index), self._made[key]

    def copied(self) -> str:
        """What is copied from here: the line under the cursor; without a cursor, all lines."""
        lines = range(self.count) if not self._has_cursor else [self.cursor] if self.count else []
        return "\n".join("".join(text for text, _ in self._draw(index)).rstrip() for index in lines)

    def style(self, name: str) -> Style:
        """The colours of a named style on this pane's background."""
        if name not in self._named_styles:
            self._named_styles[name] = text_style(name, self.app.theme_variables, self.background_colors[1])
        return self._named_styles[name]

    def cursor_style(self) -> Style:
        """The colours of the line with the cursor."""
        return cursor_style(self.app.theme_variables, self.background_colors[1])

    def notify_style_update(self) -> None:
        """Draw again what was drawn in the colours of another theme."""
        self._strips.clear()
        if self._named_styles:
            self._named_styles.clear()
            self.refresh()
        super().notify_style_update()

    def watch_cursor(self, before: int, now: int) -> None:
        """Repaint the lines that the cursor left and reached."""
        for index in (before, now):
            self.refresh_line(index + self._title_lines)
        self._keep_in_sight()

    def on_resize(self) -> None:
        """Keep the cursor in sight in a smaller window."""
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        if not self._has_cursor:
            return
        top, height = self.scroll_offset.y, self.scrollable_content_region.height - self._title_lines
        # With force, as a list that was filled a moment ago has no scrollbar yet, and would not scroll.
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True, immediate=True)
        elif self.cursor >= top + height > 0:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True, immediate=True)

    def watch_has_focus(self, focused: bool) -> None:
        """Show the cursor only where the keys go."""
        super().watch_has_focus(focused)
        self.refresh()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Leave `enter` to the screen where there is no cursor."""
        return self._has_cursor or action != "choose"

    def put_cursor(self, index: int) -> None:
        """Put the cursor on a line."""
        self.cursor = index

    def action_move(self, steps: int) -> None:
        """Move the cursor by lines; without a cursor, scroll."""
        if not self._has_cursor:
            self.scroll_to(y=self.scroll_offset.y + steps, animate=False, immediate=True)
            return
        self.put_cursor(min(max(self.cursor + steps, 0), max(self.count - 1, 0)))

    def action_page(self, pages: int) -> None:
        """Move the cursor by a page."""
        self.action_move(pages * max(self.scrollable_content_region.height - 2, 1))

    def action_choose(self) -> None:
        """Report the line under the cursor as chosen."""
        if self.count and self._has_cursor:
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor under the mouse; a double click opens."""
        index = event.y + self.scroll_offset.y - self._title_lines
        if event.y >= self._title_lines and index < self.count:
            self.put_cursor(index)
            if event.chain > 1:
                self.action_choose()


def _nothing(_index: int) -> StyledLine:
    return EMPTY
