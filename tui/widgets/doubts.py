"""What is to be looked at: the claims that are not believed, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text.doubted_claims import claim_lines, to_be_looked_at
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.doubted_claims import DoubtedClaim
    from tui.text.styled_line import StyledLine


class DoubtsPane(Pane):
    """The claims that are not believed, each in a sentence. The cursor goes from claim to claim."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # as in Textual
        super().__init__(has_title=True, id=id)
        self._claims: Sequence[DoubtedClaim] = ()
        self._owners: list[int] = []
        """By line, which claim it belongs to."""
        self._wrapped_for: tuple[object, ...] = ()

    def show_claims(self, claims: Sequence[DoubtedClaim]) -> None:
        """Show claims. The cursor stays on top, or with its claim."""
        if (claims, self.line_width) == self._wrapped_for:
            return
        held = self.claim(self.cursor).number if self.cursor else None
        self._claims, self._wrapped_for = claims, (claims, self.line_width)
        wrapped = [claim_lines(claim, self.line_width) for claim in claims]
        self._owners = [index for index, lines in enumerate(wrapped) for _ in lines]
        lines: list[StyledLine] = [line for claim in wrapped for line in claim]
        title = to_be_looked_at(len(claims))
        self.show(len(lines), lines.__getitem__, ((title, "title"),))
        if held is not None:
            self._hold(held)
            self.call_after_refresh(self._hold, held)  # it cannot scroll further than it was laid out

    def claim(self, line: int) -> DoubtedClaim:
        """The claim that a line belongs to."""
        return self._claims[self._owners[line]]

    def on_resize(self) -> None:
        """Wrap the claims for the new width."""
        super().on_resize()
        self.show_claims(self._claims)

    def action_move(self, steps: int) -> None:
        """Move the cursor by claims."""
        if self._owners:
            self._go_to(min(max(self._owners[self.cursor] + steps, 0), len(self._claims) - 1))

    def _hold(self, number: int) -> None:
        """Put the cursor on the claim of a number in the log, if that is still listed."""
        index = next((index for index, claim in enumerate(self._claims) if claim.number == number), None)
        if index is not None:
            self._go_to(index)

    def _go_to(self, index: int) -> None:
        """Put the cursor on a claim, with all its lines in sight where there is room."""
        first, last = self._owners.index(index), len(self._owners) - 1 - self._owners[::-1].index(index)
        self.put_cursor(last)
        self.put_cursor(first)
