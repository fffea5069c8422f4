"""Whatever is not believed can be settled by one edit, and that can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest

from race.belief.doubt import Reason
from race.doubted_claims import DoubtedClaim, doubted_claims
from race.edits.doubt_decisions import DECISIONS, decide, decisions_about, is_settled
from race.edits.edit_history import EditHistory
from race.edits.log_lookup import state_now
from race.fold.history import History
from race.messages import Ruling
from race.times import Time, TimeOfDay
from tests.race.messages_by_hand import GUN, gun, order, split, start_list

if TYPE_CHECKING:
    from race.edits.doubt_decisions import Decision
    from race.edits.edit import Edit
    from race.messages import Message

AT = gun("2026-07-28T14:00:00Z")
AT_MS = TimeOfDay.parse("2026-07-28T14:00:00Z").utc_ms
FIELD = start_list("ABC")
TO_A_TIME = replace(start_list("AB", (400, 800, 100_000)), limit_s=120)


def heard(message: Message, seconds: float) -> Message:
    """A message that the hub had some seconds after the gun."""
    return replace(message, heard_ms=AT_MS + int(seconds * 1000))


LOGS: dict[Reason, list[Message]] = {
    "no gun": [FIELD, split("A", 400, "2026-07-28T14:01:00Z", id_="it")],
    "before the gun": [FIELD, AT, split("A", 400, "2026-07-28T13:59:00Z", id_="it")],
    "before the start line": [
        start_list("AB", (0, 400, 800)),
        GUN,
        split("A", 400, "2.0", id_="it"),
        split("A", 0, "30.0"),
        split("A", 800, "2:40"),
    ],
    "after the time limit": [TO_A_TIME, GUN, split("A", 400, "1:00"), split("A", 800, "2:10", id_="it")],
    "out of order": [
        FIELD,
        GUN,
        split("A", 400, "1:00"),
        split("A", 800, "3:30", id_="it"),
        split("A", 1200, "3:00"),
        split("A", 1600, "4:00"),
    ],
    "too fast": [FIELD, GUN, split("A", 400, "1:01"), split("A", 800, "1:02.1", id_="it")],
    "too slow": [FIELD, GUN, split("A", 400, "20:00:00", id_="it")],
    "against its place": [
        FIELD,
        GUN,
        split("A", 800, "2:50", 1, id_="it"),
        split("B", 800, "1:51", 2),
        split("C", 800, "1:52", 3),
    ],
    "read again": [FIELD, GUN, split("A", 400, "1:00"), split("A", 400, "20:00", id_="it")],
    "one of too many": [
        FIELD,
        GUN,
        *(split("A", 400, f"1:{second:02}.0", id_="it" if second == 20 else None) for second in range(40)),
    ],
    "printed as suspect": [FIELD, GUN, split("A", 400, "1:00", suspect=True, id_="it")],
    "clock out of step": [
        FIELD,
        heard(AT, 0),
        *(heard(split(bib, 400, f"2026-07-28T14:01:0{n}Z"), 62) for n, bib in enumerate("ABC")),
        heard(split("B", 800, "2026-07-28T16:02:10Z", id_="it"), 130),
    ],
    "ruling": [FIELD, GUN, split("A", 400, "1:00", id_="it"), Ruling(of="it", belief="set aside")],
}

RIGHT: dict[Reason, str] = {"clock out of step": "2026-07-28T14:02:10Z", "after the time limit": "1:58"}
"""The time that should have been sent; of the others one that goes with the rest."""
USUAL = {"400": "1:00", "800": "2:01"}


class Desk:
    """A log in which one claim is doubted, and what is decided about it."""

    def __init__(self, log: list[Message]) -> None:
        named = [replace(m, id=m.id or f"m{number}") for number, m in enumerate(log, start=1)]
        self.history, self.edits, self._sent = History(named), EditHistory(), 0

    @property
    def claim(self) -> DoubtedClaim | None:
        """What is doubted of the message; None if it counts, or was replaced."""
        claims = doubted_claims(self.history, state_now(self.history))
        return next((claim for claim in claims if claim.message.id == "it"), None)

    def do(self, edit: Edit) -> None:
        """Send an edit."""
        messages = []
        for message in edit.signed("Ann", self.edits.next_number):
            self._sent += 1
            messages.append(replace(message, id=f":{self._sent}"))
        self.history.extend(messages)
        self.edits.extend(messages)


def decided(desk: Desk, claim: DoubtedClaim, decision: Decision) -> Edit:
    """A decision with all that it may need."""
    right = RIGHT.get(claim.doubt.reason, USUAL[claim.checkpoint])
    time = TimeOfDay.parse(right) if "T" in right else Time.parse(right)
    if decision == "gun":
        time = TimeOfDay.parse("2026-07-28T13:58:00Z")
    return decide(
        desk.history, claim, decision, bib="C", time=time, checkpoint="1200", reason="seen by the referee"
    )


def test_there_is_a_log_and_a_decision_for_every_reason() -> None:
    """So that none is forgotten when one is added."""
    assert set(get_args(Reason)) == set(DECISIONS) == set(LOGS)


@pytest.mark.parametrize("reason", LOGS)
def test_each_decision_settles_the_claim(reason: Reason) -> None:
    """It counts, or is refused by a ruling, or is said anew; and taken back it is doubted as before."""
    desk = Desk(LOGS[reason])
    claim = desk.claim
    assert claim is not None
    assert claim.doubt.reason == reason

    for decision in decisions_about(claim):
        if decision in ("give", "move"):
            continue
        desk.do(decided(desk, claim, decision))

        after = desk.claim
        assert after is None or is_settled(after), decision
        if decision == "accept":
            assert after is None
        desk.do(desk.edits.undo(desk.history))
        again = desk.claim
        assert again is not None
        assert again.doubt == claim.doubt, decision


@pytest.mark.parametrize("reason", [reason for reason in LOGS if "give" in DECISIONS[reason]])
def test_a_claim_is_given_away(reason: Reason) -> None:
    """What is said of its runner is settled; for the other it is weighed anew."""
    desk = Desk(LOGS[reason])
    claim = desk.claim
    assert claim is not None

    desk.do(decided(desk, claim, "give"))

    assert desk.claim is None


def test_a_claim_is_moved() -> None:
    """To the checkpoint where it fits."""
    desk = Desk([FIELD, GUN, split("A", 400, "1:01"), split("A", 400, "3:02", id_="it")])
    claim = desk.claim
    assert claim is not None

    desk.do(decided(desk, claim, "move"))

    runner = state_now(desk.history).runners["A"]
    assert {index: p.time and p.time.show() for index, p in runner.passings.items()} == {0: "1:01", 2: "3:02"}


def test_an_order_is_only_accepted_or_refused() -> None:
    """It has no time and belongs to no one."""
    desk = Desk([FIELD, GUN, replace(order(400, "A", "B"), id="it"), Ruling(of="it", belief="doubtful")])
    claim = desk.claim
    assert claim is not None
    assert decisions_about(claim) == ("accept", "weigh again")

    desk.do(decided(desk, claim, "accept"))

    assert desk.claim is None


def test_what_is_needed_is_asked_for() -> None:
    """Nothing is guessed."""
    desk = Desk(LOGS["too fast"])
    claim = desk.claim
    assert claim is not None

    for decision in ("give", "retime", "move", "gun"):
        with pytest.raises(ValueError, match=f"'{decision}' needs more"):
            decide(desk.history, claim, decision)
