"""What needs review: the claims that are not believed, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.doubted_claims import DoubtedClaim
from tui.text.doubted_claims import claim_lines, to_review
from tui.widgets.wrapped_list import WrappedListPane

if TYPE_CHECKING:
    from collections.abc import Sequence


class DoubtsPane(WrappedListPane[DoubtedClaim]):
    """The claims that are not believed, each in a sentence."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # as in Textual
        super().__init__(claim_lines, lambda claim: claim.number, id=id)

    def show_claims(self, claims: Sequence[DoubtedClaim]) -> None:
        """Show claims."""
        self.show_entries(claims, ((to_review(len(claims)), "title"),))
