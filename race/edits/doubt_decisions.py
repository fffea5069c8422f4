"""What can be decided about a claim that is not believed, the likeliest first, and the edit that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from race.edits.decisions import give, rule, rule_between, unrule
from race.edits.log_lookup import id_of
from race.edits.passing_changes import move, retime
from race.edits.starts import set_gun
from race.messages import Split
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from race.belief.doubt import Reason
    from race.doubted_claims import DoubtedClaim
    from race.edits.edit import Edit
    from race.fold.history import History

Decision = Literal["accept", "refuse", "refuse other", "give", "retime", "move", "gun", "weigh again"]
"""`refuse other` accepts the claim and refuses what it contradicts; `weigh again` withdraws what was ruled.
`give` needs a bib, `retime` a time, `move` a checkpoint and `gun` the time of day of the gun."""

DECISIONS: dict[Reason, tuple[Decision, ...]] = {
    "no gun": ("gun", "refuse", "accept", "give", "retime"),
    "before the gun": ("refuse", "gun", "retime", "give"),
    "before the start line": ("refuse", "refuse other", "give", "retime", "accept"),
    "after the time limit": ("refuse", "accept", "give", "retime"),
    "out of order": ("refuse", "give", "retime", "refuse other", "move", "accept"),
    "too fast": ("refuse", "give", "retime", "refuse other", "move", "accept"),
    "too slow": ("refuse", "retime", "give", "move", "accept"),
    "against its place": ("retime", "refuse", "refuse other", "give", "accept"),
    "read again": ("refuse", "refuse other", "give", "move", "accept"),
    "one of too many": ("refuse", "accept", "give"),
    "printed as suspect": ("refuse", "accept", "retime", "give"),
    "clock out of step": ("refuse", "retime", "accept", "give"),
    "ruling": ("accept", "weigh again", "give", "retime"),
}
"""By why a claim is not believed."""

NEEDS_A_SPLIT = frozenset[Decision](("give", "retime", "move", "gun"))


def is_settled(claim: DoubtedClaim) -> bool:
    """Whether someone has decided about a claim that is not believed."""
    return claim.doubt.reason == "ruling"


def decisions_about(claim: DoubtedClaim) -> tuple[Decision, ...]:
    """What can be decided about a claim, the likeliest first."""
    found = DECISIONS[claim.doubt.reason]
    if not isinstance(claim.message, Split):
        found = tuple(decision for decision in found if decision not in NEEDS_A_SPLIT)
    if claim.doubt.against is None:
        found = tuple(decision for decision in found if decision != "refuse other")
    return found


def decide(
    history: History,
    claim: DoubtedClaim,
    decision: Decision,
    *,
    bib: str = "",
    time: Time | TimeOfDay | None = None,
    checkpoint: str = "",
    reason: str = "",
) -> Edit:
    """The edit that settles a claim.

    Args:
        history: The log.
        claim: What is not believed.
        decision: One of `decisions_about` the claim.
        bib: Whose the time is, to give it.
        time: The right time, of the passing or of the gun, which is a time of day.
        checkpoint: The id of the right checkpoint, to move it there.
        reason: Why, in words; only rulings have one.

    Raises:
        ValueError: if something that is needed was not given, and where the claim does not hold any longer.
    """
    claimed = id_of(claim.message)
    match decision:
        case "accept":
            return rule(history, claimed, "believed", reason)
        case "refuse":
            return rule(history, claimed, "set aside", reason)
        case "refuse other" if claim.doubt.against is not None:
            other = id_of(history.messages[claim.doubt.against - 1])
            return rule_between(history, claimed, other, reason=reason)
        case "weigh again":
            return unrule(history, claimed)
        case "give" if bib:
            return give(history, claimed, bib)
        case "retime" if time is not None:
            return retime(history, claimed, time)
        case "move" if checkpoint:
            return move(history, claimed, checkpoint)
        case "gun" if isinstance(time, TimeOfDay) and claim.bib is not None:
            return set_gun(history, time, history.start_times.waves.get(claim.bib, ""))
    raise ValueError(f"to decide {decision!r} needs more to be given")
