"""The statuses of IOF XML 3.0, and what each means in a race file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from race.messages import StatusCode


class IofStatus(NamedTuple):
    """What a status says of a runner."""

    status: StatusCode | None = None
    """None of one who finished or is on the way."""
    reason: str = ""
    has_entered: bool = True
    """False of one who is in the list, but not in the race."""


STATUSES = {
    "OK": IofStatus(),
    "Finished": IofStatus(),
    "Active": IofStatus(),
    "Inactive": IofStatus(),
    "MissingPunch": IofStatus("dq", "missing punch"),
    "Disqualified": IofStatus("dq"),
    "OverTime": IofStatus("dq", "outside the time limit"),
    "DidNotFinish": IofStatus("dnf"),
    "SportingWithdrawal": IofStatus("dnf", "sporting withdrawal"),
    "NotCompeting": IofStatus("unknown", "not competing"),
    "DidNotStart": IofStatus("dns"),
    "Cancelled": IofStatus("dns", "entry cancelled"),
    "Moved": IofStatus(has_entered=False, reason="moved to another class"),
    "MovedUp": IofStatus(has_entered=False, reason="moved to another class"),
    "DidNotEnter": IofStatus(has_entered=False, reason="did not enter"),
}

WORST_FIRST = (
    *("DidNotEnter", "DidNotStart", "Cancelled", "Disqualified", "MissingPunch", "OverTime"),
    *("DidNotFinish", "SportingWithdrawal", "NotCompeting"),
)
"""Of a team's legs the first of these decides."""
