"""Claims to review: those that are not believed, and those about which someone has ruled."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from race.doubted_claims import DoubtedClaim, doubted_claims
from race.edits.decisions import rule, unrule
from race.edits.doubt_decisions import decide, decisions_about, is_settled
from race.edits.edit_titles import described
from race.edits.likely_bibs import likely_bibs
from race.edits.review_item import Answer, Choice, Need, ReviewItem, plain
from race.messages import Ruling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.edits.doubt_decisions import Decision
    from race.edits.edit import Edit
    from race.fold.history import History
    from race.fold.state import RaceState

WORDS: dict[Decision, str] = {
    "accept": "believe it",
    "refuse": "set it aside",
    "refuse other": "believe it, and set the other one aside",
    "give": "it is another runner's",
    "retime": "it was at another time",
    "move": "it was at another checkpoint",
    "gun": "the gun went at another time",
    "weigh again": "take the ruling back",
}

NEEDS: dict[Decision, Need] = {"give": "bib", "retime": "time", "move": "checkpoint", "gun": "gun"}


def claim_items(history: History, state: RaceState, clock_ms: int) -> list[ReviewItem]:
    """An item for each claim that is not believed, the newest first, then for those that are by a ruling."""
    doubted = [_item(state, claim) for claim in doubted_claims(history, state, clock_ms)]
    return [*doubted, *_believed_by_ruling(history, state)]


def _item(state: RaceState, claim: DoubtedClaim) -> ReviewItem:
    settled = is_settled(claim)
    remedy = claim.remedy if settled else f"{claim.doubt.belief}; {claim.remedy}"
    choices = tuple(_choice(state, claim, decision) for decision in decisions_about(claim))
    return ReviewItem(f"claim {claim.number}", claim.text, remedy, choices, settled)


def _choice(state: RaceState, claim: DoubtedClaim, decision: Decision) -> Choice:
    need = NEEDS.get(decision)
    suggested: tuple[str, ...] = ()
    if need == "bib" and state.course is not None:
        suggested = likely_bibs(state, claim.bib or "", state.course.index.get(claim.checkpoint))
    elif need == "time" and claim.time is not None and claim.time.ms > 0:
        suggested = (str(claim.time),)
    elif need == "checkpoint" and state.course is not None:
        suggested = tuple(c.id for c in state.course.checkpoints if c.id != claim.checkpoint)
    return Choice(WORDS[decision], partial(_decide, claim, decision), need, suggested)


def _decide(claim: DoubtedClaim, decision: Decision, history: History, answer: Answer) -> Edit:
    return decide(history, claim, decision, bib=answer.bib, time=answer.time, checkpoint=answer.checkpoint)


def _believed_by_ruling(history: History, state: RaceState) -> Iterator[ReviewItem]:
    """Claims that count because someone said so, the newest ruling first."""
    seen: set[str] = set()
    for entry in reversed(state.in_force(Ruling)):
        ruling = entry.message
        if not isinstance(ruling, Ruling) or ruling.of in seen:
            continue
        seen.add(ruling.of)
        claim = history.named(ruling.of)
        if ruling.belief != "believed" or claim is None or not history.holds(claim):
            continue
        by = f" by {ruling.by}" if ruling.by else ""
        because = f": {ruling.reason}" if ruling.reason else ""
        choices = (
            plain(WORDS["weigh again"], partial(unrule, message_id=ruling.of)),
            plain(WORDS["refuse"], partial(rule, message_id=ruling.of, belief="set aside")),
        )
        yield ReviewItem(
            f"ruling {ruling.of}",
            described(history, claim),
            f"believed{by}{because}",
            choices,
            is_settled=True,
        )
