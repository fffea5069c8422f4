"""Claims that are not believed, as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.corrections.corrections import PRIORITY
from race.moments.moment import Moment
from tui.text.safe_text import clean
from tui.text.styled_line import hanging_lines, indented_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.doubted_claims import DoubtedClaim
    from tui.text.styled_line import StyledLine


TO_REVIEW = "to review"
"""What stands behind the number of claims, and of whatever else a person has to decide about."""


def to_review(count: int) -> str:
    """How many claims are not believed, in words."""
    return f"{count or 'nothing'} {TO_REVIEW}"


def claim_lines(claim: DoubtedClaim, width: int) -> list[StyledLine]:
    """What is claimed and what is wrong with it; below, indented and dim, what would make it count."""
    return [*hanging_lines(clean(claim.text), "text", width), *remedy_lines(claim, width)]


def remedy_lines(claim: DoubtedClaim, width: int) -> list[StyledLine]:
    """How far a claim is believed and what would make it count, indented and dim."""
    return indented_lines(f"{claim.doubt.belief}; {claim.remedy}", "dim", width)


def doubt_moments(claims: Iterable[DoubtedClaim], clock_ms: int) -> list[Moment]:
    """Claims as moments up to a race time, in the order of the log."""
    moments = [
        Moment(
            min(claim.when_ms, clock_ms),
            "doubt",
            claim.text,
            claim.bib,
            claim.time if claim.time and claim.time.ms == claim.when_ms <= clock_ms else None,
            priority=PRIORITY,
        )
        for claim in claims
    ]
    return moments[::-1]
